"""Tokens of both languages for statistics over aligned pairs: span, key, and what kind of word.

A key is what is counted: the simplified form of a Chinese word; an English word in small letters
without plural. Signs are tokens too, so that a run of tokens is a stretch of text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nqpterms.lang import chinese, english
from nqpterms.lang.chinese import HAN
from nqpterms.lang.segmenter import cut, frequency

WORD, SIGN, FUNCTION, NUMBER, VERB, ADVERB, LATIN = range(7)
"""What kind of word a token is."""

_HALF_FREQUENCY = 50  # both halves of a long word are words themselves: measured on extraction
_PIECES = re.compile(
    rf"[{HAN}]+|[^\W\d_{HAN}]+(?:[&'’.-][^\W\d_{HAN}]+)*|\d+(?:[.,]\d+)*|[^\s]",
    re.UNICODE,
)
_ENGLISH = re.compile(
    r"(?:[A-Za-z]\.){2,}|[A-Z]+(?:&[A-Z]+)+|[^\W\d_]+|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|['’]s\b|\S",
    re.UNICODE,
)


class Token(NamedTuple):
    """A token: code points `start` to `end` of its text, what is counted, its kind and case.

    `case` is 2 for a word in capitals (two or more), 1 for a capital at its beginning, else 0.
    """

    start: int
    end: int
    key: str
    kind: int
    case: int = 0


CHINESE_FUNCTION = frozenset(
    """的 地 得 了 着 过 是 在 和 与 及 以及 或 或者 而 而且 并 并且 但 但是 也 都 就 又 还 则 亦
    以 于 从 对 向 等 等等 将 会 已 已经 把 被 由 为 为了 因 因为 由于 所以 因此 如 如果 若 虽
    虽然 即 即使 使 让 令 给 我 你 他 她 它 我们 你们 他们 她们 它们 自己 其 其中 其他 此 这
    那 这些 那些 这个 那个 这种 该 本 各 每 某 不 没 没有 未 无 非 很 更 最 较 十分 非常 尤其
    特别 只 仅 仅仅 才 再 曾 正 正在 仍 仍然 能 能够 可 可以 可能 应 应该 应当 必须 须 要 需
    需要 想 有 有关 之 之一 之间 之后 之前 以来 以后 以上 以下 以外 以内 所 者 个 项 种 次 名
    位 年 月 日 时 后 前 中 内 外 上 下 间 里 至 到 自 随 随着 通过 按 按照 根据 关于 对于
    至于 除 除了 同 同时 与此同时 跟 并非 还是 不是 就是 只有 只要 无论 不仅 不但 甚至 吗 呢
    吧 啊 什么 怎么 多少 一 一个 一些 一种 一次 两 几 多 如何 为何 很多 许多 及其 包括 例如 比如
    以便 从而 进而 此外 另外 然而 不过 约 共 总共 均 皆 经 经过 作为 成为 不断 进一步 继续
    逐步""".split()
)
"""Words that bound a term and neither begin nor end one; made by hand, as jieba cuts them."""

PREFIXES = frozenset("可 不 有 无 最 非".split())
"""Function words that may begin a term: 可持续发展, 非物质文化遗产."""

CHINESE_VERBS = frozenset(
    """进行 加以 予以 推动 促进 加强 提高 提升 加快 推进 实现 坚持 完善 强化 深化 支持 鼓励 做好
    开展 确保 扩大 增加 减少 达到 超过 维持 保持""".split()
)
"""Verbs with which policy sentences begin; they bound a term on its left; made by hand."""

BARRIERS = frozenset(
    "了 是 在 将 会 已 把 被 并 但 而 由 也 都 就 又 还 以 于 从 对 向 等 则 亦".split()
)
"""Chinese words that no term reaches across: measured in the prototype of extraction."""

_VERBS = frozenset(
    """accelerate accelerated achieve achieved adopt adopted advance aim aimed aims allow allowed
    allows announced apply approved became become becomes began begin bring brought build came
    carried carry come comes conduct conducted consolidate continue continued continues contribute
    contributed coordinate create cultivate decided deepen deliver develop developed enable enabled
    enables encourage encouraged enhance enhanced ensure ensured ensures established establish
    expand expanded explore facilitate facilitated foster gave get give given gives go got grew
    guide held help helped helps hold implement implemented improve improved include included
    includes increase increased introduce introduced issued keep kept launched launch leverage made
    maintain maintained make makes meet move moved occur occurred optimize optimise participate
    participated prevent promote promoted promotes propose proposed provide provided provides
    pursue raise reach reached refine reinforce remain remained remains require required requires
    rose said say says see seen set shown show shows sought speed step stepped strengthen
    strengthened strive support supported take taken takes tell took transform turn uphold upgrade
    use used uses want went worked tackle strive foster adhere stimulate spur boost bolster carry
    advise advised recommend recommended suggest suggested cause caused causes know think find
    found follow followed refer refers receive received""".split()
)
"""Verbs that bound an English term on its left; hand-made."""

_VERB_ALSO_NOUN = frozenset(
    "aim support help show use move step turn set advance boost".split()
)

PARTICLES = frozenset(["up"])
"""Function words that may end an English term (reform and opening up)."""

_NOT_ADVERBS = frozenset(
    """supply assembly family monopoly anomaly early elderly daily monthly quarterly weekly yearly
    friendly reply italy july orderly""".split()
)
"""Words in -ly that may begin or end a term."""

INSIDE = frozenset(
    "of the for and in on to with a an at by from between against under as or".split()
)
"""Function words that may stand inside an English term."""


def chinese_tokens(text: str) -> list[Token]:
    """The tokens of a Chinese text, blanks left out, cut finer than jieba does.

    >>> [token.key for token in chinese_tokens("發展新质生产力（NQPF）")]
    ['发展', '新质', '生产力', '（', 'NQPF', '）']
    """
    tokens: list[Token] = []
    simple = chinese.simplified(text)
    start = 0
    for word in cut(simple):
        end = start + len(word)
        for piece in _PIECES.finditer(simple, start, end):
            at = piece.start()
            for part in _halves(piece[0]):
                tokens.append(
                    Token(at, at + len(part), part, _chinese_kind(part))
                )
                at += len(part)
        start = end
    return tokens


def english_tokens(text: str) -> list[Token]:
    """The tokens of an English text, hyphens and ’s tokens of their own.

    >>> [token.key for token in english_tokens("China's high-quality goods, and R&D")]
    ['china', "'s", 'high', '-', 'quality', 'goods', ',', 'and', 'r&d']
    """
    tokens = []
    for word in _ENGLISH.finditer(text):
        start, end = word.span()
        tokens.append(Token(start, end, *_english_key(word[0])))
    return tokens


@lru_cache(maxsize=1 << 16)
def _halves(word: str) -> tuple[str, ...]:
    """A long dictionary word as its two halves where both are words themselves."""
    if len(word) < 4 or not chinese.has_han(word):
        return (word,)
    cuts = range(2, len(word) - 1)
    scored = (
        (min(frequency(word[:cut]), frequency(word[cut:])), cut) for cut in cuts
    )
    least, cut = max(scored, default=(0, 0))
    return (
        (*_halves(word[:cut]), *_halves(word[cut:]))
        if least >= _HALF_FREQUENCY
        else (word,)
    )


@lru_cache(maxsize=1 << 16)
def _chinese_kind(word: str) -> int:
    if word in CHINESE_FUNCTION:
        return FUNCTION
    if word in CHINESE_VERBS:
        return VERB
    if chinese.has_han(word):
        return WORD
    if word[0].isdecimal():
        return NUMBER
    return LATIN if word[0].isalpha() else SIGN


@lru_cache(maxsize=1 << 16)
def _english_key(word: str) -> tuple[str, int, int]:
    """The key, the kind and the case of an English word as it stands."""
    case = 2 if word.isupper() and len(word) > 1 else int(word[0].isupper())
    return *_key_and_kind(word), case


def _key_and_kind(word: str) -> tuple[str, int]:
    lower = word.lower().replace("’", "'")
    if word[0].isdecimal():
        return lower, NUMBER
    if lower == "'s" or not word[0].isalpha():
        return lower, SIGN
    kind = _kind_of_word(word, lower)
    return (english.plural_key(word) if kind == WORD else lower), kind


def _kind_of_word(word: str, lower: str) -> int:
    """The kind of a word of letters, by the lists above."""
    if lower in english.FUNCTION_WORDS and word[1:] == lower[1:]:  # not US, IT
        return FUNCTION
    if lower in _VERBS and lower not in _VERB_ALSO_NOUN:
        return VERB
    if (
        lower.endswith("ly")
        and len(lower) > 4
        and word[0].islower()
        and lower not in _NOT_ADVERBS
    ):
        return ADVERB
    return WORD
