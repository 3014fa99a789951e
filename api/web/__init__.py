"""What routes share: problems, parameters, jobs, media types."""
