"""Files in: read, check, plan, write."""
