"""Reads foreign files: a mapping file says which part of them is which attribute of which declaration.

The format is described by `model.py`; the shipped mappings, in loaders/mappings/, are examples of it.
"""

from oncegraph.loaders.mapping.apply import tables
from oncegraph.loaders.mapping.model import Mapping
from oncegraph.loaders.mapping.reading import SHIPPED, BadMapping, read_mapping

__all__ = ["SHIPPED", "BadMapping", "Mapping", "read_mapping", "tables"]
