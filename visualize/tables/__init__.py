"""Answers as tables: for a terminal, as CSV, as Excel."""
