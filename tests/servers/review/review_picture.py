"""Make the pictures of docs/review.md.

PYTHONPATH=. python tests/servers/review/review_picture.py
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from report.browser import chromium, listening
from servers.review.live_server import live_server

ROOT = Path(__file__).resolve().parents[3]
BRIEF = ROOT / "nqpterms" / "brief"
SIZE = {"width": 1280, "height": 720}


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "work")
        folder.mkdir()
        for name in ("brief.zh.md", "brief.en.md"):
            shutil.copy(BRIEF / name, folder)
        with live_server(folder) as server, chromium() as browser:
            page = browser.new_page(viewport=SIZE)
            page.goto(server.address)
            photograph(page, "review-drop.webp")
            page.click("text=brief")
            listening(page, "#decision")
            page.keyboard.press("j")
            page.wait_for_selector("#decision[data-at='3']")
            photograph(page, "review.webp")


def photograph(page: Any, name: str) -> None:
    """What a page shows, as a file of docs/."""
    camera = page.context.new_cdp_session(page)
    shot = camera.send(
        "Page.captureScreenshot", {"format": "webp", "quality": 80}
    )
    path = ROOT / "docs" / name
    path.write_bytes(base64.b64decode(shot["data"]))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
