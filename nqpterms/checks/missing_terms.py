"""T201 to T203: whether the terms of the source are rendered.

The census says which places have no answer; the evidence says which of them may be rendered after
all. A place that the census calls "repeated" is spoken of once in its row, one that is answered
"elsewhere" is counted by T203.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nqpterms.checks.evidence import MissingTerm, missing_terms
from nqpterms.checks.official_wordings import is_official_wording
from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    finding_again,
    finding_in,
)
from nqpterms.checks.words_in_place import words_in_place
from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding, Standing
from nqpterms.model.places import Span
from nqpterms.renderings.census import Rendering, acceptable_terms
from nqpterms.renderings.rows import Row
from nqpterms.terms.bundled import BUNDLED

if TYPE_CHECKING:
    from nqpterms.renderings.finding import Counterpart


def _t201(view: DocumentView) -> Iterator[Finding]:
    """A source term is rendered by none of its terms."""
    of_texts: dict[
        tuple[int, int], Finding
    ] = {}  # rows of the same texts share what is in them
    for missing, words in _missing_with_words(view):
        if missing.rendering.reason:
            continue
        key = (id(missing.rendering.source), id(words))
        if key in of_texts and missing.row.segment.row is not None:
            yield finding_again(of_texts[key], missing.row)
            continue
        is_wording = view.base.name == BUNDLED and is_official_wording(
            missing, words
        )
        of_texts[key] = _unrendered(missing, words, is_wording=is_wording)
        yield of_texts[key]


def _t202(view: DocumentView) -> Iterator[Finding]:
    """There is only weak evidence that a source term is rendered."""
    for missing, words in _missing_with_words(view):
        if missing.rendering.reason:
            yield _unrendered(missing, words)


def _t203(view: DocumentView) -> Iterator[Finding]:
    """A source term has fewer renderings in a segment than it has places."""
    for row, renderings in zip(view.rows, view.census, strict=True):
        if len(renderings) < 2:
            continue
        if any(rendering.how == "elsewhere" for rendering in renderings):
            yield from _fewer(row, renderings)


def _missing_with_words(
    view: DocumentView,
) -> Iterator[tuple[MissingTerm, Counterpart | None]]:
    """The missing terms, each with what stands in its place."""
    return zip(view.once(missing_terms), view.once(words_in_place), strict=True)


def _unrendered(
    missing: MissingTerm, words: Counterpart | None, *, is_wording: bool = False
) -> Finding:
    """The finding that a term of the source has no rendering; *words* stand in its place."""
    row, source, reason = (
        missing.row,
        missing.rendering.source,
        missing.rendering.reason,
    )
    term = source.candidates[0].term.text
    at = row.text.find(source.span.of(row.source_text))
    untranslated = (
        Span(at, at + source.span.end - source.span.start) if at >= 0 else None
    )
    fault = (
        "is left untranslated"
        if untranslated
        else "is not rendered by its term"
    )
    message = f"{term} {fault}: expected “{missing.expected[0]}”"
    stands: Standing | None = None
    if words and words.span and not untranslated:
        stands = Standing(words.span.of(row.text), words.span, words.score)
        message = f"{message}, “{one_line(stands.text)}” stands there"
    if reason:
        message = f"{message}, but {reason}"
    elif source.is_everyday:
        message = f"{message}, but it is an everyday word"
    elif is_wording:
        message = f"{message}, but official texts have such wordings"
    is_known = bool(reason) or source.is_everyday or is_wording
    verdict = Verdict(
        "T202" if reason else "T201",
        "info" if is_known else "warning",
        message,
        expected=missing.expected,
        group=term,
        stands=stands,
    )
    return finding_in(row, verdict, span=untranslated, source=source)


def _fewer(row: Row, renderings: tuple[Rendering, ...]) -> Iterator[Finding]:
    """The findings that some places of a term have no rendering, or a pronoun for one."""
    places: dict[str, list[Rendering]] = defaultdict(list)
    for rendering in renderings:
        places[rendering.concept.id].append(rendering)
    for group in places.values():
        if all(rendering.how != "elsewhere" for rendering in group):
            continue
        source = group[0].source
        term = source.candidates[0].term.text
        answers = sum(rendering.term is not None for rendering in group)
        verdict = Verdict(
            "T203",
            "info",
            f"{term} stands here {len(group)} times, its terms {answers}",
            expected=tuple(t.text for t in acceptable_terms(source, row.side)),
            group=term,
        )
        yield finding_in(row, verdict, source=source)


CHECKS = (
    Check("T201", "warning", "source", _t201),
    Check("T202", "info", "source", _t202),
    Check("T203", "info", "source", _t203),
)
