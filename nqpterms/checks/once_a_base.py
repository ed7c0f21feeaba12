"""What is worked out of a term base once, however many documents are checked with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from nqpterms.model.termbase import TermBase

_BASES = 6  # term bases times languages whose slips are remembered: documents come by the thousand

_T = TypeVar("_T")


def once_a_base(
    work: Callable[[TermBase, str], _T],
) -> Callable[[TermBase, str], _T]:
    """A function of a term base and a language that works once for each base.

    A base is equal to itself alone here: nobody has to read it to see that.

    >>> sizes = once_a_base(lambda base, language: [len(base)])
    >>> base = TermBase(())
    >>> sizes(base, "en") is sizes(base, "en"), sizes(base, "en") is sizes(TermBase(()), "en")
    (True, False)
    """

    @lru_cache(maxsize=_BASES)
    def by_identity(key: _Identity, language: str) -> _T:
        return work(key.base, language)

    @wraps(work)
    def remembered(base: TermBase, language: str) -> _T:
        return by_identity(_Identity(base), language)

    return remembered


class _Identity:
    """A term base as a key."""

    def __init__(self, base: TermBase) -> None:
        self.base = base

    def __hash__(self) -> int:
        return id(self.base)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.base is other.base
