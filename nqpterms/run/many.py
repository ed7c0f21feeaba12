"""Many Units: the same Results in the same order, whichever engine does the work.

    Units ──check_units──▶ Results

How many workers there are changes the speed and nothing else: a unit that fails costs no other,
and its Result says why, in this process as in several.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from nqpterms.errors import FormatError, NqptermsError, fault_of_user
from nqpterms.files.progress import tracked
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import TermFile
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding, Findings
from nqpterms.model.termbase import TermBase
from nqpterms.project.fixing import fix_bitext, fix_file
from nqpterms.project.project import Project, find_project
from nqpterms.readers.reading import read, read_text
from nqpterms.renderings.source_terms import AnnotatedSegment, annotated
from nqpterms.run import Engine
from nqpterms.run.engines import Failed, Job, error_line, map_items
from nqpterms.run.inputs import Unit, find_units, unit_of
from nqpterms.run.one import (
    Part,
    Result,
    RowFailure,
    check_codes,
    check_unit,
    segments_of,
)


def check(
    target: str | Path | Document | Iterable[Segment],
    source: str | Path | Document | None = None,
    *,
    terms: TermBase | Matcher | TermFile | None = None,
    codes: Collection[str] | None = None,
    project: Project | None = None,
) -> Findings:
    """What an editor should look at in a translation, in reading order.

    *target* is a path (as the command takes it: a text, a page with both languages, a bitext, a
    folder), a Document, or aligned segments; *source* is the text of which it is the translation.
    *terms* (a term base, or a Matcher built from one before) and *codes* stand in the place of
    those of *project*. Without *project* the settings hold that the command would find in the
    working folder; ``project=Project()`` means none.

    >>> segments = [Segment("发展新质生产力", "develop new quality productivity")]
    >>> [finding.code for finding in check(segments, project=Project())]
    ['T101']
    """
    project = project or find_project()
    if terms is not None:
        project = project.with_terms(terms)
    if codes is not None:
        project = project.with_codes(sorted(codes))
    if (
        codes is not None and not codes
    ):  # no code is asked for; to a project this would mean all
        return Findings()
    check_codes(project)
    findings = Findings()
    for unit in _units_of(target, source):
        findings += check_unit(unit, project).findings
    return findings


def annotate(
    source: str | Path | Document | Iterable[Segment],
    *,
    terms: TermBase | Matcher | TermFile | None = None,
    project: Project | None = None,
) -> Iterator[AnnotatedSegment]:
    """Each segment of a source with its terms, by their text there, and what may render them.

    *source* is a text that is still to be translated, or anything that `check` takes; *terms* and
    *project* are as there. A SourceTerm has the preferred form, the allowed ones, those to avoid,
    a note and a definition; `term_block` makes a prompt's text of them.

    >>> (segment, found), = annotate([Segment("发展新质生产力", "")], project=Project())
    >>> found["新质生产力"].preferred, found["新质生产力"].avoid[0]
    ('new quality productive forces', 'new quality productivity')
    """
    project = project or find_project()
    if terms is not None:
        project = project.with_terms(terms)
    for unit in _units_of(source, None):
        yield from annotated(
            segments_of(unit, alone=True), project.finder(unit.path)
        )


def _units_of(
    target: str | Path | Document | Iterable[Segment],
    source: str | Path | Document | None,
) -> list[Unit]:
    """What Python hands in, as units."""
    if isinstance(target, str | Path):
        if not isinstance(source, Document):
            return find_units([target], source=source)
        target = read(target)
    if isinstance(source, str | Path):
        source = read(source)
    return [unit_of(target, source)]


def _want_one_process(units: Sequence[Unit]) -> bool:
    """Whether no other process can help: there is one unit, or standard input among them."""
    return len(units) == 1 or any(unit.path == "-" for unit in units)


def check_units(
    units: Sequence[Unit],
    project: Project,
    *,
    engine: Engine = "serial",
    jobs: int = 1,
    with_texts: bool = False,
) -> Iterator[Result]:
    """The Result of every unit, in order, as they come in.

    What fails is in `Result.failures`: a broken row of a bitext, or a whole unit. In one process
    the parts of a Result are still to be gone through; with *with_texts* those of workers have
    the documents that were read. Raises NqptermsError where the settings name no code that exists.
    """
    check_codes(project)
    results: Iterator[Result | Failed]
    if engine == "serial" or _want_one_process(units):
        results = (_tolerant(unit, project) for unit in units)
    else:
        work: Any = _whole if with_texts else _lean
        results = map_items(
            Job(partial(_same, project), work), units, engine=engine, jobs=jobs
        )
    if len(units) > 1:
        results = tracked(results, "files", total=len(units))
    for unit, result in zip(units, results, strict=True):
        if not isinstance(result, Failed):
            project.met |= result.met
            yield result
        elif result.is_bug:
            raise RuntimeError(f"{unit.path}: {result.reason}")
        else:
            yield Result(unit, failures=[RowFailure(None, result.reason)])


def fix_units(
    units: Sequence[Unit],
    project: Project,
    *,
    write: bool,
    engine: Engine = "serial",
    jobs: int = 1,
) -> Iterator[str]:
    """What the safe fixes change in each unit, as a diff; with *write* the files are changed.

    Raises NqptermsError for a unit that cannot be fixed.
    """
    check_codes(project)
    work = partial(_fixed, write=write)
    if len(units) == 1:
        engine = "serial"
    for difference in map_items(
        Job(partial(_same, project), work), units, engine=engine, jobs=jobs
    ):
        if isinstance(difference, Failed):
            raise NqptermsError(difference.reason)
        yield difference


def _same(project: Project) -> Project:
    """What a worker makes ready: the project, which builds its Matchers when they are used."""
    return project


def _tolerant(unit: Unit, project: Project) -> Result:
    """The Result of a unit; what fails in it is noted. An error of ours is raised."""
    failures: list[RowFailure] = []

    def note(row: int | None, error: Exception) -> None:
        if not fault_of_user(error):
            raise error
        message = (
            error.message
            if isinstance(error, FormatError)
            else error_line(error)
        )
        failures.append(RowFailure(row, message))

    try:
        result = check_unit(unit, project, broken=note)
    except Exception as error:
        if not fault_of_user(error):
            raise
        return Result(unit, failures=[RowFailure(None, error_line(error))])
    if unit.is_bitext:
        parts = _until_broken(result.parts, failures)
        return replace(result, parts=parts, failures=failures)
    return result


def _until_broken(
    parts: Iterable[Part], failures: list[RowFailure]
) -> Iterator[Part]:
    """The parts of a unit up to where it cannot be read any further."""
    try:
        yield from parts
    except Exception as error:
        if not fault_of_user(error):
            raise
        failures.append(RowFailure(None, error_line(error)))


def _whole(project: Project, unit: Unit) -> Result:
    """A Result as it travels: its parts gone through, without the segments."""
    result = _tolerant(unit, project)
    parts = tuple(Part(part.findings) for part in result.parts)
    return replace(result, parts=parts, met=frozenset(project.met))


def _lean(project: Project, unit: Unit) -> Result:
    """A Result as it travels where nobody needs the texts."""
    return replace(
        _whole(project, unit),
        unit=replace(unit, documents=()),
        documents=(),
        alignment=None,
    )


def _fixed(project: Project, unit: Unit, *, write: bool) -> str:
    """What the safe fixes change in the text of a unit."""
    if unit.is_bitext:
        return _fixed_bitext(project, unit, write=write)
    kind = (
        "markdown"
        if Path(unit.path).suffix.lower() in (".md", ".markdown")
        else "plain"
    )
    source = (
        read(unit.source, type=unit.source_type or None)
        if unit.source
        else None
    )

    def findings_of(text: str) -> Iterable[Finding]:
        target = read_text(text, name=unit.path, type=kind)
        documents = (target, source) if source else (target,)
        return check_unit(replace(unit, documents=documents), project).findings

    return fix_file(unit.path, findings_of, write=write)


def _fixed_bitext(project: Project, unit: Unit, *, write: bool) -> str:
    """What the safe fixes change in the translations of a bitext."""

    def findings_of(segments: Sequence[Segment]) -> Iterable[Finding]:
        return check_unit(replace(unit, segments=segments), project).findings

    return fix_bitext(unit.path, findings_of, write=write, type=unit.type)
