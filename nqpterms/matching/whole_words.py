"""Whether a Chinese term stands in a text as itself, or is a part of a longer word.

    matches, text ──standing_alone──▶ matches that are words there

教育 is no term in 教育部, 市场 none in 市场化 and 国 none in 国际: what is meant is another thing,
and its translation need not name the term. The words of a dictionary decide (CC-CEDICT's, and
jieba's for single characters), and signs that make another word of the one before them. What a
glossary lists is asked before: of terms that overlap the longest stands there.

A text that may be read in both ways keeps its term: 教育部门 is 教育 and 部门 as well. What the
translation says of such a place is weighed by the checks (`nqpterms.checks.longer_words`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from nqpterms.lang.chinese import has_han, simplified, words
from nqpterms.lang.segmenter import frequency
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.matcher import Match
from nqpterms.model.places import Span

_LONGEST = 3  # characters of a term that may be a part of a word; what is longer is a thing itself
_REACH = 3  # characters by which a word is longer than the term in it
_AROUND = 8  # characters on either side that are cut into words for one
_DETERMINERS = frozenset("我本各该此两几多数每某他她它其贵全这那")
"""What stands before a term and leaves it what it is: 我国 is "our country"."""
_ENDINGS = frozenset("化性率者员部厅局署板间券币法学")
"""What stands behind a word and makes another one of it: 双创板, 银行间."""
# The same, though dictionaries have them.
_NO_WORDS = frozenset({"主义", "分子"})


def standing_alone(matches: Sequence[Match], text: str) -> list[Match]:
    """Those of some matches that are words of their own in the text.

    >>> from nqpterms.matching.matcher import Matcher
    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> text = "教育部发展教育，教育部门也是。"
    >>> matches = Matcher(TermBase((Concept("c", (Term("教育", "zh"),)),))).find(text)
    >>> [match.span.start for match in standing_alone(matches, text)]
    [5, 8]
    """
    if not matches:
        return []
    simple = ""
    spans = {match.span for match in matches}
    alone = []
    for match in matches:
        start, end = match.span
        word = ""
        if end - start <= _LONGEST and has_han(text[start]):
            simple = simple or simplified(text)
            word = word_around(simple, match.span)
        if not word or _is_made_of_terms(word, match.span, simple, spans):
            alone.append(match)
    return alone


def _is_made_of_terms(
    word: str, span: Span, text: str, spans: Set[Span]
) -> bool:
    """Whether what a word has beside a term is terms of the glossary too: 甲乙, where both are."""
    start, end = span
    head, _, tail = word.partition(text[start:end])
    is_head_known = not head or Span(start - len(head), start) in spans
    is_tail_known = not tail or Span(end, end + len(tail)) in spans
    return is_head_known and is_tail_known


def word_around(text: str, span: Span) -> str:
    """The longer word of which a short Chinese stretch is a part, "" where it stands alone.

    *text* is in simplified characters.

    >>> word_around("教育部发布", Span(0, 2)), word_around("教育部门", Span(0, 2))
    ('教育部', '')
    >>> word_around("国际合作", Span(0, 1)), word_around("我国", Span(1, 2))
    ('国际', '')
    """
    start, end = span
    before = text[max(0, start - _AROUND) : start]
    behind = text[end : end + _AROUND]
    if end - start == 1:
        return _token_around(before, text[start:end], behind)
    reach_before, reach_behind = before[-2 * _REACH :], behind[: 2 * _REACH]
    return _dictionary_word_around(reach_before, text[start:end], reach_behind)


@lru_cache(maxsize=1 << 14)
def _token_around(before: str, character: str, behind: str) -> str:
    """The word that jieba cuts round a single character; "" where that is the word."""
    begin = 0
    for word in words(before + character + behind):
        end = begin + len(word)
        if end > len(before):
            at = len(before) - begin
            is_named = _is_named_in(word[:at], word[at + 1 :]) or _is_object(
                word, at
            )
            # Jieba makes words up as well.
            is_known = _is_word(word) or frequency(word) > 0
            return word if is_known and not is_named else ""
        begin = end
    return ""


def _is_named_in(head: str, tail: str) -> bool:
    """Whether a word names the thing of a single character that stands between its two parts.

    我国, 水资源 and 党的建设 do; 国际 and 水平 do not.
    """
    if not head and not tail:
        return True
    if head:
        return not tail and head in _DETERMINERS
    rest = tail.removeprefix("的")
    return len(rest) > 1 and _is_word(rest)


def _is_object(word: str, at: int) -> bool:
    """Whether a word is a verb and what it is done with, which stands last: 喝茶, 减税."""
    is_verb = load_lexicon().is_verb
    return at == len(word) - 1 and (is_verb(word) or is_verb(word[:at]))


@lru_cache(maxsize=1 << 16)
def _dictionary_word_around(before: str, term: str, behind: str) -> str:
    """A longer word of the dictionary round a term, where the text cannot be read otherwise."""
    for head, tail in _reaches(before, behind):
        word = head + term + tail
        is_word = _is_word(word) or (not head and _is_ending(tail))
        if is_word and not _is_read_otherwise(before, head, behind, tail):
            return word
    return ""


def _reaches(before: str, behind: str) -> Iterator[tuple[str, str]]:
    """What a word may have before and behind the term: Han characters, the fewest first."""
    most_before = _han_length(before[::-1])
    most_behind = _han_length(behind)
    for both in range(1, _REACH + 1):
        for count in range(both + 1):
            if count <= most_before and both - count <= most_behind:
                yield before[len(before) - count :], behind[: both - count]


def _han_length(text: str) -> int:
    """How many Han characters a text begins with."""
    for at, sign in enumerate(text):
        if not has_han(sign):
            return at
    return len(text)


def _is_read_otherwise(before: str, head: str, behind: str, tail: str) -> bool:
    """Whether what a word has beside the term may be a word itself, or belong to one beyond it.

    经济发展 is 经济 and 发展, and in 教育部门 部 begins 部门.
    """
    if head in _DETERMINERS and not tail:
        return True
    rest = head + tail
    if (
        len(rest) > 1
        and "" in (head, tail)
        and rest not in _NO_WORDS
        and _is_word(rest)
    ):
        return True
    longer_tails = range(
        len(tail) + 1, min(len(tail) + _REACH, len(behind) + 1)
    )
    if tail and any(_is_word(behind[:length]) for length in longer_tails):
        return True
    longer_heads = range(
        len(head) + 1, min(len(head) + _REACH, len(before) + 1)
    )
    return bool(head) and any(
        _is_word(before[-length:]) for length in longer_heads
    )


def _is_ending(tail: str) -> bool:
    return tail in _ENDINGS


def _is_word(text: str) -> bool:
    return load_lexicon().has(text)
