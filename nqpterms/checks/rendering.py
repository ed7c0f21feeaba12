"""T201 to T203: whether the terms of the source are rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nqpterms.checks.reading import Missing, Reading, Row, allowed
from nqpterms.checks.reporting import Verdict, found
from nqpterms.matching.matcher import Match
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span


def t201(reading: Reading) -> Iterator[Finding]:
    """A source term is rendered by none of its terms."""
    return (_unrendered(reading.rows[m.at], m) for m in reading.missing if not m.reason)


def t202(reading: Reading) -> Iterator[Finding]:
    """There is only weak evidence that a source term is rendered."""
    return (_unrendered(reading.rows[m.at], m) for m in reading.missing if m.reason)


def t203(reading: Reading) -> Iterator[Finding]:
    """A source term has fewer renderings in a segment than it has places."""
    for row in reading.rows:
        if len(row.said) < 2:
            continue
        said = Counter(concept for match in row.said for concept in match.concepts)
        many = {concept for concept, count in said.items() if count > 1}
        if many & row.rendered:
            written = Counter(c for match in row.target for c in match.concepts)
            for match in {m.concepts: m for m in reversed(row.said)}.values():
                for concept in (c.concept.id for c in match.candidates):
                    if concept in many and 0 < written[concept] < said[concept]:
                        yield _fewer(row, match, said[concept], written[concept])
                        break


def _unrendered(row: Row, missing: Missing) -> Finding:
    """The finding that a term of the source has no rendering."""
    match, expected = missing.source, missing.expected
    term = match.candidates[0].term.text
    at = row.text.find(match.span.of(row.source_text))
    left = Span(at, at + match.span.end - match.span.start) if at >= 0 else None
    what = "is left untranslated" if left else "is not rendered by its term"
    message = f"{term} {what}: expected “{expected[0]}”"
    if missing.reason:
        verdict = Verdict("T202", "info", f"{message}, but {missing.reason}")
    else:
        verdict = Verdict("T201", "warning", message)
    return found(verdict, row, span=left, source=match, expected=expected, group=term)


def _fewer(row: Row, match: Match, said: int, written: int) -> Finding:
    """The finding that some places of a term have no rendering, or a pronoun for one."""
    term = match.candidates[0].term.text
    verdict = Verdict("T203", "info", f"{term} stands here {said} times, its terms {written}")
    expected = [t.text for c in match.candidates for t in allowed(c.concept, row.side)]
    return found(verdict, row, source=match, expected=expected, group=term)
