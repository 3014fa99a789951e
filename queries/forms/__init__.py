"""Merged forms 多表合一: one form of several, and the way of its values back into each of them."""
