"""Reading Party organizations and members."""
