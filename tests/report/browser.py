"""A real browser for the tests of the report: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()
SLOWNESS = float(os.environ.get("BROWSER_SLOWNESS", "1"))
"""How many times slower than this machine the pages run: where a test waits for the wrong thing, a
slow browser tells it."""
_DELAY = 60  # ms of each answer for each degree of slowness above 1
DESK, TABLET, PHONE = (1500, 1000), (1024, 900), (390, 844)


@dataclass
class Log:
    """What a page did that it should not: errors, and requests for anything but itself."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser; the test is skipped where there is none."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed"
    )
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=ARGUMENTS
        )
        yield browser
        browser.close()


def slow_down(page: Any) -> None:
    """Let a page have the processor and the answers of a machine that is SLOWNESS times slower."""
    if SLOWNESS <= 1:
        return
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWNESS})
    devtools.send("Network.enable")
    conditions = {
        "latency": _DELAY * SLOWNESS,
        "downloadThroughput": -1,
        "uploadThroughput": -1,
    }
    devtools.send(
        "Network.emulateNetworkConditions", {"offline": False, **conditions}
    )


def listening(page: Any, selector: str = "") -> Any:
    """Wait for something on a page all of whose scripts have run, and give it.

    A page that is reached by a click or by itself shows what it has before its scripts have run: a
    key that is pressed then is heard by nobody. Both are asked of one document, so the page that
    is being left does not answer for the next one.
    """
    if not selector:
        return page.wait_for_selector("html.listens")
    return page.wait_for_selector(f"html.listens >> {selector}")


@contextmanager
def opened(
    browser: Any,
    path: Path,
    *,
    size: tuple[int, int] = DESK,
    scheme: str = "light",
    **more: Any,
) -> Iterator[tuple[Any, Log]]:
    """The page of a file with what it logs.

    Nothing moves or fades unless a test asks for it: what a test measures, colours first of all,
    must not depend on how far a fade has come.
    """
    more.setdefault("reduced_motion", "reduce")
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        **more,
    )
    page, log = context.new_page(), Log()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: log.errors.append(str(error)))
    page.on(
        "dialog", lambda dialog: log.errors.append(f"dialog: {dialog.message}")
    )
    page.on(
        "console",
        lambda told: (
            log.errors.append(told.text) if told.type == "error" else None
        ),
    )
    page.on("request", lambda request: log.requests.append(request.url))
    slow_down(page)
    page.goto(path.as_uri())
    if more.get("java_script_enabled", True):
        listening(page)
    yield page, log
    context.close()
