"""What a rule is, how it is judged and explained, and every document we cite.

Pure Python: no Django, no clock, no files. Rooms declare their rules in `rules.py`.
"""
