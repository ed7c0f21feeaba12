"""The texts of the folder, read in the background and kept as long as their files are the same.

    ReviewFolder ──▶ TextsShelf ──state──▶ ShelfState: the texts so far, and how many there are

To align a pair takes a second or two, and a folder may hold a hundred. So a page shows what is
there already and says how much is still to come. The reading is done by other processes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock, Thread

from msgspec import Struct

from nqpterms.model.alignment import Segment
from nqpterms.run import Engine
from nqpterms.run.corrected_pairs import corrections_path
from nqpterms.run.inputs import Unit
from nqpterms.run.project_texts import ProjectText, read_texts
from nqpterms.servers.review.review_folder import ReviewFolder, Stamp, stamp

_LOOK_AGAIN = 2.0  # seconds for which the files are taken to be as they were
_MOST_JOBS = 4


class ShelfState(Struct, frozen=True):
    """The texts that have been read so far, of *total*; `version` is another one after a change."""

    texts: tuple[ProjectText, ...]
    total: int
    version: int

    @property
    def is_whole(self) -> bool:
        """Whether every text has been read."""
        return len(self.texts) == self.total

    @property
    def failures(self) -> tuple[ProjectText, ...]:
        """The texts that are no pair, or could not be read."""
        return tuple(text for text in self.texts if text.failure)

    def segments(self) -> list[Segment]:
        """The segments of all texts, in order."""
        return [segment for text in self.texts for segment in text.segments]


def _nothing_more() -> None:
    """What is done when all texts have been read, unless somebody asks for more."""


class TextsShelf:
    """The texts of a folder; what is new there or has changed is read again.

    `when_read` is called in the background whenever all have been read.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "tea.tsv").write_text("zh\\ten\\n茶\\ttea\\n", encoding="utf-8")
    ...     shelf = TextsShelf(ReviewFolder(Path(place)), engine="serial")
    ...     [segment.en for segment in shelf.whole().segments()]
    ['tea']
    """

    def __init__(
        self, folder: ReviewFolder, *, engine: Engine = "processes"
    ) -> None:
        self._folder, self._engine = folder, engine
        self.when_read: Callable[[], None] = _nothing_more
        self._lock = Lock()
        self._units: list[Unit] = []
        self._texts: dict[str, tuple[Stamp, ProjectText]] = {}
        self._version = 0
        self._last_look: float | None = None
        self._reader: Thread | None = None

    def state(self) -> ShelfState:
        """What has been read by now; what is new or has changed is read from now on.

        Only the first question waits until the folder has been looked through.
        """
        with self._lock:
            is_first = self._last_look is None
            is_stale = (
                is_first
                or time.monotonic() - (self._last_look or 0.0) > _LOOK_AGAIN
            )
            if is_stale:
                self._last_look = time.monotonic()
        if is_first:
            self._look()
        elif is_stale:
            Thread(target=self._look, daemon=True).start()
        with self._lock:
            texts = [
                self._texts[unit.name][1]
                for unit in self._units
                if unit.name in self._texts
            ]
            return ShelfState(tuple(texts), len(self._units), self._version)

    def whole(self) -> ShelfState:
        """The state when everything has been read."""
        self._last_look = time.monotonic()
        self._look()
        state = self.state()
        while self._reader is not None and not state.is_whole:
            self._reader.join()
            self._look()
            state = self.state()
        return state

    def _look(self) -> None:
        """Find the texts that are there, and begin to read those that have changed."""
        units = self._folder.units()
        stamps = {unit.name: _stamp_of(unit) for unit in units}
        with self._lock:
            self._units = units
            for name in [*self._texts]:
                if self._texts[name][0] != stamps.get(name):
                    del self._texts[name]
                    self._version += 1
            missing = [unit for unit in units if unit.name not in self._texts]
            is_reading = self._reader is not None and self._reader.is_alive()
            if missing and not is_reading:
                self._reader = Thread(
                    target=self._read, args=(missing, stamps), daemon=True
                )
                self._reader.start()

    def _read(self, units: Sequence[Unit], stamps: Mapping[str, Stamp]) -> None:
        """Read some texts, one after the other, as they come from the readers."""
        jobs = min(_MOST_JOBS, os.cpu_count() or 1, len(units))
        texts = read_texts(units, engine=self._engine, jobs=jobs)
        for unit, text in zip(units, texts, strict=True):
            with self._lock:
                self._texts[unit.name] = stamps[unit.name], text
                self._version += 1
        self.when_read()


def _stamp_of(unit: Unit) -> Stamp:
    """What tells whether a unit has changed: its files, and what is known of its alignment."""
    path = corrections_path(unit)
    return stamp([*unit.files, path] if path else unit.files)
