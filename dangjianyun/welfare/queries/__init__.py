"""Reading wishes, one file a question."""
