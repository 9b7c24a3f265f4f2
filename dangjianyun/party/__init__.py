"""Room: Party organizations and members: unit, affiliation, guideline, member.


Answers to which one body an organization is accountable on any day. Does not do organization life.
"""
