"""What stands in the place of a term that is not rendered: the text's own words for it.

    MissingTerms ──words_in_place──▶ Counterparts

The census says which places have no answer; where the words of such a place are, the association of
words says (`renderings/finding.py`), learned from the document itself and from a dictionary. All
places of a term are looked at together: what renders it elsewhere counts here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nqpterms.checks.evidence import MissingTerm, missing_terms
from nqpterms.checks.view import DocumentView
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.loose_forms import loose_form, whole_phrase
from nqpterms.renderings.rows import Row, other

if TYPE_CHECKING:
    from nqpterms.renderings.finding import Counterpart, SoughtPlace

_FEWEST_SEGMENTS = 20  # from which there is something to learn, as for varying terms
_MOST_SEGMENTS = 2000  # that words are learned from: a few seconds
_FEW_SEGMENTS = 300  # of a long bitext, where there is no time
_MOST_ANSWERED = 30  # rendered places of a term that speak for what renders it

_SURE = 0.68  # score of association alone, by eye: two of three below it name other words
_SHORT = 3  # words that association is sure to have found whole
_APART = 4  # words between what association found and the words of a form

_PlaceKey = tuple[int, Span]  # the number of a row, and where a term stands in its source


def words_in_place(view: DocumentView) -> list[Counterpart | None]:
    """What stands for each of the `missing_terms`, None where that is not known.

    The score of a Counterpart is 0–1.
    """
    missing = view.once(missing_terms)
    if not missing:
        return []
    from nqpterms.renderings.finding import counterparts_by_term  # with numpy
    from nqpterms.renderings.linked_blocks import learn_renderings

    number_of = {id(row): number for number, row in enumerate(view.rows)}
    keys = [(number_of[id(one.row)], one.rendering.source.span) for one in missing]
    keys_by_concept = _places_of(view, {one.rendering.concept.id for one in missing}, set(keys))
    terms = [[_sought(view, key) for key in places] for places in keys_by_concept]
    model = learn_renderings(_lessons(view, {number for number, _ in keys}))
    words: dict[_PlaceKey, Counterpart] = {}
    found = counterparts_by_term(terms, side=other(view.rows[0].side), model=model)
    for places, counterparts in zip(keys_by_concept, found, strict=True):
        words |= zip(places, counterparts, strict=True)
    whole_words: dict[tuple[int, Span, int], Counterpart | None] = {}  # of a bitext's repetitions
    counterparts_of_missing: list[Counterpart | None] = []
    for one, key in zip(missing, keys, strict=True):
        number, span = key
        text_key = (view.firsts[number], span, id(words[key]))
        if text_key not in whole_words:
            whole_words[text_key] = _whole_words(view, one, words[key], key)
        counterparts_of_missing.append(whole_words[text_key])
    return counterparts_of_missing


def _whole_words(
    view: DocumentView, missing: MissingTerm, words: Counterpart, key: _PlaceKey
) -> Counterpart | None:
    """What stands for a missing term, as far as it reaches; None where nothing is sure enough.

    Association tells where a term is and seldom where it ends; the words of its forms tell that.
    """
    row, others = missing.row, _sought(view, key).others
    if row.side == "zh":
        return words if words.score >= _SURE else None
    loose = loose_form(row.text, missing.expected, others)
    if loose is None:
        if words.span is None or words.score < _SURE:
            return None
        return replace(words, span=whole_phrase(row.text, words.span, missing.expected, others))
    span = loose.span
    if words.span and loose.share < 1 and _is_beside(words.span, span, row.text):
        start, end = min(span.start, words.span.start), max(span.end, words.span.end)
        span = Span(start, end)
    span = whole_phrase(row.text, span, missing.expected, others)
    return replace(words, span=span, score=round(max(loose.share, words.score), 3))


def _is_beside(one: Span, two: Span, text: str) -> bool:
    """Whether *one*, which is short, overlaps another stretch or stands few words apart from it."""
    if len(one.of(text).split()) > _SHORT:
        return False
    between = text[min(one.end, two.end) : max(one.start, two.start)]
    if any(sign in between for sign in ".;:,"):
        return False
    return len(between.split()) <= _APART


def _places_of(
    view: DocumentView, concepts: set[str], wanted: set[_PlaceKey]
) -> list[list[_PlaceKey]]:
    """The places of each concept: all that are wanted, and some that are rendered."""
    by_concept: dict[str, list[_PlaceKey]] = {concept: [] for concept in sorted(concepts)}
    answered = dict.fromkeys(by_concept, 0)
    for number, renderings in enumerate(view.census):
        for rendering in renderings:
            concept, key = rendering.concept.id, (number, rendering.source.span)
            if concept not in by_concept:
                continue
            if key not in wanted:
                answered[concept] += 1
                if rendering.span is None or answered[concept] > _MOST_ANSWERED:
                    continue
            by_concept[concept].append(key)
    return list(by_concept.values())


def _sought(view: DocumentView, key: _PlaceKey) -> SoughtPlace:
    """A place of a term, with what is known of its row."""
    from nqpterms.renderings.finding import SoughtPlace

    number, span = key
    answer: Span | None = None
    others = []
    for rendering in view.census[number]:
        if rendering.source.span == span:
            answer = rendering.span
        elif rendering.span:
            others.append(rendering.span)
    return SoughtPlace(view.rows[number].segment, span, answer, tuple(others))


def _lessons(view: DocumentView, numbers: set[int]) -> Iterator[Segment]:
    """The segments of a document that teach which words translate which.

    Without time these are some of the rows of which *numbers* are given. A text of few rows teaches
    nothing: in a single pair every word goes with every other, and the dictionary knows better.
    """
    if len(view.rows) < _FEWEST_SEGMENTS:
        return
    rows: Sequence[Row] = view.rows[:_MOST_SEGMENTS]
    if not view.has_time:
        rows = [view.rows[number] for number in sorted(numbers)[:_FEW_SEGMENTS]]
    for row in rows:
        if row.text and row.source_text:
            yield row.segment
