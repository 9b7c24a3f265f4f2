"""What every room stands on: actor, scope, workflow, dated facts, segments, tallies, indicators, sheets. Knows no room."""
