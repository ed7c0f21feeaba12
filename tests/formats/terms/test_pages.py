"""The glossary as a page: ordered, linked, and nothing in it is taken for markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from nqpterms.formats.terms.pages import (
    as_html,
    as_markdown,
    by_pinyin,
    by_subject,
    dump,
)
from nqpterms.model.termbase import Concept, Context, Definition, Term, TermBase


def concept(name: str, zh: str, en: str, subject: str = "") -> Concept:
    return Concept(
        name,
        (Term(zh, "zh-Hans", "preferred"), Term(en, "en")),
        subject=subject,
    )


BASE = TermBase(
    (
        concept("new-energy", "新能源", "new energy", "energy"),
        concept("pf", "生产力", "productive forces", "economy"),
        concept("hr", "人力资源", "human resources", "economy"),
        concept("ai", "AI时代", "the age of AI"),
        Concept("gdp", (Term("GDP", "en"), Term("GNP", "en", "deprecated"))),
    ),
    "terms",
)


def test_subjects_are_in_order_and_their_entries_by_pinyin() -> None:
    heads = {
        name: [e.head for e in found]
        for name, found in by_subject(BASE).items()
    }
    assert heads == {
        "economy": ["人力资源", "生产力"],
        "energy": ["新能源"],
        "Other": ["AI时代", "GDP"],
    }
    letters = {
        letter: [e.head for e in found]
        for letter, found in by_pinyin(BASE).items()
    }
    assert letters == {
        "A": ["AI时代"],
        "R": ["人力资源"],
        "S": ["生产力"],
        "X": ["新能源"],
    }


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_a_page_says_what_a_concept_holds(tmp_path: Path, suffix: str) -> None:
    rich = Concept(
        "npf",
        (
            Term(
                "新质生产力",
                "zh-Hans",
                "preferred",
                reading="Xīnzhì shēngchǎnlì",
            ),
            Term(
                "NPF",
                "en",
                "admitted",
                notes=("plural",),
                sources=("a report",),
            ),
            Term(
                "new quality",
                "en",
                "deprecated",
                contexts=(Context("in use", "p. 1"),),
            ),
        ),
        definitions=(Definition("led by innovation", "en", "a law"),),
        related=("pf",),
    )
    dump(TermBase((rich,)), tmp_path / f"t.{suffix}", title="Our terms")
    text = (tmp_path / f"t.{suffix}").read_text("utf-8")
    for said in (
        "Our terms",
        "Xīnzhì shēngchǎnlì",
        "NPF (en, admitted)",
        "new quality (en, dep",
    ):
        assert said in text
    for said in (
        "plural",
        "a report",
        "in use",
        "led by innovation (a law)",
        "related: pf",
    ):
        assert said in text


def test_the_page_is_whole_links_lead_somewhere_and_nothing_is_loaded() -> None:
    page = html.fromstring(as_html(BASE, "Terms"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(
        ids
    )
    assert not page.xpath("//script | //link | //img | //@src")


HOSTILE = "</style><script>alert(1)</script>\"'&\x00*[a](b)`|"


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    base = TermBase(
        (concept("x", f"甲{HOSTILE}", HOSTILE, HOSTILE),), HOSTILE, HOSTILE
    )
    dump(base, tmp_path / "t.html")
    text = (tmp_path / "t.html").read_text("utf-8")
    assert "<script" not in text
    assert "\x00" not in text
    assert "&lt;script&gt;" in text
    written = as_markdown(base, HOSTILE)
    assert "<script" not in written.replace("\\<script", "")
    assert "[a](b)" not in written


def test_the_same_base_gives_the_same_page(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        dump(BASE, tmp_path / name, title="t")
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
