"""When two ways of writing are the same wording, and when they are the same spelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import combinations

from nqpterms.lang.chinese import has_han
from nqpterms.lang.english import lemma, plural_key, words
from nqpterms.lang.normal_form import as_written, fold, fold_case
from nqpterms.lang.spelling import spelling_key

SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "to",
        "with",
    ]
) | {"her", "his", "its", "our", "their"}


@lru_cache(maxsize=1 << 16)
def wording(text: str) -> tuple[str, ...]:
    """A key that two terms share which differ in no more than inflection, spelling, small words.

    Of a Chinese term it has the characters: script and spelling make no difference.

    >>> wording("expanding the domestic markets") == wording("expand domestic market")
    True
    >>> wording("坏账"), wording("壞帳")
    (('坏', '账'), ('坏', '账'))
    """
    if has_han(text):
        return tuple(fold(text))
    content = [word for word in _lower_words(text) if word not in SMALL]
    return tuple(spelling_key(lemma(word)) for word in content) or (text,)


def _lower_words(text: str) -> list[str]:
    plain = as_written(text)
    return [fold_case(span.of(plain)) for span in words(plain)]


@lru_cache(maxsize=1 << 16)
def spelling(surface: str) -> tuple[str, str]:
    """A key that all spellings of a term share, and the spelling that stands here.

    Number, possessive and case make no difference to either.

    >>> spelling("Co-operation centres"), spelling("cooperation center")
    (('cooperationcenter', 'co-operation centre'), ('cooperationcenter', 'cooperation center'))
    """
    flat = fold_case(as_written(surface))
    keys, pieces, at = [], [], 0
    for span in words(flat):
        word = plural_key(span.of(flat))
        keys.append(spelling_key(word))
        pieces += [flat[at : span.start], word]
        at = span.end
    return "".join(keys), "".join(pieces).strip()


@lru_cache(maxsize=1 << 16)
def capitals(surface: str) -> str:
    """How a term of several words is capitalised: "Title", "lower", or "" where that is open.

    >>> capitals("Belt and Road"), capitals("belt and road"), capitals("Belt and road")
    ('Title', 'lower', 'lower')
    """
    surface = as_written(surface)
    if surface.isupper():
        return ""
    texts = [span.of(surface) for span in words(surface)]
    content = [word for word in texts if word.lower() not in SMALL]
    inner = [word for word in content[1:] if word[0].isalpha()]
    if inner and all(map(str.islower, inner)):
        return "lower"
    is_title = inner and all(word[0].isupper() for word in [content[0], *inner])
    return "Title" if is_title else ""


def are_rivals(texts: Collection[str]) -> bool:
    """Whether the wordings of some terms compete; one alone does not, and is not looked into."""
    return len(texts) > 1 and competing(map(wording, texts))


def competing(names: Iterable[tuple[str, ...]]) -> bool:
    """Whether two of some wordings are plainly names of one thing: rivals, and no general words.

    Of two words each at least, one word in common, and none a part of the other: "labor tools"
    and "labor means" are, "jobs" and "employment", "public expectations" and "expectations" not.
    Of Chinese terms three characters each and two in common: 人工智能 and 人工智慧.

    >>> competing([("labor", "tool"), ("mean", "labor")]), competing([("job",), ("employment",)])
    (True, False)
    >>> competing([tuple("人工智能"), tuple("人工智慧")]), competing([tuple("就业"), tuple("从业")])
    (True, False)
    """
    sets = [(set(name), _least_in_common(name)) for name in names]
    for (one, least), (two, _) in combinations(sets, 2):
        is_name = min(len(one), len(two)) > least
        if (
            is_name
            and len(one & two) >= least
            and not (one <= two or two <= one)
        ):
            return True
    return False


def _least_in_common(name: tuple[str, ...]) -> int:
    """How many parts two names have in common that compete: words, or Chinese characters."""
    return 2 if name and len(name[0]) == 1 and has_han(name[0]) else 1
