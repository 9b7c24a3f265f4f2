"""Pages of organizations, instructors and gaps."""
