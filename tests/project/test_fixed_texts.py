"""What a fix leaves behind is what a careful editor writes, or the text as it was."""

from __future__ import annotations

from fixable_texts import (
    NEW,
    OLD,
    FixableText,
    base_of,
    fixable_texts,
    trap_texts,
)
from hypothesis import given, settings

from nqpterms.checks.registry import check_document
from nqpterms.matching.matcher import Matcher
from nqpterms.model.findings import Finding
from nqpterms.project.fixing import settled
from nqpterms.readers.reading import read_text


def text_fixed(example: FixableText) -> str:
    """The text of an example as a fix leaves it."""
    matcher = Matcher(example.base)

    def check(text: str) -> list[Finding]:
        return check_document(
            read_text(text, name="a.md", type="markdown"), matcher
        )

    return settled(example.before, check)


@given(fixable_texts())
@settings(deadline=None)
def test_a_fix_writes_what_an_editor_would(example: FixableText) -> None:
    assert text_fixed(example) == example.after


@given(trap_texts())
@settings(deadline=None)
def test_what_a_fix_would_spoil_is_left_alone(example: FixableText) -> None:
    assert text_fixed(example) == example.before


@given(fixable_texts())
@settings(deadline=None)
def test_a_fixed_text_stays_as_it_is(example: FixableText) -> None:
    once = text_fixed(example)
    assert text_fixed(example._replace(before=once)) == once


def test_an_acronym_that_the_document_explains_is_somebody_elses() -> None:
    base = base_of(OLD[0]._replace(one="QRP"), NEW[0])
    text = "The QRP grows.\n\nThe Quiet Road Party (QRP) met."
    assert text_fixed(FixableText(base, text, text)) == text
    assert (
        text_fixed(FixableText(base, "The QRP grows.", ""))
        == "The rural district grows."
    )
