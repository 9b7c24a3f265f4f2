"""Room: the two coverages: instructor, assignment, and how every organization stands.

Does not set up Party organizations (party) and does not record visits yet.
"""
