"""The words that people chose stand there in the end, with the article that they want."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.model.findings import Finding, Quote
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.decisions import decide, load_decisions, with_decided_fix
from nqpterms.project.fixing import fixed
from nqpterms.project.project import Project
from nqpterms.run.inputs import find_units
from nqpterms.run.many import fix_units
from nqpterms.run.one import check_unit


@pytest.mark.parametrize(
    ("text", "matched", "chosen", "result"),
    [
        ("It is a mill.", "mill", "old works", "It is an old works."),
        ("An oven is hot.", "oven", "kiln", "A kiln is hot."),
        ("It is a mill.", "mill", "works", "It is a works."),
        ("Mills turn.", "Mills", "works", "Works turn."),
        ("He sees a FAQ page.", "FAQ page", "SQL page", "He sees a SQL page."),
    ],
)
def test_words_that_were_chosen(text: str, matched: str, chosen: str, result: str) -> None:
    start = text.index(matched)
    span = Span(start, start + len(matched))
    finding = Finding(
        "T101",
        "warning",
        "m",
        matched=matched,
        span=span,
        fix="other",
        target_quote=Quote(text, span),
    )
    assert fixed(text, [with_decided_fix(finding, chosen)]) == result


def test_nothing_but_what_was_decided_is_changed(tmp_path: Path) -> None:
    terms = (
        Term("茶园", "zh"),
        Term("tea garden", "en", "preferred"),
        Term("tea plantation", "en", "admitted"),
        Term("tea yard", "en", "deprecated"),
    )
    project = Project(terms=TermBase((Concept("tea", terms),)))
    text = tmp_path / "a.en.md"
    text.write_text(
        "# On tea\n\nA tea yard is here.\n\nThat tea yard is there.\n", encoding="utf-8"
    )
    [unit] = find_units([text])
    findings = list(check_unit(unit, project).findings)
    assert [finding.fix for finding in findings] == ["tea garden", "tea garden"]
    decisions = tmp_path / "nqpterms-decisions.jsonl"
    decide(findings[1:], "fixed", decisions, rendering="tea plantation")
    decided = Project(terms=TermBase((Concept("tea", terms),)), decisions=load_decisions(decisions))
    list(fix_units([unit], decided, write=True, decided_only=True))
    assert text.read_text(encoding="utf-8").splitlines()[2:] == [
        "A tea yard is here.",
        "",
        "That tea plantation is there.",
    ]
