"""What a browser may send about organizations, assignments and instructors."""
