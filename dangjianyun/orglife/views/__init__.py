"""Pages of organization life; one file a noun."""
