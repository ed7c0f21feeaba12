"""What holds for a path: which terms, which checks, how severe, and what need not be said.

    folder ──find_project──▶ Project ──rules(path)────▶ Settings
                                     ├─finder(path)───▶ Matcher, or a term base in a file
                                     └─sieve(findings)▶ the findings that are wanted

Command, Python and servers share it, so that one text gets the same findings everywhere. A Project
travels to another process by its settings; its Matchers are built again there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.files.opening import bare_suffix
from nqpterms.files.pipes import seekable
from nqpterms.formats.term_bases import load_terms, path_of_glossary
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import TermFile
from nqpterms.model.findings import Finding, Severity
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.project.decisions import (
    DECISIONS_FILE,
    Decision,
    load_baseline,
    load_decisions,
    silenced,
    to_be_fixed,
    with_decided_fix,
)
from nqpterms.project.revisions import Changes, changed_since, on_changed_lines
from nqpterms.project.settings import (
    Settings,
    find_settings,
    settings_for,
    with_options,
)
from nqpterms.terms.bundled import glossary_names, glossary_path

# The beginning of no code: str.startswith wants something to look for.
_NO_CODE = "\0"


class Project:
    """Settings, glossaries, decisions and a revision to compare with, asked about by path.

    `known` are the fingerprints of findings that nobody wants to see again, from a baseline and
    from `decisions`; `met` gathers those that came up. With `since` only
    findings on lines that have changed since that revision are wanted. `terms` stands in the place
    of all glossaries. ``Project()`` is a project without settings.

    >>> rules = Settings(severity=(("T", "info"),))
    >>> finding = Finding("T101", "warning", "deprecated", file="old/a.md")
    >>> [wanted.severity for wanted in Project(rules).sieve([finding])]
    ['info']
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        terms: TermBase | Matcher | TermFile | None = None,
        known: frozenset[str] = frozenset(),
        decisions: Mapping[str, Decision] | None = None,
        since: str | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.decisions = dict(decisions or {})
        self.known, self.since = known | silenced(self.decisions), since
        self.met: set[str] = set()
        self._to_be_fixed = to_be_fixed(self.decisions)
        self._terms = Matcher(terms) if isinstance(terms, TermBase) else terms
        self._rules: dict[str, Settings] = {}
        self._finders: dict[tuple[str, ...], Matcher | TermFile] = {}
        self._whole: dict[int, Matcher] = {}
        self._sums: dict[tuple[str, ...], str] = {}
        self._changes = _ChangesByFile(since or "")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (
            self.settings,
            self._terms,
            self.known,
            self.decisions,
            self.since,
        )

    def rules(self, path: str | Path = "") -> Settings:
        """The settings that hold for one file."""
        name = str(path)
        if name not in self._rules:
            self._rules[name] = settings_for(name, self.settings)
        return self._rules[name]

    def finder(self, path: str | Path = "") -> Matcher | TermFile:
        """What finds the terms that hold for one file; files with the same glossaries share it."""
        if self._terms is not None:
            return self._terms
        names = self.rules(path).glossaries
        if names not in self._finders:
            self._finders[names] = load_finder(names)
        return self._finders[names]

    def matcher(self, path: str | Path = "") -> Matcher:
        """The terms that hold for one file, all of them in memory."""
        finder = self.finder(path)
        if isinstance(finder, Matcher):
            return finder
        if id(finder) not in self._whole:
            self._whole[id(finder)] = Matcher(finder.base)
        return self._whole[id(finder)]

    def with_terms(self, terms: TermBase | Matcher | TermFile) -> Project:
        """The same project with other terms in the place of its glossaries."""
        return _rebuilt(
            self.settings, terms, self.known, self.decisions, self.since
        )

    def with_codes(
        self, select: Iterable[str], ignore: Iterable[str] = ()
    ) -> Project:
        """The same project with other codes to check in the place of those it selects."""
        settings = with_options(
            self.settings, select=tuple(select), ignore=tuple(ignore)
        )
        return _rebuilt(
            settings, self._terms, self.known, self.decisions, self.since
        )

    def with_confidence(self, least: float) -> Project:
        """The same project without the findings that are less sure than *least* (0–1)."""
        settings = with_options(self.settings, min_confidence=least)
        return _rebuilt(
            settings, self._terms, self.known, self.decisions, self.since
        )

    def with_decisions(self, decisions: Mapping[str, Decision]) -> Project:
        """The same project, its Matchers with it, with other decisions.

        What a baseline silenced stays silent.
        """
        known = self.known - silenced(self.decisions)
        project = _rebuilt(
            self.settings, self._terms, known, decisions, self.since
        )
        project._finders = self._finders
        return project

    def sieve(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are wanted, one by one, as severe as the settings say."""
        wanted = self._adjusted(findings)
        if self.since is None:
            return wanted
        return on_changed_lines(wanted, self._changes)

    def compare(self, path: str | Path) -> None:
        """Raise NqptermsError where a file cannot be compared with the revision."""
        if self.since is not None:
            self._changes[str(path)]

    def signature(self, path: str | Path = "") -> str:
        """A sum of all that decides, beside the file itself, what is said of it."""
        rules = replace(self.rules(path), folder=Path(), fail_on="")
        changes = None if self.since is None else self._changes[str(path)]
        decided = (sorted(self.known), sorted(self._to_be_fixed.items()))
        parts = (rules, self._terms_sum(rules.glossaries), *decided, changes)
        return hashlib.sha256(
            repr(parts).encode("utf-8", "surrogatepass")
        ).hexdigest()

    def _adjusted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        severities: dict[tuple[str, str], Severity | None] = {}
        for finding in findings:
            rules = self.rules(finding.file)
            if finding.code.startswith(rules.ignore or _NO_CODE):
                continue
            if self.known and self._is_known(finding):
                continue  # first: one that is unsure too has come up, and its decision holds
            if _is_unsure(finding, rules):
                continue
            if self._to_be_fixed and self.is_to_be_fixed(finding):
                finding = with_decided_fix(finding, self._words_chosen(finding))
            key = finding.code, finding.file
            if key not in severities:
                severities[key] = _severity(finding.code, rules)
            yield _with_severity(finding, severities[key])

    def is_to_be_fixed(self, finding: Finding) -> bool:
        """Whether people have decided that the words of a finding are to be put right."""
        return not self._to_be_fixed.keys().isdisjoint(finding.fingerprints)

    def _words_chosen(self, finding: Finding) -> str:
        """The words that people chose to stand there; "" where they chose none."""
        chosen = (
            self._to_be_fixed.get(one, "") for one in finding.fingerprints
        )
        return next(filter(None, chosen), "")

    def _is_known(self, finding: Finding) -> bool:
        """Whether nobody wants to see a finding again; it is noted as met."""
        names = self.known.intersection(finding.fingerprints)
        self.met |= names
        return bool(names)

    def _terms_sum(self, names: tuple[str, ...]) -> str:
        """A sum of the terms: of the glossaries' bytes, or of the concepts that were handed in."""
        if names in self._sums:
            return self._sums[names]
        total = hashlib.sha256()
        if self._terms is not None:
            total.update(
                repr(self._terms.base.concepts).encode("utf-8", "surrogatepass")
            )
        else:
            for name in names or glossary_names():
                total.update(seekable(path_of_glossary(name)).read_bytes())
        self._sums[names] = total.hexdigest()
        return self._sums[names]


def find_project(
    folder: str | Path | None = None,
    *,
    glossaries: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    baseline: str | Path | None = None,
    decisions: str | Path | None = None,
    since: str | None = None,
) -> Project:
    """The project of a folder (the working folder without one), with options that overrule it.

    The decisions are those of the file *decisions*, or of the one beside the settings.
    Raises FormatError for settings, decisions or a baseline that cannot be read.
    """
    place = Path(folder) if folder else Path.cwd()
    settings = find_settings(place)
    options = with_options(
        settings,
        glossaries=tuple(glossaries),
        select=tuple(select),
        ignore=tuple(ignore),
    )
    baseline_keys = load_baseline(baseline) if baseline else frozenset()
    path = decisions_path(settings, place, decisions)
    decided = load_decisions(path) if decisions or path.is_file() else {}
    return Project(options, known=baseline_keys, decisions=decided, since=since)


def decisions_path(
    settings: Settings, folder: Path, file: str | Path | None = None
) -> Path:
    """The file of decisions: the one that *file* names, or the one beside the settings.

    Without settings it stands in *folder*.
    """
    if file:
        return Path(file)
    return beside_settings(settings, folder) / DECISIONS_FILE


def beside_settings(settings: Settings, folder: Path) -> Path:
    """Where the files of a project stand: beside its settings, or else in *folder*."""
    return settings.folder if settings.folder != Path() else folder


def is_term_file(names: Sequence[str]) -> bool:
    """Whether the glossaries named are one file of SQLite, which is used without loading it."""
    return len(names) == 1 and bare_suffix(names[0]) in ("sqlite", "db")


def load_finder(names: Sequence[str] = ()) -> Matcher | TermFile:
    """What finds the terms of glossaries: a Matcher in memory, or the file of SQLite itself."""
    if not is_term_file(names):
        return Matcher(load_glossaries(names))
    from nqpterms.matching.index import TermIndex

    return TermIndex(names[0])


def load_glossaries(names: Sequence[str] = ()) -> TermBase:
    """Glossaries, bundled ones or files, as one term base; all bundled ones where none is named.

    Raises NqptermsError for a concept that stands in two of them.
    """
    if not names:
        return load_terms()
    if len(names) == 1:
        return load_terms(names[0])
    concepts: dict[str, tuple[str, Concept]] = {}
    for name in names:
        for concept in load_terms(name).concepts:
            if concept.id in concepts:
                first = concepts[concept.id][0]
                raise NqptermsError(
                    f"concept {concept.id!r} stands in {first} and in {name}: "
                    "join them with `nqpterms merge`, or on the page Terms of `nqpterms review`"
                )
            concepts[concept.id] = (name, concept)
    return TermBase(
        tuple(concept for _, concept in concepts.values()), "+".join(names)
    )


def glossaries() -> dict[str, TermBase]:
    """The bundled glossaries by name.

    >>> len(glossaries()["nqp"]) > 10
    True
    """
    return {name: load_terms(glossary_path(name)) for name in glossary_names()}


class _ChangesByFile(dict[str, Changes]):
    """What has changed in each file since a revision; git is asked when a file comes up."""

    def __init__(self, revision: str) -> None:
        self.revision = revision

    def __missing__(self, file: str) -> Changes:
        self[file] = changed_since(Path(file), self.revision)
        return self[file]


def _is_unsure(finding: Finding, rules: Settings) -> bool:
    """Whether a finding is less sure than the settings ask for."""
    return (
        finding.confidence is not None
        and finding.confidence < rules.min_confidence
    )


def _with_severity(finding: Finding, severity: Severity | None) -> Finding:
    """A finding with the severity that the settings give it; None leaves its own."""
    return replace(finding, severity=severity) if severity else finding


def _severity(code: str, rules: Settings) -> Severity | None:
    """The severity that the settings give a code; of several beginnings the longest counts."""
    best = ""
    severity = None
    for start, value in rules.severity:
        if code.startswith(start) and len(start) >= len(best):
            best, severity = start, value
    return cast("Severity | None", severity)


def _rebuilt(
    settings: Settings,
    terms: TermBase | Matcher | TermFile | None,
    known: frozenset[str],
    decisions: Mapping[str, Decision],
    since: str | None,
) -> Project:
    """A Project of its parts, as in another process."""
    return Project(
        settings, terms=terms, known=known, decisions=decisions, since=since
    )
