"""Routes about the catalogue itself: browsing, search, saved queries, the model."""
