"""One file for each group of routes; the server registers the `router` of every file in this folder."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter


def routers() -> Iterator[APIRouter]:
    """The router of every module of this package, by the name of the module."""
    for module in iter_modules(__path__, f"{__name__}."):
        yield import_module(module.name).router
