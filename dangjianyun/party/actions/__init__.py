"""Changing Party organizations and members."""
