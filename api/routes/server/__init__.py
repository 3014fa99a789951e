"""Routes for operators: jobs, health and metrics."""
