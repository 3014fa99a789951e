"""OnceGraph: a graph of government services, from items down to data sources."""
