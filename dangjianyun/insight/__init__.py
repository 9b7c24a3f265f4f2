"""Room: numbers for people: workbench, division page, big screen, dictionary, rule book, records."""
