"""Where a stretch of one side of a segment stands on the other side, by the words of both.

    segments ──learn_renderings──▶ RenderingModel ──find_counterparts──▶ Counterparts

Every stretch of the other side is scored by how well the two cover each other; of all places of a
term at once, the renderings that come back again are preferred, and of two that come as often the
longer ("Exchange Fund", not "Fund"). Where a word was seen seldom, the bilingual dictionary says
what it may be; with much text it is outvoted. Where the census knows the answer it is taken at its
word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct, field

from nqpterms.lang.english import stem
from nqpterms.lang.normal_form import fold
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.places import Span
from nqpterms.renderings.association import span_scores
from nqpterms.renderings.linked_blocks import (
    LinkedBlock,
    RenderingModel,
    linked_blocks,
)
from nqpterms.renderings.tokens import FUNCTION, VERB, WORD, Token

_LEAST = 0.35  # a stretch that scores lower is no rendering: measured on concordances
_VOTING = 8  # stretches of a place that the other places vote on
# A stretch is voted on where it scores this much of the place's best.
_NEAR = 0.5
_MOST_VOTED = 400  # renderings among which a longer one is looked for
_AS_OFTEN = 0.85  # a longer rendering with this share of a shorter one's score replaces it
_REPLACED = 0.6  # what a rendering weighs that a longer one replaces
# What a stretch weighs that renders another place of the term already.
_USED = 0.5
_STRANGE = 0.5  # what a stretch loses of whose words the dictionary knows none
_JOINED = 0.4  # what a stretch with *and* inside weighs beside a term that joins nothing
_CUT = 0.8  # what a stretch weighs that a noun follows, beside a term that ends a phrase
_FAINT = 0.05  # strength up to which a link is no evidence
_AND_ZH, _AND_EN = frozenset("和与及、或") | {"以及"}, frozenset(("and", "or"))

By = Literal["terms", "words", ""]


class Counterpart(Struct, frozen=True):
    """Where a term stands on the other side: `span`, or None where it is not there.

    `score` is 0–1. `by` says what told it: a term base, or the association of words. `evidence`
    are the words that are linked, with the strength of each link.
    """

    span: Span | None
    score: float
    by: By = ""
    evidence: tuple[tuple[str, str, float], ...] = ()


class SoughtPlace(NamedTuple):
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
    """A stretch of the other side that may be the rendering; `key` compares it with others.

    `fit` (0–1) says how well it fits beside what the links say: the dictionary knows its words,
    *and* joins nothing foreign, no noun follows where the term ends its phrase.
    """

    span: Span
    score: float
    key: str
    fit: float = 1.0


def find_counterparts(
    uses: Sequence[SoughtPlace], *, side: Side, model: RenderingModel
) -> list[Counterpart]:
    """What renders several places of one term, each judged in the light of the others.

    >>> from nqpterms.renderings.linked_blocks import learn_renderings
    >>> pair = Segment("发展农业和教育", "Develop agriculture and education")
    >>> model = learn_renderings([pair])
    >>> place = SoughtPlace(pair, Span(2, 4))
    >>> [agriculture] = find_counterparts([place], side="zh", model=model)
    >>> agriculture.span.of(pair.en)
    'agriculture'
    """
    return next(counterparts_by_term([uses], side=side, model=model))


def counterparts_by_term(
    terms: Iterable[Sequence[SoughtPlace]], *, side: Side, model: RenderingModel
) -> Iterator[list[Counterpart]]:
    """What renders the places of each of many terms that stand in the same segments."""
    pairs: dict[tuple[object, ...], _AskedPair] = {}
    for uses in terms:
        pairs_asked = [
            _asked_pair(use.segment, side, model, pairs) for use in uses
        ]
        options_by_use = [
            _options_of(use, side, pair, model.lexicon)
            for use, pair in zip(uses, pairs_asked, strict=True)
        ]
        standing = _standing(options_by_use)
        used_by_segment: dict[int, list[Span]] = {}
        counterparts: list[Counterpart] = []
        of_texts: dict[
            tuple[object, ...], Counterpart
        ] = {}  # one for all that repeat each other
        for use, pair, options in zip(
            uses, pairs_asked, options_by_use, strict=True
        ):
            used = used_by_segment.setdefault(id(use.segment), [])
            key = (
                id(pair),
                use.span,
                use.answer,
                use.others,
                use.is_open,
                *used,
            )
            if key not in of_texts:
                best = _answer(use, side) or _best(options, standing, used)
                of_texts[key] = _counterpart(use, best, pair.blocks)
            counterpart = of_texts[key]
            counterparts.append(counterpart)
            if counterpart.span:
                used.append(counterpart.span)
        yield counterparts


class _AskedPair(Struct, frozen=True):
    """The blocks of a pair of texts, and the options of its places that were asked about.

    A bitext that repeats its rows asks the same again and again.
    """

    blocks: list[LinkedBlock]
    options: dict[tuple[Span, tuple[Span, ...]], list[_Option]] = field(
        default_factory=dict
    )


def _asked_pair(
    segment: Segment,
    side: Side,
    model: RenderingModel,
    pairs: dict[tuple[object, ...], _AskedPair],
) -> _AskedPair:
    """The pair of a segment's texts, among those that were asked about before."""
    key = (segment.zh, segment.en, segment.zh_non_prose, segment.en_non_prose)
    if key not in pairs:
        pairs[key] = _AskedPair(linked_blocks(segment, side, model))
    return pairs[key]


