"""Before and after: two states compared, what is saved, and reforms tried on a copy."""
