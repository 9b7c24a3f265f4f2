"""Room: numbers for people: workbench, division page, big screen, dictionary, rules."""
