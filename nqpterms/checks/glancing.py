"""Which of many texts hold a word that is odd by itself, by one quick look at all of them.

The words of a long text are few, and nearly all are harmless: each is judged once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

_TOGETHER = 32  # texts that are split at once: few enough to look into each where a word is odd


def texts_with(texts: Sequence[str], is_odd: Callable[[str], bool]) -> set[int]:
    """The texts in which an odd word stands, by index; a word is what stands between two blanks.

    A text in which an odd word is part of another may slip in.

    >>> texts_with(["One and two.", "Three, FOUR", "and FOUR", "five"], str.isupper)
    {1, 2}
    """
    found: set[int] = set()
    harmless: set[str] = set()
    for at in range(0, len(texts), _TOGETHER):
        some = texts[at : at + _TOGETHER]
        new = {*" ".join(some).split()} - harmless
        odd = {word for word in new if is_odd(word)}
        harmless |= new - odd
        if odd:
            found |= {at + i for i, text in enumerate(some) if any(word in text for word in odd)}
    return found
