"""How large a report is and how soon it answers a click in Chromium.

    python tests/bench/report_bench.py PAGE | ZH EN [--times N]

*PAGE* or *ZH EN* are files as ``nqpterms align`` takes them; ``--times`` repeats both texts, to
make a long pair of them (paragraphs are numbered, so that no two are the same). Prints one line:
pages of 500 English words, megabytes, seconds to write the report, seconds from opening it until
the first click is answered (a card is open and laid out) and how many of these the page's process
computed, seconds of a search and of the next finding. The best of three: other work on the machine
is in all of them but the seconds of CPU.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from report.browser import chromium

from nqpterms.project.project import Project
from nqpterms.readers.reading import read_text
from nqpterms.run.inputs import find_units, unit_of
from nqpterms.run.one import check_unit, page_of, pair_of

ROUNDS = 3
WORDS = 500  # English words of a printed page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    (unit,) = find_units(options.paths, in_pairs=True)
    zh, en = pair_of(unit)
    if options.times > 1:
        zh, en = (
            read_text(repeated(d.text, options.times, d.lang), name=d.name)
            for d in (zh, en)
        )
    words = len(en.text.split())
    began = time.process_time()
    project = Project()
    result = check_unit(unit_of(en, zh), project)
    html = page_of([result], project)
    findings = list(result.findings)
    written = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8")
        size = path.stat().st_size / 1e6
        clicked, cpu, searched, stepped = (
            min(times) for times in zip(*timings(path), strict=True)
        )
    print(
        f"{words / WORDS:.0f} pages, {len(findings)} findings: {size:.2f} MB, "
        f"written in {written:.1f} s CPU, first click answered after {clicked:.2f} s "
        f"({cpu:.2f} s CPU), "
        f"search {searched:.2f} s, next finding {stepped:.2f} s"
    )


def repeated(text: str, times: int, lang: str) -> str:
    """A text several times over, each time as a chapter of its own."""
    chapter = (
        "第{}章 重复\n\n" if lang.startswith("zh") else "Chapter {}: Again\n\n"
    )
    return "\n\n".join(chapter.format(n + 1) + text for n in range(times))


def timings(path: Path) -> list[tuple[float, ...]]:
    """Seconds to the first click answered, those of CPU among them, of a search, to a finding."""
    found = []
    with chromium() as browser:
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1500, "height": 1000})
            meter = page.context.new_cdp_session(page)
            meter.send("Performance.enable")
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            clicked = page.evaluate(CLICK)
            metrics = {
                m["name"]: m["value"]
                for m in meter.send("Performance.getMetrics")["metrics"]
            }
            searched = page.evaluate(SEARCH)
            stepped = page.evaluate(STEP)
            cpu = metrics["ProcessTime"]
            found.append((clicked / 1000, cpu, searched / 1000, stepped / 1000))
            page.close()
    return found


CLICK = """() => { document.querySelector('#text a.t').click(); document.body.offsetHeight;
  const t = performance.now(); if (!card.open) throw new Error('no card');
  card.close(); return t; }"""
SEARCH = """() => { const t = performance.now(); fields.query.value = '經濟'; applyFilters();
  document.body.offsetHeight; const s = performance.now() - t; setFilters({}); return s; }"""
STEP = """() => { const t = performance.now(); stepFinding(1); document.body.offsetHeight;
  return performance.now() - t; }"""


if __name__ == "__main__":
    main()
