"""Frozen values by the million."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, TypeVar, cast

T = TypeVar("T")


def swift(frozen: type[T]) -> Callable[..., T]:
    """A constructor of a frozen, slotted dataclass that takes a quarter of the time of its own.

    The class's own sets each slot through `object.__setattr__` (7.7 µs for a Term). This one fills
    a twin of the class that is not frozen, which has the same slots, and hands it over (1.8 µs).

    >>> from nqpterms.model.places import Place
    >>> swift(Place)(3, column=1) == Place(3, 1)
    True
    """
    same: list[tuple[str, Any, Any]] = [
        (each.name, each.type, each if each.default is MISSING else field(default=each.default))
        for each in fields(frozen)  # type: ignore[arg-type]
    ]

    def handed_over(value: Any) -> None:
        value.__class__ = frozen

    after = {"__post_init__": handed_over}
    twin = make_dataclass(frozen.__name__, same, slots=True, eq=False, repr=False, namespace=after)
    return cast(Callable[..., T], twin)
