"""R…: the rules that a team has written into its settings, each a row like any other check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from nqpterms.checks.view import (
    Check,
    DocumentView,
    Verdict,
    around,
    finding_in,
    has_words,
    in_file,
)
from nqpterms.lang.linear_patterns import linear_pattern, rewritten, spans_of
from nqpterms.model.alignment import Side, other_side
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.project.house_rules import HouseRule
from nqpterms.renderings.rows import Row


@lru_cache(maxsize=64)  # projects
def house_checks(rules: tuple[HouseRule, ...]) -> dict[str, Check]:
    """The rules as rows of the registry, by their codes.

    >>> rule = HouseRule("R1", "write “hectares”", en="mu")
    >>> house_checks((rule,))["R1"].explanation
    'write “hectares”'
    """
    return {rule.code: _check_of(rule) for rule in rules}


def texts_under_rules(
    texts: Sequence[str], rules: Iterable[HouseRule], *, side: Side
) -> Iterator[int]:
    """Which texts without a source are worth reading for a rule, by index."""
    patterns = [
        rule.pattern(side)
        for rule in rules
        if not rule.pattern(other_side(side))
    ]
    for at, text in enumerate(texts):
        if any(
            linear_pattern(pattern).search(text)
            for pattern in patterns
            if pattern
        ):
            yield at


def _check_of(rule: HouseRule) -> Check:
    """A rule as a check; its message is what it reports."""

    def run(view: DocumentView) -> Iterator[Finding]:
        for row in view.rows:
            yield from _findings_in(row, rule)

    run.__doc__ = rule.message
    is_about_source = bool(rule.zh and rule.en)
    return Check(
        rule.code,
        rule.severity,
        "source" if is_about_source else "translation",
        run,
    )


def _findings_in(row: Row, rule: HouseRule) -> Iterator[Finding]:
    """The findings of a rule in one row."""
    own, across = rule.pattern(row.side), rule.pattern(other_side(row.side))
    source_span = (
        next(spans_of(across, row.source_text), None) if across else None
    )
    if across and source_span is None:
        return
    if rule.unless and next(spans_of(rule.unless, row.text), None):
        return
    verdict = Verdict(rule.code, rule.severity, rule.message)
    if not own:
        yield _with_source(finding_in(row, verdict), row, source_span)
        return
    for span in spans_of(own, row.text):
        if not has_words(row, span):
            continue
        fix = (
            None
            if rule.fix is None
            else rewritten(own, row.text, span, rule.fix)
        )
        expected = () if fix is None else (fix,)
        fixing = replace(verdict, fix=fix, expected=expected)
        yield _with_source(finding_in(row, fixing, span=span), row, source_span)


def _with_source(finding: Finding, row: Row, span: Span | None) -> Finding:
    """The finding with the place in the source that the rule names."""
    if span is None:
        return finding
    context = (
        finding.context if finding.matched else around(row.source_text, span)
    )
    return replace(
        finding, source_span=in_file(row, span, source=True), context=context
    )
