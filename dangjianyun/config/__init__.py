"""Settings, URLs and the collection of what the rooms declare. Only here every room is known."""