def _options_of(
    use: SoughtPlace, side: Side, pair: _AskedPair, lexicon: Lexicon
) -> list[_Option]:
    """The stretches that cover a place best, remembered with its pair."""
    key = (use.span, use.others)
    if key not in pair.options:
        pair.options[key] = _options(use, side, pair.blocks, lexicon)
    return pair.options[key]


def _counterpart(
    use: SoughtPlace, best: _Option | None, blocks: Iterable[LinkedBlock]
) -> Counterpart:
    """The best option as the answer, where it is good enough."""
    if best is None or not use.is_open:
        return Counterpart(None, 0.0)
    if best.score < _LEAST:
        return Counterpart(None, best.score)
    evidence = tuple(_evidence(blocks, use.span, best.span))
    by: By = "terms" if use.answer else "words"
    return Counterpart(best.span, round(best.score, 3), by, evidence)


def _answer(use: SoughtPlace, side: Side) -> _Option | None:
    """What the census says stands for a place."""
    if use.answer is None:
        return None
    text = use.segment.text(other_side(side))
    return _Option(use.answer, 1.0, fold(use.answer.of(text)))


def _best(
    options: Sequence[_Option], standing: dict[str, float], used: Sequence[Span]
) -> _Option | None:
    """The option that scores best and has the best standing; one taken already comes last."""

    def worth(option: _Option) -> tuple[float, int]:
        score = option.score * option.fit * standing[option.key]
        return score * (_USED if option.span in used else 1), -option.span.start

    return max(options, key=worth, default=None)


def _standing(options_by_use: Iterable[Sequence[_Option]]) -> dict[str, float]:
    """What each rendering weighs, 0–1: its votes, less where a longer one has as many."""
    votes: dict[str, float] = {}
    for options in options_by_use:
        for option in options:
            votes[option.key] = (
                votes.get(option.key, 0.0) + option.score * option.fit
            )
    most = max(votes.values(), default=1)
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])[:_MOST_VOTED]
    standing = {}
    for key, count in votes.items():
        weight = float(np.sqrt(count / most))
        standing[key] = weight * (
            _REPLACED if _is_replaced(key, count, ranked) else 1
        )
    return standing


def _is_replaced(
    key: str, count: float, ranked: Iterable[tuple[str, float]]
) -> bool:
    """Whether a longer rendering has nearly as many votes."""
    padded = f" {key} "
    for longer, votes in ranked:
        if (
            len(longer) > len(key)
            and votes >= _AS_OFTEN * count
            and padded in f" {longer} "
        ):
            return True
    return False


def _options(
    use: SoughtPlace,
    side: Side,
    blocks: Iterable[LinkedBlock],
    lexicon: Lexicon,
) -> list[_Option]:
    """The stretches of the other side that cover a place best."""
    options: list[_Option] = []
    for block in blocks:
        for option, here, there in _options_in(block, use):
            zh, en = (here, there) if side == "zh" else (there, here)
            fit = 1 - _STRANGE * (1 - _known(zh, en, lexicon))
            if _joins_a_stranger(zh, en, lexicon):
                fit *= _JOINED
            if side == "zh" and _is_cut(zh, en, block):
                fit *= _CUT
            options.append(option._replace(fit=fit))
    best = max((option.score for option in options), default=0.0)
    return [option for option in options if option.score >= _NEAR * best]


