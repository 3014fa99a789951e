"""HTTP routes, one file for each question; the server registers the `router` of every file below this folder."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from fastapi import APIRouter


def routers() -> Iterator[APIRouter]:
    """The router of every module below this package, by the name of the module."""
    for module in walk_packages(__path__, f"{__name__}."):
        if not module.ispkg:
            yield import_module(module.name).router
