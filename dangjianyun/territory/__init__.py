"""Room: administrative divisions, dated, down to the street; public knowledge."""
