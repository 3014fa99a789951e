"""Addresses lead to routes that the API has."""

import re

from oncegraph.api.routes.catalogue.browse import router
from oncegraph.visualize.links import COLLECTIONS, PREFIX, href


def test_every_kind_leads_to_a_route_of_the_api() -> None:
    routes = {route.path for route in router.routes}
    assert {f"{PREFIX}/{collection}/{{code}}" for collection in COLLECTIONS.values()} <= routes


def test_codes_are_quoted_and_kinds_without_a_resource_have_no_address() -> None:
    assert href("Item", "甲/1?") == "/api/v1/items/%E7%94%B2%2F1%3F"
    assert href("Department", "D1") is None
    assert re.fullmatch(r"/api/v1/fields/ZD000046", href("Field", "ZD000046") or "")
