"""Where a stretch of one side of a segment stands on the other side.

Every stretch of the other side is scored by how well the two cover each other; of all places of a
term at once, the renderings that come back again are preferred, and of two that come as often the
longer ("Exchange Fund", not "Fund"). A rendering that the term base lists is taken at its word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct

from nqpterms.lang.normal_form import fold
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.renderings.blocks import Ints
from nqpterms.renderings.coverage import span_scores
from nqpterms.renderings.model import LinkedBlock, RenderingModel, linked
from nqpterms.renderings.tokens import (
    ADVERB,
    BARRIERS,
    FUNCTION,
    INSIDE,
    PARTICLES,
    Token,
)

LEAST = 0.35  # a stretch that scores lower is no rendering: measured on concordances
_KEPT = 8  # stretches of a place that the other places vote on
_NEAR = 0.5  # a stretch is voted on where it scores this much of the place's best
_AS_OFTEN = 0.85  # a longer rendering with this share of a shorter one's score replaces it
_LONGEST = 12  # words of a rendering
_HYPHENS = frozenset("-‐‑–")
_JOINING = _HYPHENS | frozenset("·—/&'’s\"“”「」《》()（）")

By = Literal["terms", "words", ""]
Linker = Callable[[Segment, RenderingModel], list[LinkedBlock]]


class Rendering(Struct, frozen=True):
    """Where a term stands on the other side: `span`, or None where it is not there.

    `score` is 0–1. `by` says what told it: a term base, or the association of words. `evidence`
    are the words that are linked, with the strength of each link.
    """

    span: Span | None
    score: float
    by: By = ""
    evidence: tuple[tuple[str, str, float], ...] = ()


class Use(NamedTuple):
    """A place of a term: its segment and its span on the side in question."""

    segment: Segment
    span: Span


class _Option(NamedTuple):
    """A stretch of the other side that may be the rendering; `key` compares it with others."""

    span: Span
    score: float
    key: str


def find_rendering(segment: Segment, span: Span, *, side: Side, model: RenderingModel) -> Rendering:
    """Where the *span* of one *side* of a segment stands on the other.

    >>> from nqpterms.renderings.model import learn_renderings
    >>> pair = Segment("发展农业和教育", "Develop agriculture and education")
    >>> found = find_rendering(pair, Span(2, 4), side="zh", model=learn_renderings([pair]))
    >>> found.span.of(pair.en)
    'agriculture'
    """
    return find_renderings([Use(segment, span)], side=side, model=model)[0]


def find_renderings(
    uses: Sequence[Use], *, side: Side, model: RenderingModel, link: Linker = linked
) -> list[Rendering]:
    """The renderings of several places of one term, each judged in the light of the others.

    *link* gives the links of a segment; who asks for many terms may keep them.
    """
    found = [_options(use, side, link(use.segment, model)) for use in uses]
    votes: dict[str, float] = {}
    for options, _ in found:
        for option in options:
            votes[option.key] = votes.get(option.key, 0.0) + option.score
    standing = _standing(votes)
    taken: dict[int, list[Span]] = {}
    renderings = []
    for use, (options, blocks) in zip(uses, found, strict=True):
        known = _listed(use, side, model, options)
        used = taken.setdefault(id(use.segment), [])
        best = known or _best(options, standing, used)
        if best is None or best.score < LEAST:
            renderings.append(Rendering(None, best.score if best else 0.0))
            continue
        used.append(best.span)
        evidence = tuple(_evidence(blocks, use.span, best.span, side))
        by: By = "terms" if known else "words"
        renderings.append(Rendering(best.span, round(best.score, 3), by, evidence))
    return renderings


def _options(
    use: Use, side: Side, blocks: list[LinkedBlock]
) -> tuple[list[_Option], list[LinkedBlock]]:
    """The stretches of the other side that cover a place best, and the blocks of its segment."""
    text = use.segment.text("en" if side == "zh" else "zh")
    options: list[_Option] = []
    for block in blocks:
        here, there = (block.zh, block.en) if side == "zh" else (block.en, block.zh)
        inside = [
            n for n, t in enumerate(here) if t.start < use.span.end and t.end > use.span.start
        ]
        begin, end = _stretches(there, text)
        if not inside or not len(begin):
            continue
        links = block.links if side == "zh" else block.links.T
        source = [np.array([inside[0]]), np.array([inside[-1] + 1])]
        scores = span_scores(links, source, [begin, end])[0]
        for at in np.argsort(-scores, kind="stable")[:_KEPT].tolist():
            if scores[at] > 0:
                span = Span(there[begin[at]].start, there[end[at] - 1].end)
                key = " ".join(t.key for t in there[begin[at] : end[at]])
                options.append(_Option(span, float(scores[at]), key))
    best = max((o.score for o in options), default=0.0)
    return [o for o in options if o.score >= _NEAR * best], blocks


def _stretches(words: Sequence[Token], text: str) -> tuple[Ints, Ints]:
    """The runs of words that may be a rendering: whole compounds, no function word at an edge."""
    between = [text[a.end : b.start].strip() for a, b in pairwise(words)]
    tied = [False, *(gap in _HYPHENS for gap in between), False]  # to the word before
    begins, ends = [], []
    for first, token in enumerate(words):
        loose = token.kind in (FUNCTION, ADVERB) and not tied[first + 1]
        if tied[first] or (loose and len(words) > 1):
            continue
        for last in range(first, min(len(words), first + _LONGEST)):
            word = words[last]
            if last > first and _parted(between[last - 1]):
                break
            if word.kind == FUNCTION and not tied[last] and word.key not in PARTICLES:
                if word.key in BARRIERS or (word.key.isascii() and word.key not in INSIDE):
                    break
                if len(words) > 1:
                    continue
            inside = between[first:last]
            if not tied[last + 1] and _opened(inside) == _closed(inside):
                begins.append(first)
                ends.append(last + 1)
    return np.array(begins, int), np.array(ends, int)


def _parted(gap: str) -> bool:
    """Whether a sign stands between two words that no term reaches across."""
    return any(sign not in _JOINING for sign in gap.replace(" ", ""))


def _opened(gaps: Iterable[str]) -> int:
    return sum(gap.count("(") + gap.count("（") for gap in gaps)


def _closed(gaps: Iterable[str]) -> int:
    return sum(gap.count(")") + gap.count("）") for gap in gaps)


def _standing(votes: dict[str, float]) -> dict[str, float]:
    """What each rendering weighs, 0–1: its votes, less where a longer one has as many."""
    most = max(votes.values(), default=1)
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])[:400]
    standing = {}
    for key, count in votes.items():
        padded = f" {key} "
        longer = any(
            padded in f" {other} " and more >= _AS_OFTEN * count
            for other, more in ranked
            if len(other) > len(key)
        )
        standing[key] = float(np.sqrt(count / most)) * (0.6 if longer else 1)
    return standing


def _best(
    options: Sequence[_Option], standing: dict[str, float], used: Sequence[Span]
) -> _Option | None:
    """The option that scores best and has the best standing; one taken already comes last."""
    return max(
        options,
        key=lambda o: (o.score * standing[o.key] * (0.5 if o.span in used else 1), -o.span.start),
        default=None,
    )


def _listed(
    use: Use, side: Side, model: RenderingModel, options: Sequence[_Option]
) -> _Option | None:
    """A rendering that the term base lists for this very term and that stands on the other side."""
    if model.matcher is None:
        return None
    other: Side = "en" if side == "zh" else "zh"
    wanted = fold(use.span.of(use.segment.text(side)))
    concepts = {
        concept
        for match in model.matcher.find_all(use.segment.text(side), language=side)
        if fold(match.span.of(use.segment.text(side))) == wanted
        for concept in match.concepts
    }
    if not concepts:
        return None
    text = use.segment.text(other)
    spans = [m.span for m in model.matcher.find(text, language=other) if m.concepts & concepts]
    near = {o.span: o.score for o in options}
    spans.sort(key=lambda s: (-max((v for o, v in near.items() if o.overlaps(s)), default=0), s))
    return _Option(spans[0], 1.0, fold(spans[0].of(text))) if spans else None


def _evidence(
    blocks: Iterable[LinkedBlock], span: Span, other: Span, side: Side
) -> Iterable[tuple[str, str, float]]:
    """The links between the words of the two spans, the strongest of each word."""
    for block in blocks:
        here, there = (block.zh, block.en) if side == "zh" else (block.en, block.zh)
        links = block.links if side == "zh" else block.links.T
        columns = [n for n, t in enumerate(there) if other.start <= t.start < other.end]
        for row, token in enumerate(here):
            if columns and token.start < span.end and token.end > span.start:
                best = max(columns, key=lambda n: float(links[row, n]))
                if links[row, best] > 0.05:
                    yield token.key, there[best].key, round(float(links[row, best]), 2)
