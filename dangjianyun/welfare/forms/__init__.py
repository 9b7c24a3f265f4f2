"""What a browser may send about wishes."""
