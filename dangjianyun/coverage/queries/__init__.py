"""Reading instructors, assignments and coverage.

`standing` builds the segments; the others serve pages. Import from the modules: this package is
read while the tables are still being declared.
"""
