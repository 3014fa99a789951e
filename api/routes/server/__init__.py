"""Routes for those who run the programs."""
