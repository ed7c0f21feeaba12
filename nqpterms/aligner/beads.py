"""The result of an alignment."""

from __future__ import annotations

from typing import NamedTuple


class TextBead(NamedTuple):
    """Texts of both sides, by index, that translate each other; `confidence` is a probability."""

    zh: tuple[int, ...]
    en: tuple[int, ...]
    confidence: float
