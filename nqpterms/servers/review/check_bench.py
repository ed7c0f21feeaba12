"""The work on texts, in a process of its own: what a hostile or a huge file does, it does there.

Clerk ──▶ CheckBench ──check_units──▶ CheckedText ──▶ the pages
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.formats.bitexts.notes_in_place import takes_notes
from nqpterms.formats.results.decision_tables import dump_xlsx
from nqpterms.formats.results.finding_formats import jsonl_lines
from nqpterms.formats.term_bases import is_table_of_terms, load_terms
from nqpterms.lang.chinese import has_han
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept
from nqpterms.project.fixing import fix_bitext, fix_file, is_fixable
from nqpterms.project.project import Project, load_glossaries
from nqpterms.renderings.concordance import concord
from nqpterms.run.inputs import find_units
from nqpterms.run.many import check_units
from nqpterms.run.one import Part, Result, in_memory, page_of, segments_of
from nqpterms.servers.review.review_folder import ReviewFolder, Stamp, stamp

_KEPT = 4  # texts whose results are kept
_STOPS = ("。", "！", "？", "；")
# Of the Chinese cells of a table of terms: some terms are slogans.
_MOST_SENTENCES = 0.2
_MOST_PLACES = 200  # of a term that are shown


class CheckedText(Struct, frozen=True):
    """What came of the check of a text, whatever has been decided about it.

    `concepts` are those that its findings are about, `failures` lines on what could not be read;
    `stamp` is that of its files as they were read, `size` how many concepts were looked for.
    """

    name: str
    path: str
    source: str
    findings: tuple[Finding, ...]
    concepts: Mapping[str, Concept]
    failures: tuple[str, ...]
    stamp: Stamp
    glossaries: tuple[str, ...]
    size: int
    can_be_fixed: bool
    takes_comments: bool
    takes_notes: bool


class PlaceOfTerm(NamedTuple):
    """A place of a term in a text: where it stands, and both sentences, each in three parts."""

    where: str
    here: tuple[str, str, str]
    there: tuple[str, str, str]


class CheckBench:
    """What a process that checks holds: the folder, its glossaries, the last results."""

    def __init__(self, root: str) -> None:
        self.folder = ReviewFolder(Path(root))
        self._results: OrderedDict[str, tuple[Stamp, Result]] = OrderedDict()
        self._project: Project | None = None
        self._sign: object = None

    def project(self) -> Project:
        """The folder's project without its decisions; its glossaries are read when they change."""
        fresh = Project(self.folder.project().settings)
        sign = fresh.settings, stamp(_own_glossaries(fresh))
        if self._project is None or sign != self._sign:
            self._project, self._sign = fresh, sign
            self._results.clear()
        return self._project

    def result(self, name: str, *, anew: bool = False) -> Result:
        """The result of a text, its findings whole; the one from before where nothing changed."""
        project = self.project()
        unit = self.folder.unit(name)
        own_stamp = stamp(unit.files)
        entry = self._results.get(name)
        if entry is not None and entry[0] == own_stamp and not anew:
            return entry[1]
        [result] = check_units([unit], project)
        result = in_memory(result)
        self._results[name] = own_stamp, result
        self._results.move_to_end(name)
        if len(self._results) > _KEPT:
            self._results.popitem(last=False)
        return result


def bench(root: str) -> CheckBench:
    """A bench whose glossaries are read; where they cannot be, the first check says why."""
    bench = CheckBench(root)
    with suppress(NqptermsError):
        bench.project().finder()
    return bench


def ready(_bench: CheckBench) -> bool:
    """Whether the bench is made, glossaries and all: it is, once it can say so."""
    return True


def check_text(bench: CheckBench, *, name: str) -> CheckedText:
    """The findings of a text of the folder, whatever has been decided about them."""
    result = bench.result(name, anew=True)
    project = bench.project()
    unit = result.unit
    findings = tuple(result.findings)
    wanted = {finding.concept for finding in findings}
    concepts = project.finder(unit.path).base.concepts
    return CheckedText(
        name,
        unit.path,
        unit.source,
        findings,
        {concept.id: concept for concept in concepts if concept.id in wanted},
        tuple(failure.reason for failure in result.failures),
        stamp(unit.files),
        tuple(bench.folder.name(path) for path in _own_glossaries(project)),
        project.finder(unit.path).size,
        is_fixable(unit.path),
        bare_suffix(unit.path) == "docx" and not unit.is_bitext,
        unit.is_bitext and takes_notes(Path(unit.path)),
    )


def places_of_term(
    bench: CheckBench, *, name: str, term: str
) -> list[PlaceOfTerm]:
    """Every place of a term in a text, each with its rendering, at most 200 of them."""
    result = bench.result(name)
    segments = _segments(result)
    concordance = concord(term, segments)
    places = []
    for line in concordance.lines[:_MOST_PLACES]:
        side = concordance.side
        other: Side = "en" if side == "zh" else "zh"
        here = _three_parts(line.segment.text(side), line.span)
        there = _three_parts(line.segment.text(other), line.rendering.span)
        where = line.place(side).place.label
        if not where and line.segment.row is not None:
            where = f"segment {line.segment.row}"
        places.append(PlaceOfTerm(where, here, there))
    return places


