"""Reading organization life; one file a noun."""
