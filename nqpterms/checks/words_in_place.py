"""What stands in the place of a term that is not rendered: the text's own words for it.

    MissingTerms ──words_in_place──▶ Counterparts

The census says which places have no answer. Where the words of such a place are in English, a
ranking of all stretches says (`renderings/standing_stretches.py`), and in Chinese the association
of words (`renderings/finding.py`); both learn from the document itself and from a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nqpterms.checks.evidence import MissingTerm, missing_terms
from nqpterms.checks.view import DocumentView
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row, TextKey, text_key

if TYPE_CHECKING:
    from nqpterms.renderings.finding import Counterpart, SoughtPlace
    from nqpterms.renderings.linked_blocks import LinkedBlock, RenderingModel

# From which there is something to learn, as for varying terms.
_FEWEST_SEGMENTS = 20
_MOST_SEGMENTS = 2000  # that words are learned from: a few seconds
_FEW_SEGMENTS = 300  # of a long bitext, where there is no time
_MOST_ANSWERED = 30  # rendered places of a term that speak for what renders it

_SURE = 0.68  # score of association alone, by eye: two of three below it name other words

# The number of a row, and where a term stands in its source.
_PlaceKey = tuple[int, Span]


def words_in_place(view: DocumentView) -> list[Counterpart | None]:
    """What stands for each of the `missing_terms`, None where that is not known.

    The score of a Counterpart is 0–1.
    """
    missing = view.once(missing_terms)
    if not missing:
        return []
    from nqpterms.renderings.linked_blocks import learn_renderings  # with numpy

    number_of = {id(row): number for number, row in enumerate(view.rows)}
    numbers = [number_of[id(one.row)] for one in missing]
    model = learn_renderings(_lessons(view, set(numbers)))
    if view.rows[0].side == "zh":
        return _chinese_words(view, missing, numbers, model)
    return _english_words(missing, model)


def _english_words(
    missing: Sequence[MissingTerm], model: RenderingModel
) -> list[Counterpart | None]:
    """The stretches of English sentences that stand for Chinese terms."""
    from nqpterms.renderings.finding import Counterpart
    from nqpterms.renderings.linked_blocks import linked_blocks
    from nqpterms.renderings.standing_stretches import (
        SilentPlace,
        standing_stretch,
    )

    blocks_by_text: dict[TextKey, list[LinkedBlock]] = {}
    words_by_place: dict[tuple[TextKey, SilentPlace], Counterpart | None] = {}
    keys = []
    for one in missing:
        text = text_key(one.row.segment)
        place = SilentPlace(one.rendering.source.span, one.expected, one.taken)
        keys.append((text, place))
        if (text, place) in words_by_place:
            continue  # a bitext that repeats its rows asks the same again and again
        if text not in blocks_by_text:
            blocks_by_text[text] = linked_blocks(one.row.segment, "zh", model)
        stretch = standing_stretch(place, blocks_by_text[text])
        words = (
            Counterpart(stretch.span, stretch.score, "words")
            if stretch
            else None
        )
        words_by_place[text, place] = words
    return [words_by_place[key] for key in keys]


def _chinese_words(
    view: DocumentView,
    missing: Sequence[MissingTerm],
    numbers: Sequence[int],
    model: RenderingModel,
) -> list[Counterpart | None]:
    """What stands for English terms in Chinese sentences; what is not sure is left out.

    All places of a term are looked at together: what renders it elsewhere counts here too.
    """
    from nqpterms.renderings.finding import counterparts_by_term

    spans = [one.rendering.source.span for one in missing]
    keys = list(zip(numbers, spans, strict=True))
    keys_by_concept = _places_of(
        view, {one.rendering.concept.id for one in missing}, set(keys)
    )
    terms = [
        [_sought(view, key) for key in places] for places in keys_by_concept
    ]
    words: dict[_PlaceKey, Counterpart] = {}
    counterparts_of_terms = counterparts_by_term(terms, side="en", model=model)
    for places, counterparts in zip(
        keys_by_concept, counterparts_of_terms, strict=True
    ):
        words |= zip(places, counterparts, strict=True)
    return [words[key] if words[key].score >= _SURE else None for key in keys]


def _places_of(
    view: DocumentView, concepts: set[str], wanted: set[_PlaceKey]
) -> list[list[_PlaceKey]]:
    """The places of each concept: all that are wanted, and some that are rendered."""
    by_concept: dict[str, list[_PlaceKey]] = {
        concept: [] for concept in sorted(concepts)
    }
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
