"""The answer for online forms: every entry of a situation, and how its field is filled, as JSON."""
