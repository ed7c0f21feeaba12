"""Small documents written as a sketch: `# 1 Title` is a heading, any other line a paragraph."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place

Sketch = Callable[[str], Document]


@pytest.fixture(scope="session")
def sketch() -> Sketch:
    """The document of a sketch. `## 1.2 Title` is of level 2; a number `-` means none."""
    return _document


def _document(text: str) -> Document:
    flat: list[tuple[str | None, Passage | None, int, list[Passage]]] = [
        (None, None, 0, [])
    ]
    offset = 0
    for line, content in enumerate(text.split("\n"), start=1):
        marks, _, rest = content.partition(" ")
        anchor = Anchor(0, offset, Place(line, 1))
        if marks and not marks.strip("#"):
            number = rest.split(" ")[0]
            title = Passage(rest.removeprefix("- "), (anchor,))
            flat.append(
                (None if number == "-" else number, title, len(marks), [])
            )
        elif content.strip():
            flat[-1][3].append(Passage(content, (anchor,)))
        offset += len(content) + 1
    lang = (
        "zh-Hans"
        if any("\u4e00" <= sign <= "\u9fff" for sign in text)
        else "en"
    )
    return Document("sketch", lang, _tree(flat), text=text)


def _tree(
    flat: list[tuple[str | None, Passage | None, int, list[Passage]]],
) -> Section:
    (number, title, level, paragraphs), *below = flat
    groups: list[
        list[tuple[str | None, Passage | None, int, list[Passage]]]
    ] = []
    for entry in below:
        if groups and entry[2] > groups[-1][0][2]:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return Section(
        number, title, level, tuple(paragraphs), tuple(map(_tree, groups))
    )
