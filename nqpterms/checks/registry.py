"""All checks by their codes, and how they are run.

    Document ──check_document──▶ Findings        its words alone
    Segments ──check_segments──▶ Findings        its words, and how they render the source
    TermBase ──check_terms─────▶ Findings        the glossary itself

A check is one function from values to findings and one row `Check` in its family's file; help,
docs and SARIF print from these rows.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain, groupby, islice
from math import inf
from operator import attrgetter

from msgspec.structs import replace

from nqpterms.checks import (
    consistency,
    full_width,
    glossary,
    half_width,
    missing_terms,
    numbers,
    omissions,
    slips,
    variation,
    wording,
)
from nqpterms.checks.house_checks import house_checks, texts_under_rules
from nqpterms.checks.likelihood import sure
from nqpterms.checks.prefilter import texts_worth_reading
from nqpterms.checks.quotes import with_quotes
from nqpterms.checks.statistical_variants import MOST_ROWS, is_aligned
from nqpterms.checks.view import Check, DocumentView
from nqpterms.errors import NqptermsError, did_you_mean
from nqpterms.matching.matcher import Matcher, TermFinder
from nqpterms.matching.whole_words import standing_alone
from nqpterms.model.alignment import Segment, Side, other_side
from nqpterms.model.document import Document, Passage
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import TermBase, is_language
from nqpterms.project.house_rules import HouseRule
from nqpterms.project.suppression import unsuppressed
from nqpterms.renderings.rows import Row, lone_row, matched_rows

_OF_TEXTS = (
    *wording.CHECKS,
    *full_width.CHECKS,
    *half_width.CHECKS,
    *slips.CHECKS,
    *consistency.CHECKS,
    *missing_terms.CHECKS,
    *variation.CHECKS,
)
CHECKS: dict[str, Check] = {
    check.code: check
    for family in (_OF_TEXTS, numbers.CHECKS, omissions.CHECKS, glossary.CHECKS)
    for check in sorted(family, key=attrgetter("code"))
}
"""Every check by its code: terms in texts, numbers, what is left out, the term base."""


def all_checks(rules: tuple[HouseRule, ...] = ()) -> dict[str, Check]:
    """Every check by its code, and behind them those that a team's own *rules* make."""
    return {**CHECKS, **house_checks(rules)} if rules else CHECKS


def explanations(rules: tuple[HouseRule, ...] = ()) -> dict[str, str]:
    """What each code reports, in one line.

    >>> explanations()["T101"]
    'A deprecated or superseded term is used.'
    """
    checks = all_checks(rules)
    return {code: checks[code].explanation for code in sorted(checks)}


def chosen_codes(
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: tuple[HouseRule, ...] = (),
) -> frozenset[str]:
    """The codes that begin with one of *select* and with none of *ignore*.

    *rules* are a team's own, which are checks too. Without *select* all are meant but those that
    run on request, which must be named in full.
    Raises NqptermsError for a prefix of no code.

    >>> sorted(chosen_codes(["T2"], ["T205"]))
    ['T201', 'T202', 'T203', 'T204', 'T206']
    """
    select, ignore = tuple(select), tuple(ignore)
    checks = all_checks(rules)
    for prefix in (*select, *ignore):
        if not any(code.startswith(prefix) for code in checks):
            hint = (
                did_you_mean(prefix, checks)
                or f": expected one of {', '.join(sorted(checks))}"
            )
            raise NqptermsError(f"no check is called {prefix!r}{hint}")
    codes = set()
    for code, check in checks.items():
        if ignore and code.startswith(ignore):
            continue
        if code in select or (
            not check.on_request and (not select or code.startswith(select))
        ):
            codes.add(code)
    return frozenset(codes)


