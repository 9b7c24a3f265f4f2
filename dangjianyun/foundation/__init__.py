"""What every room stands on: actor, scope, facts, segments, tallies, sheets. Knows no room."""
