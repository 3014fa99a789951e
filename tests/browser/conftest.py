"""Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "chromium", "chromium-browser", "google-chrome"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser without a window. The tests fail if none is installed."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert chromium, "Chromium is missing, which the browser tests open our files in (Debian: apt install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; an error or warning in its console fails the test."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.set_content('<!doctype html><meta charset="utf-8"><div id="canvas" style="width:1600px;height:900px"></div>')
    yield page
    page.close()
    assert not complaints
