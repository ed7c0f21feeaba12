"""What the pages of one server share: the folder, and what was made of it and still holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from nqpterms.model.candidates import Candidate
from nqpterms.run import Engine
from nqpterms.servers.review.errands import Errand
from nqpterms.servers.review.review_folder import ReviewFolder
from nqpterms.servers.review.texts_shelf import TextsShelf

T = TypeVar("T")
_KEPT = 64  # things that are remembered; the one asked for longest ago goes first


class ReviewDesk:
    """The folder of a server, and a memory for what is dear to make.

    >>> desk = ReviewDesk(Path("."))
    >>> desk.remembered("sum", sign=1, make=lambda: 42), desk.remembered("sum", sign=1, make=int)
    (42, 42)
    >>> desk.remembered("sum", sign=2, make=int)
    0
    """

    def __init__(self, root: Path, *, engine: Engine = "processes") -> None:
        self.folder = ReviewFolder(root)
        self.engine = engine
        self.shelf = TextsShelf(self.folder, engine=engine)
        self.candidates: Errand[list[Candidate]] = Errand(engine=engine)
        self._memory: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._locks: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def remembered(self, key: Hashable, *, sign: Hashable, make: Callable[[], T]) -> T:
        """What *make* made under a key, as long as *sign* is the same (as `stamp` gives it).

        Two threads that ask for the same wait for one of them to make it.
        """
        with self._lock:
            own = self._locks.setdefault(key, Lock())
        with own:
            kept = self._memory.get(key)
            if kept is not None and kept[0] == sign:
                with self._lock:
                    self._memory.move_to_end(key)
                return cast(T, kept[1])
            value = make()
            with self._lock:
                self._memory[key] = sign, value
                self._memory.move_to_end(key)
                if len(self._memory) > _KEPT:
                    self._memory.popitem(last=False)
            return value

    def last_remembered(self, key: Hashable) -> Any:
        """What was made last under a key, whether it still holds or not; None where nothing was."""
        with self._lock:
            kept = self._memory.get(key)
        return kept[1] if kept else None

    def close(self) -> None:
        """Let go of what the desk holds."""
