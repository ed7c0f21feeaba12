"""Where a stretch of one side of a segment stands on the other side.

Every stretch of the other side is scored by how well the two cover each other; of all places of a
term at once, the renderings that come back again are preferred, and of two that come as often the
longer ("Exchange Fund", not "Fund"). Where the census knows the answer it is taken at its word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Counterpart(Struct, frozen=True):
    """Where a term stands on the other side: `span`, or None where it is not there.

    `score` is 0–1. `by` says what told it: a term base, or the association of words. `evidence`
    are the words that are linked, with the strength of each link.
    """

    span: Span | None
    score: float
    by: By = ""
    evidence: tuple[tuple[str, str, float], ...] = ()


class Use(NamedTuple):
    """A place of a term: its segment and its span on the side in question.

    `answer` is what the census says stands there, `others` what renders other terms of the
    segment. `is_open`: words may say what stands there; not where another place has the answer.
    """

    segment: Segment
    span: Span
    answer: Span | None = None
    others: tuple[Span, ...] = ()
    is_open: bool = True


class _Option(NamedTuple):
    """A stretch of the other side that may be the rendering; `key` compares it with others."""

    span: Span
    score: float
    key: str


def find_counterparts(
    uses: Sequence[Use], *, side: Side, model: RenderingModel, link: Linker = linked
) -> list[Counterpart]:
    """What renders several places of one term, each judged in the light of the others.

    *link* gives the links of a segment; who asks for many terms may keep them.

    >>> from nqpterms.renderings.model import learn_renderings
    >>> pair = Segment("发展农业和教育", "Develop agriculture and education")
    >>> model = learn_renderings([pair])
    >>> [agriculture] = find_counterparts([Use(pair, Span(2, 4))], side="zh", model=model)
    >>> agriculture.span.of(pair.en)
    'agriculture'
    """
    blocks_by_use = [link(use.segment, model) for use in uses]
    options_by_use = [
        _options(use, side, blocks) for use, blocks in zip(uses, blocks_by_use, strict=True)
    ]
    votes: dict[str, float] = {}
    for options in options_by_use:
        for option in options:
            votes[option.key] = votes.get(option.key, 0.0) + option.score
    standing = _standing(votes)
    used_by_segment: dict[int, list[Span]] = {}
    counterparts = []
    for use, options, blocks in zip(uses, options_by_use, blocks_by_use, strict=True):
        used = used_by_segment.setdefault(id(use.segment), [])
        best = _answer(use, side) or _best(options, standing, used)
        if best is None or best.score < LEAST or not use.is_open:
            counterparts.append(Counterpart(None, best.score if best and use.is_open else 0.0))
            continue
        used.append(best.span)
        evidence = tuple(_evidence(blocks, use.span, best.span, side))
        by: By = "terms" if use.answer else "words"
        counterparts.append(Counterpart(best.span, round(best.score, 3), by, evidence))
    return counterparts


def _answer(use: Use, side: Side) -> _Option | None:
    """What the census says stands for a place."""
    if use.answer is None:
        return None
    text = use.segment.text("en" if side == "zh" else "zh")
    return _Option(use.answer, 1.0, fold(use.answer.of(text)))


def _options(use: Use, side: Side, blocks: list[LinkedBlock]) -> list[_Option]:
    """The stretches of the other side that cover a place best."""
    text = use.segment.text("en" if side == "zh" else "zh")
    options: list[_Option] = []
    for block in blocks:
        options += _options_in(block, use, side, text)
    best = max((option.score for option in options), default=0.0)
    return [option for option in options if option.score >= _NEAR * best]


def _options_in(block: LinkedBlock, use: Use, side: Side, text: str) -> Iterator[_Option]:
    """The stretches of a block that cover a place best and render nothing else."""
    here, there = (block.zh, block.en) if side == "zh" else (block.en, block.zh)
    inside = [n for n, t in enumerate(here) if t.start < use.span.end and t.end > use.span.start]
    begin, end = _stretches(there, text)
    if not inside or not len(begin):
        return
    links = block.links if side == "zh" else block.links.T
    source = [np.array([inside[0]]), np.array([inside[-1] + 1])]
    scores = span_scores(links, source, [begin, end])[0]
    for at in np.argsort(-scores, kind="stable")[:_KEPT].tolist():
        span = Span(there[begin[at]].start, there[end[at] - 1].end)
        if scores[at] > 0 and not any(map(span.overlaps, use.others)):
            key = " ".join(token.key for token in there[begin[at] : end[at]])
            yield _Option(span, float(scores[at]), key)


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
