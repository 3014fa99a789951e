"""Answers as documents for programs, which the command line and the API write as JSON."""
