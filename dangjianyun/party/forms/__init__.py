"""What a browser may send about Party organizations and members."""
