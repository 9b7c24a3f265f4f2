"""Pages of numbers, rules and the desk of each role."""
