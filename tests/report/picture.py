"""Make docs/report.webp, the picture of the demo's report in README.

PYTHONPATH=. python tests/report/picture.py
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from report.browser import chromium

from nqpterms.project.project import Project
from nqpterms.readers.reading import read
from nqpterms.run.inputs import unit_of
from nqpterms.run.one import check_unit, page_of

ROOT = Path(__file__).resolve().parents[2]
BRIEF = ROOT / "nqpterms" / "brief"
SIZE = {"width": 1440, "height": 860}
PICTURE = ROOT / "docs" / "report.webp"


def main() -> None:
    zh, en = (
        replace(read(BRIEF / name), name=name)
        for name in ("brief.zh.md", "brief.en.md")
    )
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = Path(folder) / "report.html"
        result = check_unit(unit_of(en, zh), Project())
        path.write_text(page_of([result], Project()), encoding="utf-8")
        page = browser.new_page(viewport=SIZE)
        page.goto(path.as_uri())
        page.keyboard.press("n")
        page.keyboard.press("n")
        camera = page.context.new_cdp_session(page)
        shot = camera.send(
            "Page.captureScreenshot", {"format": "webp", "quality": 80}
        )
        PICTURE.write_bytes(base64.b64decode(shot["data"]))
    print(
        f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size / 1000:.0f} kB"
    )


if __name__ == "__main__":
    main()