def check_document(
    document: Document,
    terms: TermFinder,
    *,
    codes: Container[str] | None = None,
    rules: tuple[HouseRule, ...] = (),
) -> list[Finding]:
    """What is to be said of a translation alone, in reading order.

    *codes* as `chosen_codes` has them; *rules* are a team's own.

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
    segments = [
        _alone(passage, side, document.name) for passage in document.passages()
    ]
    codes = chosen_codes(rules=rules) if codes is None else codes
    rules = tuple(rule for rule in rules if rule.code in codes)
    matcher = _matcher_for(segments, terms, side)
    rows = _lone_rows(segments, matcher, side=side, codes=codes, rules=rules)
    view = DocumentView(tuple(rows), matcher.base, has_time=False)
    findings = _findings(view, codes, rules)
    return unsuppressed(findings, document.text)


def check_segments(
    segments: Iterable[Segment],
    terms: TermFinder,
    *,
    target: Side = "en",
    file: str = "",
    codes: Container[str] | None = None,
    has_time: bool | None = None,
    rules: tuple[HouseRule, ...] = (),
) -> list[Finding]:
    """What is to be said of a translation beside its source, in reading order.

    *target* is the language that is checked. Findings name *file*, or the segment's document.
    *codes* as `chosen_codes` has them; *rules* are a team's own.
    *has_time*: there is time for statistics; None: where there are few segments.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> concept = Concept("force", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pair = Segment("发展生产力", "Develop capacity.", row=1)
    >>> [f.code for f in check_segments([pair], Matcher(TermBase((concept,))))]
    ['T201']
    """
    findings = stream_findings(
        segments,
        terms,
        target=target,
        file=file,
        codes=codes,
        has_time=has_time,
        rules=rules,
    )
    return list(findings)


def stream_findings(
    segments: Iterable[Segment],
    terms: TermFinder,
    *,
    target: Side = "en",
    file: str = "",
    codes: Container[str] | None = None,
    has_time: bool | None = None,
    rules: tuple[HouseRule, ...] = (),
) -> Iterator[Finding]:
    """What `check_segments` gives, document by document: no more than one of them is held, and
    the first rows, by which is seen whether there are few enough to learn from."""
    codes = chosen_codes(rules=rules) if codes is None else codes
    rules = tuple(rule for rule in rules if rule.code in codes)
    ahead = iter(segments)
    first = [*islice(ahead, MOST_ROWS + 1)]
    is_short = len(first) <= MOST_ROWS if has_time is None else has_time
    for _, some in groupby(chain(first, ahead), key=attrgetter("doc")):
        document = list(some)
        matcher = _matcher_for(document, terms, target)
        rows = _rows(document, matcher, target=target, codes=codes, rules=rules)
        view = DocumentView(
            tuple(rows), matcher.base, has_time=is_short or is_aligned(rows)
        )
        for finding in _findings(view, codes, rules):
            yield replace(finding, file=file) if file else finding


def check_terms(
    base: TermBase, *, codes: Container[str] | None = None
) -> list[Finding]:
    """What is wrong with a term base, concept by concept.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> [f.message for f in check_terms(TermBase((Concept("c1", (Term(" ", "en"),)),)))]
    ['a term is empty']
    """
    order = {concept.id: number for number, concept in enumerate(base.concepts)}
    findings: list[Finding] = []
    for check in CHECKS.values():
        if check.needs == "glossary" and (codes is None or check.code in codes):
            findings += check.run(base)
    return sorted(
        _all_sure(findings),
        key=lambda f: (order.get(f.concept or "", 0), f.code),
    )


def _matcher_for(
    segments: list[Segment], terms: TermFinder, target: Side
) -> Matcher:
    """A Matcher that answers for one document; its base decides what is a slip there."""
    texts = [text for segment in segments for text in (segment.zh, segment.en)]
    return terms.within(texts, slips=target)


def _rows(
    segments: list[Segment],
    matcher: Matcher,
    *,
    target: Side,
    codes: Container[str],
    rules: tuple[HouseRule, ...],
) -> list[Row]:
    """The rows of one document; without a source only those where there may be something."""
    if not any(segment.text(other_side(target)) for segment in segments):
        return _lone_rows(
            segments, matcher, side=target, codes=codes, rules=rules
        )
    return [
        row
        for rows in matched_rows(segments, matcher, target=target)
        for row in rows
    ]


def _lone_rows(
    segments: list[Segment],
    matcher: Matcher,
    *,
    side: Side,
    codes: Container[str],
    rules: tuple[HouseRule, ...],
) -> list[Row]:
    """The rows of the texts of a document without a source that are worth reading."""
    texts = [segment.text(side) for segment in segments]
    worth = texts_worth_reading(texts, matcher, side=side, codes=codes)
    if rules:
        worth = sorted({*worth, *texts_under_rules(texts, rules, side=side)})
    matches_by_text = matcher.find_all_in(
        [texts[at] for at in worth], language=side
    )
    rows: list[Row] = []
    for at, matches in zip(worth, matches_by_text, strict=True):
        alone = standing_alone(matches, texts[at]) if side == "zh" else matches
        rows.append(lone_row(segments[at], side, alone))
    return rows


def _findings(
    view: DocumentView, codes: Container[str], rules: tuple[HouseRule, ...]
) -> list[Finding]:
    """What the checks say of one document, in order."""
    findings: list[Finding] = []
    for check in all_checks(rules).values():
        if check.needs != "glossary" and check.code in codes:
            findings += check.run(view)
    apart = sorted(omissions.without_what_is_inside(findings), key=_position)
    return with_quotes(list(_all_sure(apart)), view.rows)


def _all_sure(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with their confidence; which has none yet is as sure as its kind."""
    for finding in findings:
        yield sure(finding) if finding.confidence is None else finding


def _alone(passage: Passage, side: Side, doc: str) -> Segment:
    """A passage as a segment whose other side is empty."""
    text, anchors, non_prose = passage.text, passage.anchors, passage.non_prose
    if side == "zh":
        return Segment(
            text, "", doc=doc, zh_anchors=anchors, zh_non_prose=non_prose
        )
    return Segment(
        "", text, doc=doc, en_anchors=anchors, en_non_prose=non_prose
    )


def _position(finding: Finding) -> tuple[float, ...]:
    """Where a finding stands in its document; what concerns the whole bitext stands behind."""
    row = inf if finding.segment is None else finding.segment
    start = finding.span.start if finding.span else 0
    return (row, finding.place.line or 0, start)
