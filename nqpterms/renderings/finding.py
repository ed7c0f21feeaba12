"""Where a stretch of one side of a segment stands on the other side, by the words of both.

    segments ──learn_renderings──▶ RenderingModel ──find_counterparts──▶ Counterparts

Every stretch of the other side is scored by how well the two cover each other; of all places of a
term at once, the renderings that come back again are preferred, and of two that come as often the
longer ("Exchange Fund", not "Fund"). Where a word was seen seldom, the bilingual dictionary says
what it may be; with much text it is outvoted. Where the census knows the answer it is taken at its
word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct

from nqpterms.lang.english import stem
from nqpterms.lang.normal_form import fold
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.places import Span
from nqpterms.renderings.association import Tables, learn, links_of, span_scores, strengths
from nqpterms.renderings.blocks import Blocks, Floats, Ints, Tokens, blocks_of, prose_of
from nqpterms.renderings.rows import other
from nqpterms.renderings.tokens import (
    ADVERB,
    BARRIERS,
    FUNCTION,
    INSIDE,
    PARTICLES,
    SIGN,
    VERB,
    WORD,
    Token,
    chinese_tokens,
    english_tokens,
)

_LEAST = 0.35  # a stretch that scores lower is no rendering: measured on concordances
_VOTING = 8  # stretches of a place that the other places vote on
_NEAR = 0.5  # a stretch is voted on where it scores this much of the place's best
_MOST_VOTED = 400  # renderings among which a longer one is looked for
_AS_OFTEN = 0.85  # a longer rendering with this share of a shorter one's score replaces it
_REPLACED = 0.6  # what a rendering weighs that a longer one replaces
_USED = 0.5  # what a stretch weighs that renders another place of the term already
_STRANGE = 0.5  # what a stretch loses of whose words the dictionary knows none
_JOINED = 0.4  # what a stretch with *and* inside weighs beside a term that joins nothing
_CUT = 0.8  # what a stretch weighs that a noun follows, beside a term that ends a phrase
_LONGEST = 12  # words of a rendering
_FAINT = 0.05  # strength up to which a link is no evidence
_AND_ZH, _AND_EN = frozenset("和与及、或") | {"以及"}, frozenset(("and", "or"))
_HYPHENS = frozenset("-‐‑–")
_JOINING = _HYPHENS | frozenset("·—/&'’s\"“”「」《》()（）")

_DICTIONARY = 0.6  # strength of a dictionary's word at its full weight, for a word never seen
_LEFT_OVER = 0.1  # what the dictionary still says of a word that is seen often
_SELDOM = 3.0  # a word seen this often listens to the dictionary half as much
_SAME = 0.9  # strength of a number or a Latin string that stands on both sides

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


class RenderingModel(Struct, frozen=True):
    """Word associations with their vocabularies, and a dictionary.

    `seen` says how often each Chinese word stood in the text.
    """

    tables: Tables
    zh_words: dict[str, int]
    en_words: dict[str, int]
    seen: dict[str, int]
    lexicon: Lexicon


class _LinkedBlock(Struct, frozen=True):
    """A block of a segment: the words of two sides, signs left out, and how they are linked."""

    here: tuple[Token, ...]
    there: tuple[Token, ...]
    links: Floats


def learn_renderings(segments: Iterable[Segment]) -> RenderingModel:
    """The model of aligned segments; the more of a kind of text, the better.

    >>> model = learn_renderings([Segment("发展农业", "developing agriculture")])
    >>> "农业" in model.zh_words
    True
    """
    return model_of(blocks_of(segments))


def model_of(blocks: Blocks) -> RenderingModel:
    """The model of segments that are arrays already."""
    count = np.bincount(blocks.zh.keys, minlength=len(blocks.zh_words)).tolist()
    seen = {word: count[number] for word, number in blocks.zh_words.items()}
    return RenderingModel(learn(blocks), blocks.zh_words, blocks.en_words, seen, load_lexicon())


def find_counterparts(
    uses: Sequence[SoughtPlace], *, side: Side, model: RenderingModel
) -> list[Counterpart]:
    """What renders several places of one term, each judged in the light of the others.

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
    blocks_by_segment: dict[int, list[_LinkedBlock]] = {}
    for uses in terms:
        options_by_use = []
        for use in uses:
            key = id(use.segment)
            if key not in blocks_by_segment:
                blocks_by_segment[key] = _linked(use.segment, side, model)
            blocks = blocks_by_segment[key]
            options_by_use.append(_options(use, side, blocks, model.lexicon))
        standing = _standing(options_by_use)
        used_by_segment: dict[int, list[Span]] = {}
        counterparts = []
        for use, options in zip(uses, options_by_use, strict=True):
            used = used_by_segment.setdefault(id(use.segment), [])
            best = _answer(use, side) or _best(options, standing, used)
            blocks = blocks_by_segment[id(use.segment)]
            counterparts.append(_counterpart(use, best, blocks))
            if counterparts[-1].span:
                used.append(counterparts[-1].span)
        yield counterparts


