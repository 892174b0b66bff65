"""How often the rules of portraits speak where they should, and where they should not."""
