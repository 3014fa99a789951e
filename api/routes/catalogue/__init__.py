"""Routes about the catalogue itself: what it holds."""
