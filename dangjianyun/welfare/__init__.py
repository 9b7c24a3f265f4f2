"""Room: the services of public welfare. So far one noun: wish (微心愿)."""
