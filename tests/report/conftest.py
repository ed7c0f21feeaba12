"""Pages for the browser: the demo, one that means harm, and those that have little to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.project.project import Project
from nqpterms.readers.reading import read, read_text
from nqpterms.run.inputs import Unit, unit_of
from nqpterms.run.one import check_unit, page_of

BRIEF = Path(__file__).parents[2] / "nqpterms" / "brief"
HARM = (
    "<img src=x onerror=alert(1)> </script><script>alert(2)</script> \u2028 \u202eabc "
    "\"><svg onload=alert(3)> {{ 7*7 }} ' onmouseover=alert(4)"
)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports by name, each a file."""
    folder = tmp_path_factory.mktemp("pages")
    zh, en = (
        replace(read(BRIEF / name), name=name)
        for name in ("brief.zh.md", "brief.en.md")
    )
    ours, harmful = Project(), Project(terms=harmful_terms())
    other = read_text(
        "# On Mills\n\nNew quality productivity is not new quality productive forces.\n",
        name="mills.en.md",
        type="markdown",
    )
    plain_zh = read_text(
        "# 茶\n\n山上有一座茶园。\n", name="tea.zh.md", type="markdown"
    )
    plain_en = read_text(
        "# Tea\n\nThere is a garden on it.\n", name="tea.en.md", type="markdown"
    )
    long = "山上有一座茶园，茶农每天上山采茶。" * 20
    evil_zh = read_text(
        f"一、茶\n\n喝茶{HARM}。{long}\n\n二、{HARM}\n\n{long}\n",
        name=f"z{HARM}.txt",
    )
    evil_en = read_text(
        f"1. Tea\n\nDrink char {HARM}.\n\n2. {HARM}\n\nTea, char.\n",
        name=f"e{HARM}.txt",
    )
    made = {
        "demo": page(ours, unit_of(en, zh)),
        "one text": page(ours, unit_of(en)),
        "comparison": page(ours, unit_of(en), unit_of(other)),
        "nothing": page(Project(terms=TermBase()), unit_of(plain_en, plain_zh)),
        "harm": page(harmful, unit_of(evil_en, evil_zh)),
        "harm compared": page(
            harmful, unit_of(evil_en), unit_of(replace(evil_en, name="b"))
        ),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def page(project: Project, *units: Unit) -> str:
    """The page that shows the findings of some units."""
    return page_of([check_unit(unit, project) for unit in units], project)


def harmful_terms() -> TermBase:
    """A term base whose every field would do harm if it were believed."""
    terms = (
        Term("茶", "zh-Hans", notes=(HARM,), sources=("javascript:alert(5)",)),
        Term(
            "tea",
            f'en"{HARM}',
            "preferred",
            sources=(f"https://example.org/{HARM}",),
        ),
        Term("tea", "en", "preferred", sources=("https://example.org/a", HARM)),
        Term("char", "en", "deprecated", notes=(HARM,)),
    )
    definition = Definition(HARM, f'en"{HARM}', "javascript:alert(6)")
    return TermBase(
        (
            Concept(
                f"tea{HARM}",
                terms,
                HARM,
                (definition,),
                sources=("data:text/html,x",),
            ),
        )
    )
