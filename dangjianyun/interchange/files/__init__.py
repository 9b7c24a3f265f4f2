"""Reading foreign files: what a file is, and its rows, in a process of its own with little to lose.

Nothing here knows Django, keys or the database. `reading` is the side of the house; the others run
in the child.
"""
