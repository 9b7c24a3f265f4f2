"""Pages of Party organizations and members."""