def _counterpart(
    use: SoughtPlace, best: _Option | None, blocks: Iterable[_LinkedBlock]
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
    text = use.segment.text(other(side))
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
            votes[option.key] = votes.get(option.key, 0.0) + option.score * option.fit
    most = max(votes.values(), default=1)
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])[:_MOST_VOTED]
    standing = {}
    for key, count in votes.items():
        weight = float(np.sqrt(count / most))
        standing[key] = weight * (_REPLACED if _is_replaced(key, count, ranked) else 1)
    return standing


def _is_replaced(key: str, count: float, ranked: Iterable[tuple[str, float]]) -> bool:
    """Whether a longer rendering has nearly as many votes."""
    padded = f" {key} "
    for longer, votes in ranked:
        if len(longer) > len(key) and votes >= _AS_OFTEN * count and padded in f" {longer} ":
            return True
    return False


def _options(
    use: SoughtPlace, side: Side, blocks: Iterable[_LinkedBlock], lexicon: Lexicon
) -> list[_Option]:
    """The stretches of the other side that cover a place best."""
    text = use.segment.text(other(side))
    options: list[_Option] = []
    for block in blocks:
        for option, here, there in _options_in(block, use, text):
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
    english = [max(word.get(one, 0.0) for word in words) for one in stems]
    chinese = [max(word.get(one, 0.0) for one in stems) for word in words]
    return (sum(english) / len(english) + sum(chinese) / len(chinese)) / 2


