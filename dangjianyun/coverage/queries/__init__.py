"""Reading instructors, assignments and coverage."""
