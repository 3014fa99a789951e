"""Loads files: read → check → compare with the graph → write, all or nothing."""

from oncegraph.loaders.blank import template
from oncegraph.loaders.exchange import CannotBeWritten
from oncegraph.loaders.finding import Finding, Findings, LoadRefused, Place, Problem, Severity
from oncegraph.loaders.mapping import SHIPPED, BadMapping
from oncegraph.loaders.pipeline import load, rows_of
from oncegraph.loaders.report import Counts, LoadReport, Progress

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
