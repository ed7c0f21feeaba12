"""A sentence in which a place of a term has no rendering.

Row, Rendering without an answer, all Renderings ──scene_of──▶ Scene
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from nqpterms.checks.rendering_words import EnglishToken, tokens_of
from nqpterms.model.places import Span
from nqpterms.renderings.census import Rendering
from nqpterms.renderings.rows import Row


class Scene(Struct, frozen=True):
    """A sentence in which a place of a term has no rendering.

    `free` are the numbers of the tokens that render no other place; `renderings` those of the
    row's other places; `place` is where the term stands in the Chinese.
    """

    row: Row
    place: Span
    renderings: Sequence[Rendering]
    tokens: Sequence[EnglishToken]
    free: frozenset[int]


def scene_of(
    row: Row, silent: Rendering, renderings: Sequence[Rendering]
) -> Scene:
    """The sentence of a place without an answer; *renderings* are those of the whole row."""
    others = [rendering for rendering in renderings if rendering is not silent]
    tokens = tokens_of(row.text)
    return Scene(
        row,
        silent.source.span,
        others,
        tokens,
        _free_tokens(tokens, row, others),
    )


def _free_tokens(
    tokens: Sequence[EnglishToken], row: Row, renderings: Sequence[Rendering]
) -> frozenset[int]:
    """The numbers of the tokens that render none of some places.

    A concept with more renderings than places leaves all of them free: which of them renders the
    place is not known.
    """
    claimed = []
    for rendering in renderings:
        if rendering.span is not None and not _is_plentiful(
            rendering.concept.id, row
        ):
            claimed.append(rendering.span)
    free = set()
    for number, token in enumerate(tokens):
        if token.kind not in ("stop", "gloss") and not any(
            map(token.span.overlaps, claimed)
        ):
            free.add(number)
    return frozenset(free)


def _is_plentiful(concept: str, row: Row) -> bool:
    places = sum(concept in match.concepts for match in row.source_terms)
    return sum(concept in match.concepts for match in row.target_terms) > places
