"""Commands about change: what breaks, what if, what to open next, reforms."""
