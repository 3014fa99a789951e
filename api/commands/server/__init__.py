"""Commands for operators: the server and the embedded Neo4j."""
