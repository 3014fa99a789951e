"""What an online form calls: every entry of a situation, and how its field fills itself, as JSON."""
