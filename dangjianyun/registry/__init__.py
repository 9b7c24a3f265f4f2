"""Room: the register of social organizations: organization, particulars, person, post.

Does not know the Party side: who is accountable, who covers, who is a member lies above.
"""
