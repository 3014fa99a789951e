"""Exemption analysis: which fields are filled automatically, which materials need not be handed in, and why."""
