"""Word alignments of other aligners (fast_align, eflomal): Pharaoh's format.

    tokens  发展 新质 生产力 ||| develop new quality productive forces
    links   0-0 1-1 1-2 2-3 2-4

The tokens are the file that the aligner has read: one pair a line, Chinese first, tokens between
blanks. A link is a Chinese and an English token, both counted from 0. However the tokens are cut,
together they must be the text of the pair: only blanks and the case of letters may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nqpterms.errors import FormatError
from nqpterms.files.opening import numbered_lines
from nqpterms.model.alignment import Segment
from nqpterms.model.places import Span

_TOKEN = re.compile(r"[^ \t]+")  # other blanks, as U+3000, part no tokens for the aligners
_LINK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_BAR = "|||"
_SHOWN = 20  # code points of a text that a message shows


def load_links(
    links: str | Path, tokens: str | Path, segments: Sequence[Segment]
) -> list[tuple[tuple[Span, Span], ...]]:
    """Of each segment the stretches of its Chinese and its English that are linked.

    Raises FormatError with file and line where a file has not one line a segment, where tokens
    are not the text of their segment, and for links that are none or that no token belongs to.
    """
    token_lines = _lines(tokens, len(segments))
    link_lines = _lines(links, len(segments))
    found = []
    for line, segment in enumerate(segments, 1):
        try:
            zh, en = _located(token_lines[line - 1], segment)
        except FormatError as error:
            raise FormatError(error.message, tokens, line) from None
        try:
            found.append(tuple(_linked(link_lines[line - 1], zh, en)))
        except FormatError as error:
            raise FormatError(error.message, links, line) from None
    return found


def token_spans(tokens: Iterable[str], text: str) -> list[Span]:
    """Where each token stands in the text that the tokens were cut from.

    A token of blanks alone has an empty span. Raises FormatError where tokens and text differ.

    >>> token_spans(["develop", "new", "quality", "-"], "Develop  new quality-")
    [Span(start=0, end=7), Span(start=9, end=12), Span(start=13, end=20), Span(start=20, end=21)]
    """
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    spans, done = [], 0
    for token in tokens:
        signs = "".join(token.split())
        here = places[done : done + len(signs)]
        if "".join(text[at] for at in here).lower() != signs.lower():
            at = here[0] if here else len(text)
            rest = repr(text[at : at + _SHOWN]) if here else "ended"
            message = f"token {token!r} where the text of the pair has {rest}"
            raise FormatError(f"{message}: expected the same text, only cut by blanks")
        spans.append(Span(here[0], here[-1] + 1) if here else Span(0, 0))
        done += len(signs)
    if done < len(places):
        rest = text[places[done] :][:_SHOWN]
        raise FormatError(f"the tokens end where the text of the pair goes on: {rest!r}")
    return spans


def _lines(path: str | Path, count: int) -> list[str]:
    lines = [text for _, text in numbered_lines(path)]
    if len(lines) != count:
        message = f"{len(lines)} lines for {count} pairs: expected one line a pair, in their order"
        raise FormatError(message, path, min(len(lines), count) + 1)
    return lines


def _located(line: str, segment: Segment) -> tuple[list[Span], list[Span]]:
    """The tokens of both sides in their texts."""
    tokens = _TOKEN.findall(line)
    if tokens.count(_BAR) != 1:
        raise FormatError(f"expected Chinese tokens, one {_BAR}, and English tokens")
    bar = tokens.index(_BAR)
    return token_spans(tokens[:bar], segment.zh), token_spans(tokens[bar + 1 :], segment.en)


def _linked(line: str, zh: Sequence[Span], en: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    for link in _TOKEN.findall(line):
        match = _LINK.fullmatch(link)
        if not match:
            raise FormatError(f"{link!r} is no link: expected 0-0, a Chinese and an English token")
        left, right = int(match[1]), int(match[2])
        if left >= len(zh) or right >= len(en):
            have = f"{len(zh)} Chinese and {len(en)} English tokens"
            message = f"link {link} of a pair with {have}: expected Chinese first, counted from 0"
            raise FormatError(message)
        yield zh[left], en[right]
