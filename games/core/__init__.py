"""The rules of the games: plain Python, no Django, no clock, no chance that a seed does not repeat."""
