"""A finding in words: what it is about, what was expected, what stands there, why, how sure.

Comments in Word, notes of CAT tools and the workbook say the same in the same order.
"""

from __future__ import annotations

from nqpterms.lang.normal_form import one_line
from nqpterms.model.findings import Finding, Quote

ANSWERS = "Reply ignore or ok to leave it, admit if it is right for you, done when it is changed."
"""What a reader may answer to a note."""
_MOST_OTHERS = 3  # expected forms behind the first one that a note names


def about(finding: Finding) -> str:
    """The Chinese term, what is left out, or the words that the finding is about.

    >>> about(Finding("T101", "warning", "“x” is deprecated", matched="x"))
    'x'
    """
    if finding.source_term:
        return finding.source_term
    if finding.matched:
        return one_line(finding.matched)
    quote = finding.source_quote
    return one_line(quote.span.of(quote.text)) if quote else ""


def standing_words(finding: Finding) -> str:
    """The words that stand there; "" where nothing does."""
    if finding.matched:
        return one_line(finding.matched)
    return one_line(finding.stands.text) if finding.stands else ""


def why(finding: Finding) -> str:
    """Why it is a finding, in one short sentence; what was expected is told apart.

    >>> why(Finding("T101", "warning", "“x” is deprecated: use “y”", expected=("y",)))
    '“x” is deprecated'
    """
    if finding.expected and finding.source_term:
        return finding.message.partition(": ")[0]
    if finding.expected and ": use “" in finding.message:
        return finding.message.partition(": use “")[0]
    return finding.message


def sure(finding: Finding) -> float | None:
    """How sure it is that a reader would act on it, 0–1; None where that is not known."""
    return None if finding.confidence is None else round(finding.confidence, 2)


def where(finding: Finding) -> str:
    """Where it stands, in the words of the program that shows the file.

    >>> where(Finding("T101", "warning", "m", segment=7, unit="u7"))
    'segment 7 (u7)'
    """
    parts = finding.place.label, segment_label(finding)
    return " ".join(part for part in parts if part)


def segment_label(finding: Finding) -> str:
    """The number of a segment as its tool shows it, and the name of its unit."""
    if finding.segment is None:
        return ""
    unit = f" ({finding.unit})" if finding.unit else ""
    return f"segment {finding.segment}{unit}"


def note_text(finding: Finding) -> str:
    """A finding as a note to the one who translates.

    >>> print(note_text(Finding("T101", "warning", "“x” is deprecated: use “y”", matched="x",
    ...     source_term="甲", expected=("y", "z"))))
    Expected for 甲: “y” (also “z”). Here: “x”. “x” is deprecated (T101).
    """
    value = sure(finding)
    certainty = (
        "" if value is None else f", sure {value:.2f}".replace(" 0.", " .")
    )
    reason = _sentence(
        f"{why(finding).rstrip('.')} ({finding.code}{certainty})"
    )
    if not finding.expected:
        return reason
    name = f" for {finding.source_term}" if finding.source_term else ""
    first, *others = finding.expected
    more = ", ".join(f"“{other}”" for other in others[:_MOST_OTHERS])
    parts = [f"Expected{name}: “{first}”{f' (also {more})' if more else ''}."]
    if standing_words(finding):
        parts.append(f"Here: “{standing_words(finding)}”.")
    return " ".join([*parts, reason])


def marked_quote(quote: Quote | None) -> tuple[str, str, str]:
    """A sentence on one line in three parts: before the words that are meant, they, and behind."""
    if quote is None:
        return "", "", ""
    start, end = quote.span
    before, words, behind = (
        quote.text[:start],
        quote.text[start:end],
        quote.text[end:],
    )
    if quote.before:
        before = quote.before + ("" if quote.lang == "zh" else " ") + before
    if not words:
        return one_line(before + behind), "", ""
    return _inner(before), _inner(words), _inner(behind)


def _inner(text: str) -> str:
    """A text on one line, a blank at either end kept."""
    line = one_line(text)
    before = " " * text[:1].isspace()
    behind = " " * (text[-1:].isspace() and bool(line))
    return f"{before}{line.strip()}{behind}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
