"""When two ways of writing are the same wording, and when they are the same spelling."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import combinations

from nqpterms.lang.english import lemma, plural_key, words
from nqpterms.lang.normal_form import fold_case
from nqpterms.lang.spelling import spelling_key
from nqpterms.matching.forms import is_acronym
from nqpterms.model.termbase import Term

_SHORT = frozenset({"acronym", "abbreviation", "initialism", "shortForm"})
SMALL = frozenset(
    ["a", "an", "the", "and", "or", "at", "by", "for", "from", "in", "of", "on", "to", "with"]
) | {"her", "his", "its", "our", "their"}
_BLANKS = re.compile(r"\s+")


def is_short(term: Term) -> bool:
    """Whether a term is an abbreviation, which may stand for its full form anywhere."""
    return term.type in _SHORT or bool(term.abbreviation_of) or is_acronym(term.text)


@lru_cache(maxsize=1 << 16)
def wording(text: str) -> tuple[str, ...]:
    """A key that two terms share which differ in no more than inflection, spelling, small words.

    >>> wording("expanding the domestic markets") == wording("expand domestic market")
    True
    """
    found = [w for w in (span.of(text).lower() for span in words(text)) if w not in SMALL]
    return tuple(spelling_key(lemma(w)) for w in found) or (text,)


@lru_cache(maxsize=1 << 16)
def spelling(surface: str) -> tuple[str, str]:
    """A key that all spellings of a term share, and the spelling that stands here.

    Number, possessive and case make no difference to either.

    >>> spelling("Co-operation centres"), spelling("cooperation center")
    (('cooperationcenter', 'co-operation centre'), ('cooperationcenter', 'cooperation center'))
    """
    flat = fold_case(_BLANKS.sub(" ", surface))
    key, written, at = [], [], 0
    for span in words(flat):
        word = plural_key(span.of(flat))
        key.append(spelling_key(word))
        written += [flat[at : span.start], word]
        at = span.end
    return "".join(key), "".join(written).strip()


@lru_cache(maxsize=1 << 16)
def capitals(surface: str) -> str:
    """How a term of several words is capitalised: "Title", "lower", or "" where that is open.

    >>> capitals("Belt and Road"), capitals("belt and road"), capitals("Belt and road")
    ('Title', 'lower', 'lower')
    """
    found = [w for w in (span.of(surface) for span in words(surface)) if w.lower() not in SMALL]
    inner = [w for w in found[1:] if w[0].isalpha()]
    if not inner or surface.isupper():
        return ""
    if all(w[0].isupper() for w in inner):
        return "Title" if found[0][0].isupper() else ""
    return "lower" if all(w.islower() for w in inner) else ""


def are_rivals(texts: Collection[str]) -> bool:
    """Whether the wordings of some terms compete; one alone does not, and is not looked into."""
    return len(texts) > 1 and competing(map(wording, texts))


def competing(names: Iterable[tuple[str, ...]]) -> bool:
    """Whether two of some wordings are plainly names of one thing: rivals, and no general words.

    Of two words each at least, one word in common, and none a part of the other: "labor tools"
    and "labor means" are, "jobs" and "employment", "public expectations" and "expectations" not.

    >>> competing([("labor", "tool"), ("mean", "labor")]), competing([("job",), ("employment",)])
    (True, False)
    """
    found = [set(name) for name in names if len(name) > 1]
    return any(a & b and not (a <= b or b <= a) for a, b in combinations(found, 2))
