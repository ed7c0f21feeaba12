"""What is learned of a term base once: documents by the thousand are checked with one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from nqpterms.model.termbase import TermBase

_T = TypeVar("_T")
_BASES = 4  # times languages that are remembered


class _Same:
    """A term base as a key: one is equal to itself alone, and nobody has to read it to see that."""

    def __init__(self, base: TermBase) -> None:
        self.base = base

    def __hash__(self) -> int:
        return id(self.base)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.base is other.base


def once_for_each(learn: Callable[[TermBase, str], _T]) -> Callable[[TermBase, str], _T]:
    """A function of a term base and a language that works once for each base.

    >>> sizes = once_for_each(lambda base, language: [len(base)])
    >>> base = TermBase(())
    >>> sizes(base, "en") is sizes(base, "en"), sizes(base, "en") is sizes(TermBase(()), "en")
    (True, False)
    """

    @lru_cache(maxsize=_BASES)
    def known(same: _Same, language: str) -> _T:
        return learn(same.base, language)

    @wraps(learn)
    def remembered(base: TermBase, language: str) -> _T:
        return known(_Same(base), language)

    return remembered
