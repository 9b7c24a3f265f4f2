"""Settings, URLs and the collection of what the rooms declare. The only place that knows every room."""
