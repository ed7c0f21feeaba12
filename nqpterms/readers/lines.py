"""A text with one sentence a line: no outline, every line a passage, blank ones too."""

from __future__ import annotations

import re
from pathlib import Path

from nqpterms.files.encoding import load
from nqpterms.lang.chinese import count_han, script
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HAN_SHARE = 0.1  # of all characters; a Chinese text has most, an English one that quotes few


def read_lines(path: str | Path) -> Document:
    """The lines of a text file as paragraphs of one Document, none left out, for ``--split lines``.

    Raises FormatError for a file that cannot be read as text.
    """
    text = load(path)
    passages, offset = [], 0
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[0].rstrip("\r\n")
        if match[0]:  # what follows the last line end is no line
            passages.append(Passage(line, (Anchor(0, offset, Place(number, 1)),)))
        offset = match.end()
    language = script(text) if count_han(text) > _HAN_SHARE * len(text) else "en"
    return Document(str(path), language, Section(None, None, 0, tuple(passages)), text=text)
