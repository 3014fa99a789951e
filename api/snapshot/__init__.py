"""The catalogue in the memory of a server: read whole, replaced when the graph has a newer one."""
