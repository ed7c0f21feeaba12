"""The words that people chose stand there in the end, with the article that they want."""

from __future__ import annotations

import pytest

from nqpterms.model.findings import Finding, Quote
from nqpterms.model.places import Span
from nqpterms.project.decisions import with_decided_fix
from nqpterms.project.fixing import fixed


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
def test_words_that_were_chosen(
    text: str, matched: str, chosen: str, result: str
) -> None:
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
