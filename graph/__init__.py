"""The store: the embedded Neo4j, the client through which every statement passes, and the writer."""
