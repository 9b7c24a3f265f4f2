"""Addresses: organizations under `registry/`, instructors and gaps under `coverage/`."""