def _known(zh: Sequence[Token], en: Sequence[Token], lexicon: Lexicon) -> float:
    """How far the dictionary knows the words of both sides as translations of each other, 0–1."""
    stems = {stem(word.key) for word in en if word.kind != FUNCTION}
    words = [lexicon.stems(word.key) for word in zh if word.kind != FUNCTION]
    if not stems or not words:
        return 1.0
    english = [_strongest(words, [one]) for one in stems]
    chinese = [_strongest([word], stems) for word in words]
    return (sum(english) / len(english) + sum(chinese) / len(chinese)) / 2


def _strongest(
    words: Iterable[Mapping[str, float]], stems: Iterable[str]
) -> float:
    """The weight of the best English stem for the best of some Chinese words, 0–1."""
    return max(word.get(one, 0.0) for word in words for one in stems)


def _joins_a_stranger(
    zh: Sequence[Token], en: Sequence[Token], lexicon: Lexicon
) -> bool:
    """Whether *and* joins something to the English that the Chinese does not say.

    A Chinese word may join two things without a sign: 城乡 is "urban and rural".
    """
    at = next(
        (number for number, word in enumerate(en) if word.key in _AND_EN), None
    )
    if at is None or any(word.key in _AND_ZH for word in zh):
        return False
    stems = {one for word in zh for one in lexicon.stems(word.key)}
    before, behind = (
        {stem(word.key) for word in part} for part in (en[:at], en[at + 1 :])
    )
    return not ((before - behind) & stems and (behind - before) & stems)


def _is_cut(
    zh: Sequence[Token], en: Sequence[Token], block: LinkedBlock
) -> bool:
    """Whether a noun follows the English right away though nothing follows the Chinese."""
    behind_zh = next(
        (word for word in block.here if word.start >= zh[-1].end), None
    )
    behind_en = next(
        (word for word in block.there if word.start >= en[-1].end), None
    )
    if (
        behind_en is None
        or behind_en.kind != WORD
        or behind_en.start > en[-1].end + 1
    ):
        return False
    if behind_zh is None or behind_zh.start > zh[-1].end:
        return True
    return behind_zh.kind in (FUNCTION, VERB)


_Words = Sequence[Token]


def _options_in(
    block: LinkedBlock, use: SoughtPlace
) -> Iterator[tuple[_Option, _Words, _Words]]:
    """The stretches of a block that cover a place best and render nothing else, with the words."""
    if not block.here or use.span.start >= block.here[-1].end:
        return
    inside = [
        number
        for number, token in enumerate(block.here)
        if _touches(token, use.span)
    ]
    if not inside:
        return
    begin, end = block.stretches
    if not len(begin):
        return
    source = [np.array([inside[0]]), np.array([inside[-1] + 1])]
    scores = span_scores(block.links, source, [begin, end])[0]
    for at in np.argsort(-scores, kind="stable")[:_VOTING].tolist():
        words = block.there[begin[at] : end[at]]
        span = Span(words[0].start, words[-1].end)
        if scores[at] > 0 and not any(map(span.overlaps, use.others)):
            option = _Option(
                span, float(scores[at]), " ".join(word.key for word in words)
            )
            yield option, block.here[inside[0] : inside[-1] + 1], words


def _touches(token: Token, span: Span) -> bool:
    return token.start < span.end and token.end > span.start


def _evidence(
    blocks: Iterable[LinkedBlock], span: Span, answer: Span
) -> Iterator[tuple[str, str, float]]:
    """The links between the words of the two spans, the strongest of each word."""
    for block in blocks:
        columns = [
            n
            for n, t in enumerate(block.there)
            if answer.start <= t.start < answer.end
        ]
        if not columns:
            continue
        for row, token in enumerate(block.here):
            if not _touches(token, span):
                continue
            best = max(columns, key=block.links[row].__getitem__)
            strength = float(block.links[row, best])
            if strength > _FAINT:
                yield token.key, block.there[best].key, round(strength, 2)