def _joins_a_stranger(zh: Sequence[Token], en: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether *and* joins something to the English that the Chinese does not say.

    A Chinese word may join two things without a sign: 城乡 is "urban and rural".
    """
    at = next((number for number, word in enumerate(en) if word.key in _AND_EN), None)
    if at is None or any(word.key in _AND_ZH for word in zh):
        return False
    known = {one for word in zh for one in lexicon.stems(word.key)}
    before, behind = ({stem(word.key) for word in part} for part in (en[:at], en[at + 1 :]))
    return not ((before - behind) & known and (behind - before) & known)


def _is_cut(zh: Sequence[Token], en: Sequence[Token], block: _LinkedBlock) -> bool:
    """Whether a noun follows the English right away though nothing follows the Chinese."""
    behind_zh = next((word for word in block.here if word.start >= zh[-1].end), None)
    behind_en = next((word for word in block.there if word.start >= en[-1].end), None)
    if behind_en is None or behind_en.kind != WORD or behind_en.start > en[-1].end + 1:
        return False
    if behind_zh is None or behind_zh.start > zh[-1].end:
        return True
    return behind_zh.kind in (FUNCTION, VERB)


_Words = Sequence[Token]


def _options_in(
    block: _LinkedBlock, use: SoughtPlace, text: str
) -> Iterator[tuple[_Option, _Words, _Words]]:
    """The stretches of a block that cover a place best and render nothing else, with the words."""
    inside = [number for number, token in enumerate(block.here) if _touches(token, use.span)]
    if not inside:
        return
    begin, end = _stretches(block.there, text)
    if not len(begin):
        return
    source = [np.array([inside[0]]), np.array([inside[-1] + 1])]
    scores = span_scores(block.links, source, [begin, end])[0]
    for at in np.argsort(-scores, kind="stable")[:_VOTING].tolist():
        words = block.there[begin[at] : end[at]]
        span = Span(words[0].start, words[-1].end)
        if scores[at] > 0 and not any(map(span.overlaps, use.others)):
            option = _Option(span, float(scores[at]), " ".join(word.key for word in words))
            yield option, block.here[inside[0] : inside[-1] + 1], words


def _touches(token: Token, span: Span) -> bool:
    return token.start < span.end and token.end > span.start


def _stretches(words: Sequence[Token], text: str) -> tuple[Ints, Ints]:
    """The runs of words that may be a rendering: whole compounds, no function word at an edge."""
    gaps = [text[one.end : two.start].strip() for one, two in pairwise(words)]
    is_tied = [False, *(gap in _HYPHENS for gap in gaps), False]  # each word to the one before
    begins, ends = [], []
    for first, word in enumerate(words):
        is_loose = word.kind in (FUNCTION, ADVERB) and not is_tied[first + 1]
        if is_tied[first] or (is_loose and len(words) > 1):
            continue
        for last in _ends_of_stretch(words, gaps, is_tied, first):
            begins.append(first)
            ends.append(last + 1)
    return np.array(begins, int), np.array(ends, int)


def _ends_of_stretch(
    words: Sequence[Token], gaps: Sequence[str], is_tied: Sequence[bool], first: int
) -> Iterator[int]:
    """The last words of the stretches that begin with a word."""
    depth = 0  # of brackets
    for last in range(first, min(len(words), first + _LONGEST)):
        if last > first:
            if _is_parted(gaps[last - 1]):
                return
            depth += _depth(gaps[last - 1])
        word = words[last]
        if word.kind == FUNCTION and not is_tied[last] and word.key not in PARTICLES:
            if word.key in BARRIERS or (word.key.isascii() and word.key not in INSIDE):
                return
            if len(words) > 1:
                continue
        if not is_tied[last + 1] and not depth:
            yield last


def _is_parted(gap: str) -> bool:
    """Whether a sign stands between two words that no term reaches across."""
    return any(sign not in _JOINING for sign in gap.replace(" ", ""))


def _depth(gap: str) -> int:
    """How many brackets open between two words, less those that close."""
    opening = gap.count("(") + gap.count("（")
    return opening - gap.count(")") - gap.count("）")


def _evidence(
    blocks: Iterable[_LinkedBlock], span: Span, answer: Span
) -> Iterator[tuple[str, str, float]]:
    """The links between the words of the two spans, the strongest of each word."""
    for block in blocks:
        columns = [n for n, t in enumerate(block.there) if answer.start <= t.start < answer.end]
        if not columns:
            continue
        for row, token in enumerate(block.here):
            if not _touches(token, span):
                continue
            best = max(columns, key=block.links[row].__getitem__)
            strength = float(block.links[row, best])
            if strength > _FAINT:
                yield token.key, block.there[best].key, round(strength, 2)


def _linked(segment: Segment, side: Side, model: RenderingModel) -> list[_LinkedBlock]:
    """The blocks of a segment, seen from one side, with their links by model and dictionary."""
    blocks = blocks_of([segment], zh_words=model.zh_words, en_words=model.en_words)
    links = links_of(blocks)
    strength = strengths(blocks, links, model.tables)
    zh_text, en_text = prose_of(segment)
    zh_tokens, en_tokens = chinese_tokens(zh_text), english_tokens(en_text)
    linked = []
    for number in range(len(blocks.segment)):
        zh = _words_of(zh_tokens, blocks.zh, number)
        en = _words_of(en_tokens, blocks.en, number)
        matrix = strength[links.first[number] : links.first[number + 1]]
        if len(matrix) != len(zh) * len(en):
            continue
        matrix = matrix.reshape(len(zh), len(en))
        matrix = np.maximum(matrix, _dictionary_links(zh, en, matrix, model))
        if side == "zh":
            linked.append(_LinkedBlock(zh, en, matrix))
        else:
            linked.append(_LinkedBlock(en, zh, matrix.T))
    return linked


def _words_of(tokens: Sequence[Token], side: Tokens, block: int) -> tuple[Token, ...]:
    """The tokens of a block that are words."""
    first, last = side.first[block : block + 2]
    return tuple(token for token in tokens[first:last] if token.kind != SIGN)


def _dictionary_links(
    zh: Sequence[Token], en: Sequence[Token], matrix: Floats, model: RenderingModel
) -> Floats:
    """What the dictionary says of the words of a block; words with strong links are left alone."""
    links = np.zeros_like(matrix)
    by_stem: dict[str, list[int]] = {}
    by_key: dict[str, list[int]] = {}
    for column, token in enumerate(en):
        by_stem.setdefault(stem(token.key), []).append(column)
        by_key.setdefault(token.key.lower(), []).append(column)
    free_en = 1 - np.minimum(1, matrix.sum(axis=0))
    free_zh = 1 - np.minimum(1, matrix.sum(axis=1))
    for row, token in enumerate(zh):
        same = by_key.get(token.key.lower(), ()) if token.key.isascii() else ()
        for column in same:
            links[row, column] = _SAME / len(same)
        weight = _DICTIONARY / (1 + model.seen.get(token.key, 0) / _SELDOM) + _LEFT_OVER
        weight = min(_DICTIONARY, weight)
        for key, value in model.lexicon.stems(token.key).items():
            columns = by_stem.get(key, ())
            for column in columns:
                free = float(free_zh[row] * free_en[column])
                strength = weight * value * free / len(columns)
                links[row, column] = max(links[row, column], strength)
    return links
