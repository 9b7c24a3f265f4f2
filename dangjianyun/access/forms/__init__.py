"""Forms of the access room."""
