"""What changes if sources, bindings or key fields change: what-if, impact, and what to open next."""
