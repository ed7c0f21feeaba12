"""Pages for the browser: the demo, one that means harm, and those that have little to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from report.browser import chromium

from nqpterms.formats.registry import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.readers.reading import read, read_text
from nqpterms.run.pipeline import page_of

BRIEF = Path(__file__).parents[2] / "nqpterms" / "brief"
HARM = (
    "<img src=x onerror=alert(1)> </script><script>alert(2)</script> \u2028 \u202eabc "
    "\"><svg onload=alert(3)> {{ 7*7 }} ' onmouseover=alert(4)"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports by name, each a file."""
    folder = tmp_path_factory.mktemp("pages")
    zh, en = (replace(read(BRIEF / name), name=name) for name in ("brief.zh.md", "brief.en.md"))
    ours = Matcher(load_terms())
    other = read_text(
        "# On Mills\n\nNew quality productivity is not new quality productive forces.\n",
        name="mills.en.md",
        type="markdown",
    )
    plain_zh = read_text("# 茶\n\n山上有一座茶园。\n", name="tea.zh.md", type="markdown")
    plain_en = read_text("# Tea\n\nThere is a garden on it.\n", name="tea.en.md", type="markdown")
    long = "山上有一座茶园，茶农每天上山采茶。" * 20
    evil_zh = read_text(
        f"一、茶\n\n喝茶{HARM}。{long}\n\n二、{HARM}\n\n{long}\n", name=f"z{HARM}.txt"
    )
    evil_en = read_text(
        f"1. Tea\n\nDrink char {HARM}.\n\n2. {HARM}\n\nTea, char.\n", name=f"e{HARM}.txt"
    )
    made = {
        "demo": page_of((en, zh), matcher=ours)[1],
        "one text": page_of((en,), matcher=ours)[1],
        "comparison": page_of((en, other), matcher=ours)[1],
        "nothing": page_of((plain_en, plain_zh), matcher=Matcher(TermBase()))[1],
        "harm": page_of((evil_en, evil_zh), matcher=Matcher(harmful_terms()))[1],
        "harm compared": page_of(
            (evil_en, replace(evil_en, name="b")), matcher=Matcher(harmful_terms())
        )[1],
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def harmful_terms() -> TermBase:
    """A term base whose every field would do harm if it were believed."""
    terms = (
        Term("茶", "zh-Hans", notes=(HARM,), sources=("javascript:alert(5)",)),
        Term("tea", f'en"{HARM}', "preferred", sources=(f"https://example.org/{HARM}",)),
        Term("tea", "en", "preferred", sources=("https://example.org/a", HARM)),
        Term("char", "en", "deprecated", notes=(HARM,)),
    )
    definition = Definition(HARM, f'en"{HARM}', "javascript:alert(6)")
    return TermBase(
        (Concept(f"tea{HARM}", terms, HARM, (definition,), sources=("data:text/html,x",)),)
    )
