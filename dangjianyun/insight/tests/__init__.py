"""Tests of numbers, their records and their pages."""
