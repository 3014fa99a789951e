"""The effect of loading files on the graph, as JSON."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oncegraph.loaders import LoadReport


def document(report: "LoadReport") -> dict[str, Any]:
    """The counts of each table, by the name of its declaration, and the findings."""
    names = report.total.__dataclass_fields__
    return {
        "dataset": report.dataset,
        "dry_run": report.dry_run,
        "seconds": round(report.seconds, 3),
        "rejects": report.rejects and str(report.rejects),
        "counts": {
            declaration.__name__: {name: getattr(counts, name) for name in names}
            for declaration, counts in report.counts.items()
        },
        "findings": [{"severity": each.severity, "message": str(each)} for each in report.findings],
    }
