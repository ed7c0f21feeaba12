"""The texts of a folder that stand in both languages, each as its segments.

Units ──read_texts──▶ ProjectTexts, one a unit, in order
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.model.alignment import Segment
from nqpterms.run import Engine
from nqpterms.run.engines import Failed, Job, map_items
from nqpterms.run.inputs import Unit
from nqpterms.run.one import segments_of


class ProjectText(Struct, frozen=True):
    """A text with its segments, or why it has none; `name` is that of its unit.

    The segments are named as the unit, so that a reader finds them again; those of a bitext that
    names its documents keep these names.
    """

    name: str
    segments: tuple[Segment, ...] = ()
    failure: str = ""


def read_texts(
    units: Iterable[Unit], *, engine: Engine = "serial", jobs: int = 1
) -> Iterator[ProjectText]:
    """The text of each unit, in order; documents are aligned on the way.

    A text in one language, or one that cannot be read, says so and stops nobody.

    >>> from nqpterms.run.inputs import unit_of
    >>> [text] = read_texts([replace(unit_of([Segment("茶", "tea")]), name="tea.tsv")])
    >>> text.name, text.segments[0].doc
    ('tea.tsv', 'tea.tsv')
    """
    every = list(units)
    job: Job[None, Unit, ProjectText] = Job(_nothing, _text_of)
    outcomes = map_items(job, every, engine=engine, jobs=jobs)
    for unit, outcome in zip(every, outcomes, strict=True):
        if isinstance(outcome, Failed):
            yield ProjectText(unit.name, failure=outcome.reason)
        else:
            yield outcome


def _nothing() -> None:
    """What a worker makes ready: nothing."""


def _text_of(_: None, unit: Unit) -> ProjectText:
    """The text of a unit."""
    segments = [_named_as_unit(segment, unit) for segment in segments_of(unit)]
    return ProjectText(unit.name, tuple(segments))


def _named_as_unit(segment: Segment, unit: Unit) -> Segment:
    """A segment under the name of its unit, unless a bitext has its own name for the document."""
    if unit.is_bitext and segment.doc not in (unit.path, Path(unit.path).name):
        return segment
    return replace(segment, doc=unit.name)
