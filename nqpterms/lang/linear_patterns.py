"""Regular expressions of other people, matched in time that grows with the text and no faster.

RE2's syntax: no look-around and no backreferences, because these can take for ever. Python's own
engine would need minutes for one line of a hundred x where `(x+x+)+y` is sought; RE2 does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from nqpterms.model.places import Span


@lru_cache(maxsize=512)  # the rules of some projects
def linear_pattern(pattern: str) -> Any:
    """A pattern ready to be used; its offsets are code points.

    Raises ValueError, saying what is wrong, for what RE2 refuses, and for a pattern that matches
    where nothing stands.

    >>> linear_pattern("(?i)mu").search("2 MU").span()
    (2, 4)
    >>> linear_pattern("(?=a)")
    Traceback (most recent call last):
    ValueError: invalid perl operator: (?= (no look-around or backreference: RE2's syntax)
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        text = (
            reason.decode("utf-8", "replace")
            if isinstance(reason, bytes)
            else str(reason)
        )
        advice = "no look-around or backreference: RE2's syntax"
        raise ValueError(f"{text} ({advice})") from None
    if compiled.search("") is not None:
        raise ValueError(
            "it matches where nothing stands: ask for one character at least"
        )
    return compiled


def spans_of(pattern: str, text: str) -> Iterator[Span]:
    """Where a pattern matches, from left to right.

    >>> list(spans_of("[0-9]+亩", "有12亩，又3亩"))
    [Span(start=1, end=4), Span(start=6, end=8)]
    """
    for match in linear_pattern(pattern).finditer(text):
        if match.end() > match.start():
            yield Span(*match.span())


def rewritten(pattern: str, text: str, span: Span, new: str) -> str:
    r"""What *new* writes for a match; ``\1`` in it is the first group.

    >>> rewritten("([0-9]+) mu", "of 30 mu", Span(3, 8), r"\1 hectares")
    '30 hectares'
    """
    match = linear_pattern(pattern).search(text, span.start)
    return str(match.expand(new))