def correction(
    bench: CheckBench, *, name: str, write: bool, read_at: Stamp
) -> str:
    """What the decided fixes change in the file of a text, as a diff; with *write* it is changed.

    Raises NqptermsError where the file is another than the one that was decided on.
    """
    unit = bench.folder.unit(name)
    if stamp(unit.files) != read_at:
        raise NqptermsError(
            f"{name}: the file has changed since it was checked: check it again first"
        )
    result = bench.result(name)
    project = bench.folder.project()
    decided = [
        one
        for one in project.sieve(result.findings)
        if project.is_to_be_fixed(one)
    ]
    if not unit.is_bitext:
        return fix_file(unit.path, _given_once(decided), write=write)
    segments = [segment for part in result.parts for segment in part.segments]
    places = {segment.row: at for at, segment in enumerate(segments)}
    numbered = [
        replace(one, segment=places.get(one.segment)) for one in decided
    ]
    return fix_bitext(
        unit.path, _given_once(numbered), write=write, type=unit.type
    )


def _given_once(
    findings: Sequence[Finding],
) -> Callable[[object], Sequence[Finding]]:
    """A check that knows its findings, and finds nothing in what has been put right: what is
    shown before is what is written."""
    waiting = [findings]
    return lambda _text: waiting.pop() if waiting else ()


def result_file(bench: CheckBench, *, name: str, kind: str) -> bytes:
    """A file that a text's findings become, decisions considered: as `nqpterms check -o` has it.

    *kind* is "html", "xlsx", "jsonl", "docx" (comments, and decided fixes as tracked changes) or
    "notes" (in a file of a CAT tool).
    """
    result = bench.result(name)
    project = bench.folder.project().with_terms(
        bench.project().finder(result.unit.path)
    )
    parts = tuple(
        Part(list(project.sieve(part.findings)), part.segments)
        for part in result.parts
    )
    decided = replace(result, parts=parts)
    if kind == "html":
        return page_of([decided], project).encode("utf-8", "replace")
    findings = list(decided.findings)
    if kind == "jsonl":
        return "".join(jsonl_lines(findings)).encode("utf-8", "replace")
    asking = [finding for finding in findings if finding.severity != "info"]
    if kind == "xlsx":
        return _workbook(asking)
    return _copy(result.unit.path, asking, project, kind)


def _workbook(findings: Iterable[Finding]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "decisions.xlsx")
        dump_xlsx(findings, path)
        return path.read_bytes()


def _copy(
    path: str, findings: Iterable[Finding], project: Project, kind: str
) -> bytes:
    """A copy of the file itself, with what is still to be decided in it."""
    if kind == "docx":
        from nqpterms.notes.word_review import reviewed_docx

        only_decided = []
        for finding in findings:
            is_decided = project.is_to_be_fixed(finding)
            only_decided.append(
                finding if is_decided else replace(finding, fix=None)
            )
        return reviewed_docx(path, only_decided, fix=True).data
    from nqpterms.notes.cat_answers import noted_bitext

    return noted_bitext(path, findings).data


def _segments(result: Result) -> list[Segment]:
    """The segments of a result: of a bitext those that it holds, of a pair those aligned."""
    if result.alignment is not None:
        return list(result.alignment.segments())
    held_segments = [
        segment for part in result.parts for segment in part.segments
    ]
    return held_segments or list(segments_of(result.unit, alone=True))


def _three_parts(
    text: str, span: tuple[int, int] | None
) -> tuple[str, str, str]:
    """A sentence: before the words, they, and behind; all of it before where none are meant."""
    if span is None:
        return text, "", ""
    start, end = span
    return text[:start], text[start:end], text[end:]


def _own_glossaries(project: Project) -> list[str]:
    """The glossaries of the settings that are files."""
    names = list(project.settings.glossaries)
    for rules in project.settings.per_path:
        names += rules.glossaries
    return [name for name in dict.fromkeys(names) if Path(name).is_file()]


class FilePair(NamedTuple):
    """Two files of a folder of which one is the translation of the other, and their languages."""

    source: str
    target: str
    source_side: str
    target_side: str


def pair_of_files(
    bench: CheckBench, *, names: Sequence[str]
) -> FilePair | None:
    """Two files as a pair; None where they are none, or have names that say so already."""
    paths = [bench.folder.file(name) for name in names]
    if any(
        unit.source
        for unit in bench.folder.units()
        if str(paths[0]) in unit.files
    ):
        return None
    try:
        units = find_units(paths)
    except NqptermsError:  # the check of each says what is wrong
        return None
    if len(units) != 1 or not units[0].source:
        return None
    unit = units[0]
    return FilePair(Path(unit.source).name, Path(unit.path).name, "zh", "en")


def size_of_glossary(bench: CheckBench, *, name: str) -> int:
    """How many concepts a file has that is to be used beside the glossaries of the folder.

    Raises NqptermsError for one that is no glossary, or has a concept of theirs: with both of them
    no text could be checked.
    """
    path = bench.folder.file(name)
    used = bench.folder.project().rules().glossaries
    others = [other for other in used if Path(other).resolve() != path]
    size = len(load_terms(path).concepts)
    if others:
        load_glossaries([*others, str(path)])
    return size


def is_glossary_table(bench: CheckBench, *, name: str) -> bool:
    """Whether a table holds terms: it is no bitext, and can be read as a glossary."""
    path = bench.folder.file(name)
    if bare_suffix(path) == "tsv":
        return is_table_of_terms(path)
    try:
        concepts = load_terms(path).concepts
    except NqptermsError:
        return False
    chinese = [
        term.text
        for concept in concepts
        for term in concept.terms
        if has_han(term.text)
    ]
    sentences = [
        text for text in chinese if text.rstrip("”’」』）)").endswith(_STOPS)
    ]
    return len(sentences) <= _MOST_SENTENCES * len(chinese)
