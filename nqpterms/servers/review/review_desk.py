"""What the pages of one server share: the folder, the clerk that works on its texts, and what was
made of it and still holds."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from msgspec import Struct

from nqpterms.model.candidates import Candidate
from nqpterms.run import Engine
from nqpterms.run.file_changes import FileChange
from nqpterms.servers.clerk import Clerk
from nqpterms.servers.review.check_bench import bench
from nqpterms.servers.review.errands import Errand
from nqpterms.servers.review.review_folder import ReviewFolder
from nqpterms.servers.review.text_checks import TextChecks
from nqpterms.servers.review.texts_shelf import TextsShelf

T = TypeVar("T")
_MOST_SECONDS = 900.0  # for one answer: a text of a million signs takes less
_MOST_CHANGES = 100  # of glossaries, which can be taken back one after another
# Things that are remembered; the one asked for longest ago goes first.
_KEPT = 64


class NotedChange(Struct, frozen=True):
    """A change of a glossary as a reader knows it, and the bytes that it changed."""

    what: str
    lines: FileChange


class ReviewDesk:
    """The folder of a server, its checks, and a memory for what is dear to make.

    *by* is the name under which decisions are written. The clerk is a process of its own, started
    when it is first asked.

    >>> desk = ReviewDesk(Path("."))
    >>> desk.remembered("sum", sign=1, make=lambda: 42), desk.remembered("sum", sign=1, make=int)
    (42, 42)
    >>> desk.remembered("sum", sign=2, make=int)
    0
    """

    def __init__(
        self, root: Path, *, by: str = "", engine: Engine = "processes"
    ) -> None:
        self.folder = ReviewFolder(root)
        self.engine = engine
        self.by = by
        self.checks = TextChecks(self.ask)
        self.shelf = TextsShelf(self.folder, engine=engine)
        self.glossary_changes: deque[NotedChange] = deque(maxlen=_MOST_CHANGES)
        self.candidates: Errand[list[Candidate]] = Errand(engine=engine)
        self._clerk: Clerk | None = None
        self._clerk_lock = Lock()
        self._memory: OrderedDict[Hashable, tuple[Hashable, Any]] = (
            OrderedDict()
        )
        self._locks: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def remembered(
        self, key: Hashable, *, sign: Hashable, make: Callable[[], T]
    ) -> T:
        """What *make* made under a key, as long as *sign* is the same (as `stamp` gives it).

        Two threads that ask for the same wait for one of them to make it.
        """
        with self._lock:
            own = self._locks.setdefault(key, Lock())
        with own:
            with (
                self._lock
            ):  # another key's thread may take the oldest memory away
                memory = self._memory.get(key)
                if memory is not None and memory[0] == sign:
                    self._memory.move_to_end(key)
                    return cast(T, memory[1])
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
            memory = self._memory.get(key)
        return memory[1] if memory else None

    def ask(self, question: str, **arguments: Any) -> Any:
        """The clerk's answer to a question, as `Clerk.ask` gives it."""
        with self._clerk_lock:
            if self._clerk is None:
                prepare = partial(bench, str(self.folder.root))
                self._clerk = Clerk(prepare, seconds=_MOST_SECONDS)
            clerk = self._clerk
        return clerk.ask(question, **arguments)

    def stop(self) -> None:
        """End what the clerk works on; the next question starts another one."""
        if self._clerk is not None:
            self._clerk.stop()

    def close(self) -> None:
        """End the clerk."""
        if self._clerk is not None:
            self._clerk.close()
