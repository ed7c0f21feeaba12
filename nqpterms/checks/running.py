"""All checks by their codes, and how they are run.

    Document ──check_document──▶ Findings        its words alone
    Segments ──check_segments──▶ Findings        its words, and how they render the source
    TermBase ──check_terms─────▶ Findings        the glossary itself

Every check is one function from values to findings; the first line of its docstring says what it
reports. It sees the reading of one document (T, N) or a term base (G).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from math import inf
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.checks import consistency, figures, punctuation, rendering, terms, variation, wording
from nqpterms.checks.acronyms import Acronyms, acronyms_of
from nqpterms.checks.evidence import missing
from nqpterms.checks.figures import differing
from nqpterms.checks.glancing import texts_with
from nqpterms.checks.learning import MOST, is_aligned
from nqpterms.checks.misspellings import Misspellings, misspellings_of
from nqpterms.checks.punctuation import is_left
from nqpterms.checks.reading import (
    NO_MISSPELLINGS,
    Reading,
    Row,
    lone_rows,
    read_rows,
    worth_reading,
)
from nqpterms.checks.variation import all_renditions
from nqpterms.errors import NqptermsError, did_you_mean
from nqpterms.matching.matcher import Matcher, TermFinder
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.document import Document, Passage
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase, is_language
from nqpterms.project.decisions import unsuppressed

TextCheck = Callable[[Reading], Iterator[Finding]]
TermCheck = Callable[[TermBase], Iterator[Finding]]

TEXT_CHECKS: dict[str, TextCheck] = {
    "T101": wording.t101,
    "T102": wording.t102,
    "T103": wording.t103,
    "T104": consistency.t104,
    "T105": consistency.t105,
    "T106": consistency.t106,
    "T201": rendering.t201,
    "T202": rendering.t202,
    "T203": rendering.t203,
    "T204": punctuation.t204,
    "T205": wording.t205,
    "T301": variation.t301,
    "T302": variation.t302,
    "N401": figures.n401,
    "N402": figures.n402,
    "N403": figures.n403,
    "N404": figures.n404,
}
TERM_CHECKS: dict[str, TermCheck] = {
    "G501": terms.g501,
    "G502": terms.g502,
    "G503": terms.g503,
    "G504": terms.g504,
    "G505": terms.g505,
    "G506": terms.g506,
    "G507": terms.g507,
    "G508": terms.g508,
}

_MISSING = frozenset({"T201", "T202", "T302"})  # what tells of source terms without a rendering
_DIFFERING = frozenset({"N401", "N402", "N403", "N404"})  # and of numbers that differ
_RENDITIONS = frozenset({"T301", "T302"})  # and of what renders a term

ON_REQUEST = frozenset({"T103"})
"""What is a matter of style: run where it is asked for by name."""


def explanations() -> dict[str, str]:
    """What each code reports, in one line.

    >>> explanations()["T101"]
    'A deprecated or superseded term is used.'
    """
    checks = {**TEXT_CHECKS, **TERM_CHECKS}
    return {code: (check.__doc__ or "").splitlines()[0] for code, check in sorted(checks.items())}


def chosen_codes(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """The codes that begin with one of *select* and with none of *ignore*.

    Without *select* all are meant but those ON_REQUEST, which must be named in full.
    Raises NqptermsError for a prefix of no code.

    >>> sorted(chosen_codes(["T2"], ["T205"]))
    ['T201', 'T202', 'T203', 'T204']
    """
    codes = {*TEXT_CHECKS, *TERM_CHECKS}
    select, ignore = tuple(select), tuple(ignore)
    for prefix in (*select, *ignore):
        if not any(code.startswith(prefix) for code in codes):
            meant = did_you_mean(prefix, codes) or f": there is {', '.join(sorted(codes))}"
            raise NqptermsError(f"no check is called {prefix!r}{meant}")
    wanted = {code for code in codes if code.startswith(select)} if select else codes - ON_REQUEST
    wanted -= {code for code in ON_REQUEST if code not in select}
    return frozenset(code for code in wanted if not code.startswith(ignore or ("\0",)))


def check_document(
    document: Document, terms: TermFinder, *, codes: Container[str] | None = None
) -> list[Finding]:
    """What is to be said of a translation alone, in reading order; *codes* as `chosen_codes` has.

    >>> from nqpterms.model.document import Passage, Section
    >>> from nqpterms.model.termbase import Concept, Term
    >>> bad = Term("new quality productivity", "en", status="deprecated")
    >>> body = Section(None, None, 0, (Passage("New quality productivity grows."),))
    >>> document = Document("draft.txt", "en", body)
    >>> base = TermBase((Concept("nqpf", (bad,)),))
    >>> [finding.matched for finding in check_document(document, Matcher(base))]
    ['New quality productivity']
    """
    side: Side = "zh" if is_language(document.lang, "zh") else "en"
    passages = [*document.passages()]
    texts = [passage.text for passage in passages]
    matcher = terms.within(texts, slips=True)
    look = _look(matcher, side, codes)
    worth = worth_reading(texts, matcher, target=side, odd=partial(_odd, look))
    segments = [_alone(passages[at], side, document.name) for at in worth]
    findings = _judged(lone_rows(segments, matcher, target=side), look)
    return unsuppressed(findings, document.text)


def check_segments(
    segments: Iterable[Segment],
    terms: TermFinder,
    *,
    target: Side = "en",
    file: str = "",
    codes: Container[str] | None = None,
) -> list[Finding]:
    """What is to be said of a translation beside its source, in reading order.

    *target* is the language that is checked. Findings name *file*, or the segment's document.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> concept = Concept("force", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pair = Segment("发展生产力", "Develop capacity.", row=1)
    >>> [f.code for f in check_segments([pair], Matcher(TermBase((concept,))))]
    ['T201']
    """
    return list(stream_findings(segments, terms, target=target, file=file, codes=codes))


def stream_findings(
    segments: Iterable[Segment],
    terms: TermFinder,
    *,
    target: Side = "en",
    file: str = "",
    codes: Container[str] | None = None,
) -> Iterator[Finding]:
    """What `check_segments` gives, document by document: no more than one of them is held, and
    the first rows, by which is seen whether there are few enough to learn from."""
    ahead = iter(segments)
    first = [*islice(ahead, MOST + 1)]
    for _, some in groupby(chain(first, ahead), key=attrgetter("doc")):
        document = list(some)
        texts = [text for segment in document for text in (segment.zh, segment.en)]
        matcher = terms.within(texts, slips=True)
        look = _look(matcher, target, codes)
        for rows in read_rows(document, matcher, target=target, odd=partial(_odd, look)):
            learn = len(first) <= MOST or is_aligned(rows)
            for finding in _judged(rows, look, learn=learn):
                yield replace(finding, file=file) if file else finding


class _Look(NamedTuple):
    """What is looked for: the checks by their codes, and the slips of the terms of the base."""

    checks: dict[str, TextCheck]
    acronyms: Acronyms
    misspellings: Misspellings


def _look(matcher: Matcher, target: Side, codes: Container[str] | None) -> _Look:
    """What the codes ask for."""
    wanted = chosen_codes() if codes is None else codes
    checks = {code: check for code, check in TEXT_CHECKS.items() if code in wanted}
    slips = "T102" in checks and target == "en"
    misspellings = misspellings_of(matcher.base, target) if slips else NO_MISSPELLINGS
    return _Look(checks, acronyms_of(matcher.base, target), misspellings)


def _odd(look: _Look, texts: Sequence[str]) -> set[int]:
    """Which texts have something to report whatever terms they hold."""
    if "T103" in look.checks:
        return set(range(len(texts)))
    acronyms, misspellings = look.acronyms, look.misspellings

    def wrong(text: str) -> bool:
        return is_left(text) or acronyms.hold(text)

    near = texts_with(texts, lambda word: wrong(word) or bool(misspellings.slipped(word)))
    return {at for at in near if wrong(texts[at]) or misspellings.hold(texts[at])}


def _judged(rows: Sequence[Row], look: _Look, *, learn: bool = False) -> list[Finding]:
    """What the checks say of the rows of one document, in order."""
    checks = look.checks
    reading = Reading(
        tuple(rows),
        tuple(missing(rows)) if _MISSING & checks.keys() else (),
        look.acronyms,
        tuple(differing(rows)) if _DIFFERING & checks.keys() else (),
        tuple(all_renditions(rows)) if _RENDITIONS & checks.keys() else (),
        learn,
        look.misspellings,
    )
    found = [finding for check in checks.values() for finding in check(reading)]
    return sorted(found, key=_position)


def _alone(passage: Passage, side: Side, doc: str) -> Segment:
    """A passage as a segment whose other side is empty."""
    if side == "zh":
        return Segment(passage.text, "", doc=doc, zh_anchors=passage.anchors)
    return Segment("", passage.text, doc=doc, en_anchors=passage.anchors)


def _position(finding: Finding) -> tuple[float, ...]:
    """Where a finding stands in its document; what concerns the whole bitext stands behind."""
    row = inf if finding.segment is None else finding.segment
    start = finding.span.start if finding.span else 0
    return (row, finding.place.line or 0, start)


def check_terms(base: TermBase) -> list[Finding]:
    """What is wrong with a term base, concept by concept.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> [f.message for f in check_terms(TermBase((Concept("c1", (Term(" ", "en"),)),)))]
    ['a term is empty']
    """
    order = {concept.id: number for number, concept in enumerate(base.concepts)}
    found = [finding for check in TERM_CHECKS.values() for finding in check(base)]
    return sorted(found, key=lambda f: (order.get(f.concept or "", 0), f.code))
