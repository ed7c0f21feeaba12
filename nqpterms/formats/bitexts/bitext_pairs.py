"""What all formats of pairs share: which side is Chinese, and what is said beside the texts.

    Segment ──to_properties──▶ (("doc", "report"), ("confidence", "0.98"), ("note", …))
            ◀──from_properties──

Declared languages say which side is the Chinese one, the script where they do not. A property
whose name begins with ``@`` is an attribute of the unit, one with ``zh:`` or ``en:`` belongs to
that side, `zh:lang` and `en:lang` are the sides' language tags. Each format writes the names in
its own way and reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from nqpterms.errors import FormatError
from nqpterms.lang.chinese import count_han, script
from nqpterms.model.alignment import Segment, Side

Property = tuple[str, str]

LANGUAGES = frozenset({"zh:lang", "en:lang"})
"""The properties that are language tags, which most formats have a place for."""

OTHER: dict[Side, Side] = {"zh": "en", "en": "zh"}
_PRIMARY: dict[str, Side] = {
    **dict.fromkeys(("zh", "zho", "chi", "cmn"), "zh"),
    **dict.fromkeys(("en", "eng"), "en"),
}


@cache  # files have few tags, and one on every variant
@lru_cache(maxsize=1024)
def side_of(tag: str) -> Side | None:
    """The side that a language tag names, however it is written; None for another language.

    >>> side_of("zh-CN"), side_of("ZH_TW"), side_of("eng"), side_of("fr")
    ('zh', 'zh', 'en', None)
    """
    return _PRIMARY.get(tag.replace("_", "-").partition("-")[0].strip().lower())


def source_side(
    source: str, target: str, texts: Iterable[tuple[str, str]]
) -> Side | None:
    """The side of the source, from two language tags ("" for none), else from some (source,
    target) texts; None where the tags name a third language or one language twice.

    >>> source_side("en-US", "zh-TW", ()), source_side("", "", [("发展", "development")])
    ('en', 'zh')
    >>> source_side("fr", "zh", ()) is None
    True
    """
    source_tag, target_tag = side_of(source), side_of(target)
    is_third = (source and not source_tag) or (target and not target_tag)
    is_twice = source and source_tag == target_tag
    if is_third or is_twice:
        return None
    if source_tag:
        return source_tag
    if target_tag:
        return OTHER[target_tag]
    return by_script(texts)


def by_script(texts: Iterable[tuple[str, str]]) -> Side:
    """The side of the first of two columns of texts: "en" where the second holds more Han.

    It is "en" also where the second is empty, still to be translated, and the first has no Han.

    >>> by_script([("发展", "development")]), by_script([("Development.", "")])
    ('zh', 'en')
    """
    pairs = list(texts)
    more = sum(count_han(first) - count_han(second) for first, second in pairs)
    if more:
        return "en" if more < 0 else "zh"
    has_words = any(char.isalpha() for first, _ in pairs for char in first)
    is_translated = any(second.strip() for _, second in pairs)
    return "en" if has_words and not is_translated else "zh"


def language_tags(first: Segment | None, zh: str, en: str) -> dict[Side, str]:
    """The tags to write: the caller's, else those of the first segment's file, else by script."""
    own = dict(first.properties) if first else {}
    by_text = script(first.zh) if first else "zh-Hans"
    return {
        "zh": zh or own.get("zh:lang", by_text),
        "en": en or own.get("en:lang", "en"),
    }


def to_properties(segment: Segment, *, doc: bool = True) -> list[Property]:
    """The document (unless the format has a place of its own for it), confidence, properties.

    >>> to_properties(Segment("新", "new", doc="r", confidence=0.5, properties=(("note", "a"),)))
    [('doc', 'r'), ('confidence', '0.5'), ('note', 'a')]
    """
    properties = []
    if doc and segment.doc:
        properties.append(("doc", segment.doc))
    if segment.confidence != 1.0:
        properties.append(("confidence", repr(segment.confidence)))
    return [*properties, *segment.properties]


def from_properties(properties: Iterable[Property]) -> dict[str, Any]:
    """The fields of a Segment among the properties; the rest are its `properties`.

    >>> from_properties([("doc", "report"), ("note", "a"), ("confidence", "high")])
    {'properties': (('note', 'a'), ('confidence', 'high')), 'doc': 'report'}
    """
    fields: dict[str, Any] = {}
    rest = []
    for name, value in properties:
        if name == "doc" and "doc" not in fields:
            fields["doc"] = value
        elif (
            name == "confidence" and (number := _probability(value)) is not None
        ):
            fields["confidence"] = number
        else:
            rest.append((name, value))
    return {"properties": tuple(rest)} | fields


@contextmanager
def naming_segment(number: int, path: str | Path) -> Iterator[None]:
    """Give a refusal inside the block the segment's number and the file's name."""
    try:
        yield
    except FormatError as error:
        raise FormatError(f"segment {number} {error.message}", path) from None


def _probability(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
