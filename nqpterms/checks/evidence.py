"""Why a term that seems to be missing may be rendered after all.

    DocumentView ──missing_terms──▶ MissingTerms, each with a reason or none

The census knows what stands in a row; the evidence looks at the rows around it, at the document's
habits and at the words. It lowers a finding to information and says why; it never silences it. What
a text does often is no evidence: a wrong rendering that is repeated stays wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.checks.defined_acronyms import acronym_places, definitions
from nqpterms.checks.longer_words import other_reading
from nqpterms.checks.loose_renderings import loose_rendering
from nqpterms.checks.view import DocumentView, blotted
from nqpterms.checks.wording import discouraged_reading
from nqpterms.lang.normal_form import flatten
from nqpterms.matching.matcher import Match
from nqpterms.model.places import Span
from nqpterms.renderings.census import Rendering, acceptable_terms
from nqpterms.renderings.rows import Row

_OFTEN = 30  # occurrences from which a habit of rendering can be told (facts of ten reports)
_NEARLY_ALWAYS = 0.9  # share of them that are rendered
_SURE = 0.5  # confidence of an alignment under which a missing term may be a wrong pair
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^a-z0-9\s]")
_CAPITAL = re.compile(r"(?<![^\W_])[A-Z][A-Za-z&]+")
_HOLE = re.compile(r"\b(?:of|in|for|from|with|by|the|an?) ?(?=[.,;:]|\s*$)")
_INSIDE = "its rendering stands there only as a part of another term's"


class MissingTerm(Struct, frozen=True):
    """A place of a source term for which no term of the base stands in its row.

    `rendering` is the census's, with the reason why it may be rendered all the same ("" for none);
    `expected` are the texts that would do, `taken` is where the row's other places are rendered.
    """

    row: Row
    rendering: Rendering
    expected: tuple[str, ...]
    taken: tuple[Span, ...] = ()

    @property
    def surface(self) -> str:
        """The term as it stands in the source."""
        return self.rendering.source.span.of(self.row.source_text)


class _Habits(Struct, frozen=True):
    """How one document treats each concept, counted in rows.

    `sought` counts the rows whose source names it and `answered` those of them that render it;
    `unasked` the rows that have its rendering without its source.
    """

    sought: Counter[str]
    answered: Counter[str]
    unasked: Counter[str]


_OfTexts = Callable[[Row, Rendering, Sequence[Rendering]], str]
"""What the texts of a row say of one of its renderings, beside all of them."""


class _SilenceEvidence(Struct, frozen=True):
    """What speaks of missing terms: habits of the document, and what the texts themselves say."""

    habits: _Habits
    loose: _OfTexts
    reading: _OfTexts


def missing_terms(view: DocumentView) -> list[MissingTerm]:
    """Every place of a source term that none of its terms renders, once a concept and row."""
    rows = view.rows
    evidence = _SilenceEvidence(
        _habits(rows), _once_a_text(loose_rendering), _once_a_text(_reading)
    )
    missing = []
    definitions_here = view.once(definitions)
    for number, row in enumerate(rows):
        concepts = {
            reading.concept.id
            for _, reading in acronym_places(row, definitions_here)
        }
        for silent in _silent(row, view.census[number]):
            if not silent.source.concepts.isdisjoint(concepts):
                continue  # T101 speaks of the acronym that stands there
            terms = acceptable_terms(silent.source, row.side)
            expected = tuple(term.text for term in terms)
            reason = _INSIDE
            if silent.how != "inside":
                reason = _reason(view, number, silent, expected, evidence)
            rendering = (
                replace(silent, how="weak", reason=reason) if reason else silent
            )
            elsewhere = _rendered_elsewhere(view.census[number], silent)
            missing.append(MissingTerm(row, rendering, expected, elsewhere))
    return missing


def _rendered_elsewhere(
    renderings: Sequence[Rendering], silent: Rendering
) -> tuple[Span, ...]:
    """Where the other places of a row are rendered."""
    return tuple(
        one.span
        for one in renderings
        if one is not silent and one.span is not None
    )


def _silent(row: Row, renderings: Sequence[Rendering]) -> Iterator[Rendering]:
    """The renderings of places for which nothing acceptable stands there and nobody else speaks.

    Of a discouraged term T101 and T205 speak; where it is excused by another concept they do not.
    """
    for rendering in renderings:
        is_excused = rendering.how == "discouraged" and not is_reported(
            row, rendering
        )
        if is_excused or rendering.how in ("nothing", "parts", "inside"):
            yield rendering


def is_reported(row: Row, rendering: Rendering) -> bool:
    """Whether the discouraged term that answers a place is one of the findings on wording."""
    for match in row.target_terms:
        if match.span == rendering.span:
            reading = discouraged_reading(match, row.sought)
            return (
                reading is not None
                and reading.concept.id == rendering.concept.id
            )
    return False


def _habits(rows: Sequence[Row]) -> _Habits:
    """How a document treats the concepts of the term base."""
    return _Habits(
        Counter(chain.from_iterable(row.sought for row in rows)),
        Counter(chain.from_iterable(row.sought & row.rendered for row in rows)),
        Counter(
            chain.from_iterable(row.rendered - row.present for row in rows)
        ),
    )


def _reason(
    view: DocumentView,
    number: int,
    silent: Rendering,
    expected: Sequence[str],
    evidence: _SilenceEvidence,
) -> str:
    """What speaks against calling a term of a row missing; "" where nothing does."""
    rows, source, habits = view.rows, silent.source, evidence.habits
    row = rows[number]
    if source.span.of(row.source_text) in row.text:
        return ""  # left in Chinese: nothing excuses that
    if row.segment.confidence < _SURE:
        return "the alignment is uncertain here"
    loose = evidence.loose(row, silent, view.census[number])
    if loose:
        return loose
    neighbours = [
        rows[n] for n in (number - 1, number + 1) if 0 <= n < len(rows)
    ]
    if _is_shifted(neighbours, source, habits) or _is_exchanged(
        row, neighbours, source
    ):
        return "a neighbouring segment has it"
    other = evidence.reading(row, silent, view.census[number])
    if other:
        return f"the Chinese may be read as {other}"
    if _is_elided(row, source, expected, habits):
        return "it is nearly always rendered and may be understood here"
    return ""


def _reading(
    row: Row, silent: Rendering, _renderings: Sequence[Rendering]
) -> str:
    return other_reading(row, silent.source)


def _once_a_text(work: _OfTexts) -> _OfTexts:
    """The same, worked out once for all rows of the same texts: these share their renderings."""
    answers: dict[int, str] = {}  # by rendering, as long as the census holds it

    def answer(
        row: Row, silent: Rendering, renderings: Sequence[Rendering]
    ) -> str:
        key = id(silent)
        if key not in answers:
            answers[key] = work(row, silent, renderings)
        return answers[key]

    return answer


def _is_shifted(
    neighbours: Sequence[Row], source: Match, habits: _Habits
) -> bool:
    """Whether the rendering stands in a neighbouring row, and there alone, without its source."""
    for row in neighbours:
        unasked = source.concepts & (row.rendered - row.present)
        if any(habits.unasked[concept] == 1 for concept in unasked):
            return True
    return False


def _is_exchanged(row: Row, neighbours: Sequence[Row], source: Match) -> bool:
    """Whether two neighbouring rows have each other's translation.

    The other row has the rendering and not its source, and this one the same of a term that the
    other lacks.
    """
    here = row.rendered - row.present
    if not here:
        return False
    for neighbour in neighbours:
        there = neighbour.rendered - neighbour.present
        if source.concepts & there and here & (
            neighbour.sought - neighbour.rendered
        ):
            return True
    return False


def _is_elided(
    row: Row, source: Match, expected: Sequence[str], habits: _Habits
) -> bool:
    """Whether a name that is nearly always rendered is left out, with nothing in its place.

    In its place may stand any capitalised word that no other term of the source accounts for, a
    word of the name, or the source's own characters; a preposition without its noun shows that it
    was cut out: "the mission of."
    """
    if not any(
        _is_nearly_always_rendered(concept, habits)
        for concept in source.concepts
    ):
        return False
    if not all(text[0].isupper() for text in expected):
        return False
    if _HOLE.search(row.text):
        return False
    rest = _without(row, row.present)
    words_of_name = {
        word for text in expected for word in _TOKEN.findall(_folded(text))
    }
    words = [word for word in _TOKEN.findall(_folded(rest)) if len(word) > 2]
    if not words_of_name.isdisjoint(words):
        return False
    if not set(source.span.of(row.source_text)).isdisjoint(row.text):
        return False
    return all(
        _starts_sentence(rest, capital.start())
        for capital in _CAPITAL.finditer(rest)
    )


def _is_nearly_always_rendered(concept: str, habits: _Habits) -> bool:
    times = habits.sought[concept]
    return (
        times >= _OFTEN and habits.answered[concept] >= _NEARLY_ALWAYS * times
    )


def _without(row: Row, concepts: frozenset[str]) -> str:
    """The text of a row with the terms of some concepts blotted out."""
    return blotted(
        row.text,
        [term.span for term in row.target_terms if term.concepts & concepts],
    )


def _starts_sentence(text: str, position: int) -> bool:
    """Whether a capital is due to the beginning of a sentence, a heading or a list item."""
    before = text[:position].rstrip(" \"'“‘(#-•*")
    return not before or before[-1] in ".:;!?\n"


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The flat text in small letters."""
    return flatten(text).folded
