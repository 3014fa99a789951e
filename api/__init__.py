"""Thin: the HTTP routes and the command line; each is one question and one answer."""
