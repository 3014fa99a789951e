"""Rows that belong to owners, side by side in another table, spread out."""

import numpy as np


def spread(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For owners whose rows are first[i] … last[i] - 1: the owner (position i) and the number of every row."""
    many = last - first
    owner = np.repeat(np.arange(len(many)), many)
    return owner, np.arange(len(owner)) + np.repeat(first - np.cumsum(many) + many, many)
