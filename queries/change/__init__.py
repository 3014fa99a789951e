"""What changes when sources, bindings or keys do: a what-if, an impact, and what to open next."""
