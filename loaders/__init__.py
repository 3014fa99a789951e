"""Files in: read → checked → compared with the graph → written, all or nothing."""

from loaders.blank import template
from loaders.exchange import CannotBeWritten
from loaders.finding import Finding, Findings, LoadRefused, Place, Problem, Severity
from loaders.mapping import SHIPPED, BadMapping
from loaders.pipeline import load, rows_of
from loaders.report import Counts, LoadReport, Progress

__all__ = [
    "SHIPPED",
    "BadMapping",
    "CannotBeWritten",
    "Counts",
    "Finding",
    "Findings",
    "LoadRefused",
    "LoadReport",
    "Place",
    "Problem",
    "Progress",
    "Severity",
    "load",
    "rows_of",
    "template",
]
