"""Analysis runs: everything in a scope is decided at once and written back, so that plain Cypher can query it."""
