"""What a server answers from: the catalogue in memory, one snapshot for each version."""
