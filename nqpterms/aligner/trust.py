"""What makes an alignment doubtful as a whole: said in its warnings, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from nqpterms.lang.chinese import count_han
from nqpterms.model.alignment import Bead, Row, SectionPair
from nqpterms.model.document import Document

HAN_TEXT = 0.2
"""Share of Han among a text's characters from which it is Chinese: prose has over .7, an English
text that quotes Chinese under .1."""
DOUBTFUL = 0.5  # mean confidence of the beads: under it, more are wrong than right


def are_swapped(zh: Document, en: Document) -> bool:
    """Whether the text given as Chinese is the one with less Han, and the other one is Chinese.

    >>> from nqpterms.model.document import Passage, Section
    >>> chinese, english = (
    ...     Document(name, "und", Section(None, None, 0, (Passage(text),)))
    ...     for name, text in (("a", "天气很好。"), ("b", "Fine weather."))
    ... )
    >>> are_swapped(chinese, english), are_swapped(english, chinese)
    (False, True)
    """
    return han_share(en) > max(han_share(zh), HAN_TEXT)


def han_share(document: Document) -> float:
    """The share of Han characters in a document's text, 0 to 1."""
    texts = [passage.text for passage in document.passages()]
    return sum(map(count_han, texts)) / max(1, sum(map(len, texts)))


def doubts(zh: Document, en: Document, rows: Sequence[Row], *, swapped: bool) -> Iterator[str]:
    """A sentence for each thing that a reader of the alignment must know first."""
    if swapped:
        yield f"{zh.name} is the Chinese text, {en.name} the English one: they were given swapped"
    for document, language in ((zh, "Chinese"), (en, "English")):
        if not any(passage.text for passage in document.passages()):
            yield f"the {language} text is empty"
        elif (han_share(document) > HAN_TEXT) != (language == "Chinese"):
            yield f"{document.name} does not read as {language}"
    sections = [row for row in rows if isinstance(row, SectionPair)]
    both = any(row.zh for row in sections) and any(row.en for row in sections)
    if both and not any(row.zh and row.en for row in sections):
        yield "no heading of one text answers one of the other: they may not belong together"
    beads = [row.confidence for row in rows if isinstance(row, Bead) and row.zh and row.en]
    if beads and fmean(beads) < DOUBTFUL:
        yield f"the beads are uncertain (mean confidence {fmean(beads):.2f}): check before use"
