"""Chromium as a salesperson has it, with an empty profile and real devices.

Fake devices would prove nothing: with them even the shared tab carries other audio. Playwright's
own `--mute-audio` has to go, or a shared tab arrives silent.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.e2e.meeting import TITLE
from tests.e2e.place import browser_path

SCREEN = ViewportSize(width=1440, height=900)
_FLAGS = (
    "--auto-accept-camera-and-microphone-capture",
    f"--auto-select-tab-capture-source-by-title={TITLE}",
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000
"""Only what fails takes that long: a busy machine may need more than a moment for anything."""


@contextmanager
def chromium(environment: Mapping[str, str] | None = None, *flags: str) -> Iterator[Browser]:
    """``environment`` names the sound system to use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            headless=True,
            args=[*_FLAGS, *flags],
            ignore_default_args=["--mute-audio"],
            env={**os.environ, **(environment or {})},
            timeout=120_000,
        )
        try:
            yield browser
        finally:
            browser.close()


def desk(browser: Browser, screen: ViewportSize = SCREEN) -> BrowserContext:
    """A fresh window of the browser that has seen nothing yet."""
    context = browser.new_context(viewport=screen, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    return context
