"""Patterns of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern of the longest of some words that stands at a place.

    What several begin with is looked at once: passing over other words takes little time.

    >>> any_of(["ten", "tenth", "two"])
    't(?:wo|en(?:th|))'
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(set(words), reverse=True):
        rest.setdefault(word[:1], []).append(word[1:])
    branches = [re.escape(sign) + (any_of(more) if sign else "") for sign, more in rest.items()]
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else branches[0]
