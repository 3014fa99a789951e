"""One diagram model and its renderings."""
