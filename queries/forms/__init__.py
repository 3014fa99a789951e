"""Merged forms 多表合一: several forms become one, and its values are distributed to each of them."""
