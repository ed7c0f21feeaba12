"""A Concept as JSON and back, its empty fields left out."""

from __future__ import annotations

from typing import Any

import msgspec

from nqpterms.model.termbase import Concept


def packed(concept: Concept) -> str:
    """A concept as one line of JSON.

    >>> from nqpterms.model.termbase import Term
    >>> packed(Concept("c1", (Term("税", "zh"),)))
    '{"id":"c1","terms":[{"text":"税","lang":"zh"}]}'
    """
    return msgspec.json.encode(concept).decode("utf-8")


def unpacked(data: Any) -> Concept:
    """The concept; raises ValueError for what `packed` did not write.

    *data* is what the JSON says.
    """
    return msgspec.convert(data, Concept)
