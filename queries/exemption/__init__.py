"""Exemption analysis: which fields fill themselves, which materials need not be handed in, and why."""
