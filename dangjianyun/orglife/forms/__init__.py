"""What a browser may send about organization life; one file a noun."""
