"""The card of a term under the cursor, in Markdown: what it is, how to render it, what to avoid.

text, position ──hover_card──▶ TermCard
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from nqpterms.formats.results.decision_words import note_text
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.matcher import Match, TermFinder
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, Concept, Term, is_language
from nqpterms.servers.editor.drafts import CheckedDraft

# Code points to either side of the cursor in which its term stands.
_REACH = 200
_MOST_RENDERINGS = 8
_MOST_SOURCES = 2
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


class TermCard(Struct, frozen=True):
    """What is shown at a place, as Markdown, and the span of the text that it is about."""

    markdown: str
    span: Span


def hover_card(
    checked: CheckedDraft | None, text: str, at: int, terms: TermFinder
) -> TermCard | None:
    """What is to be said of the place *at* of a text: its findings, then its term."""
    findings = [] if checked is None else list(_findings_at(checked, at))
    match = term_at(text, at, terms)
    if not findings and match is None:
        return None
    parts = [_plain(note_text(finding)) for finding, _ in findings]
    if match is not None:
        concepts = dict.fromkeys(
            reading.concept.id for reading in match.candidates
        )
        for reading in match.candidates:
            if reading.concept.id in concepts:
                del concepts[reading.concept.id]
                parts.append(term_card(reading.term, reading.concept))
    span = match.span if match else findings[0][1]
    return TermCard("\n\n---\n\n".join(parts), span)


def term_at(text: str, at: int, terms: TermFinder) -> Match | None:
    """The longest term round a place of a text, with its span there."""
    begin = max(0, at - _REACH)
    window = text[begin : at + _REACH]
    matches = terms.within([window]).find(window)
    for match in matches:
        start, end = match.span.start + begin, match.span.end + begin
        if start <= at < end or at == end == len(text):
            return match._replace(span=Span(start, end))
    return None


def term_card(term: Term, concept: Concept) -> str:
    """One concept for a reader, from one of its terms.

    >>> force = Term("生产力", "zh-Hans"), Term("productive forces", "en", "preferred")
    >>> print(term_card(force[0], Concept("force", force)))
    **生产力**
    <BLANKLINE>
    - **productive forces** (preferred)
    <BLANKLINE>
    `force`
    """
    blocks = [_headline(term)]
    blocks.append("\n".join(_rendering_lines(term, concept)))
    blocks += [_plain(definition.text) for definition in concept.definitions]
    blocks += [_plain(note) for note in (*concept.notes, *term.notes)]
    sources = list(dict.fromkeys(concept.sources + term.sources))[
        :_MOST_SOURCES
    ]
    about = [f"`{concept.id}`", *map(_plain, sources)]
    return "\n\n".join(
        [block for block in blocks if block] + [" · ".join(about)]
    )


def _headline(term: Term) -> str:
    """The term itself, with its status where it has one."""
    facts = [fact for fact in (term.status, term.type, term.reading) if fact]
    brackets = f" ({', '.join(map(_plain, facts))})" if facts else ""
    return f"**{_plain(term.text)}**{brackets}"


def _rendering_lines(term: Term, concept: Concept) -> Iterator[str]:
    """The terms of the other language, and where a term is discouraged those of its own."""
    language = "zh" if is_language(term.lang, "zh") else "en"
    across = "en" if language == "zh" else "zh"
    instead = (
        concept.preferred(language) if term.status in DISCOURAGED else None
    )
    if instead:
        yield f"- use **{_plain(instead)}**"
    yield from _usable_lines(concept.renderings(across))
    for rendering in concept.terms_in(across):
        if rendering.status in DISCOURAGED:
            yield f"- ~~{_plain(rendering.text)}~~ ({rendering.status})"


def _usable_lines(usable: Sequence[Term]) -> Iterator[str]:
    """The renderings to use, the best first and in bold, and how many more there are."""
    for number, rendering in enumerate(usable[:_MOST_RENDERINGS]):
        status = f" ({rendering.status})" if rendering.status else ""
        words = _plain(rendering.text)
        yield f"- **{words}**{status}" if number == 0 else f"- {words}{status}"
    if len(usable) > _MOST_RENDERINGS:
        yield f"- and {len(usable) - _MOST_RENDERINGS} more"


def _findings_at(
    checked: CheckedDraft, at: int
) -> Iterator[tuple[Finding, Span]]:
    for placed in checked.findings:
        if placed.span.start <= at < placed.span.end:
            yield placed.finding, placed.span


def _plain(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", one_line(text))
