"""Term success as the document track of WMT25's terminology task counts it.

For each row and each term of its dictionary that stands in the source: how often its renderings
stand in the output, over how often the term stands in the source, at most 1; the mean of all of
these. Texts are compared in lower case, and a term is found inside words and inside other terms. A
term none of whose renderings stands in the reference is left out. Zero where there is nothing to
count is None here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nqpterms.scoring.row_terms import RowTerms


def wmt25_success(
    sources: Sequence[str],
    outputs: Sequence[str],
    references: Sequence[str] | None,
    terms: Sequence[RowTerms],
) -> float | None:
    """The mean over rows and terms, 0 to 1; without references no term is left out.

    >>> terms = (("汇率", ("exchange rate",)),)
    >>> wmt25_success(["汇率，汇率"], ["The exchange rate."], None, [terms])
    0.5
    """
    shares = []
    for number, source in enumerate(sources):
        source, output = source.lower(), outputs[number].lower()
        reference = None if references is None else references[number].lower()
        for term, forms in terms[number]:
            places = source.count(term.lower())
            renderings = [form.lower() for form in forms]
            if places and (
                reference is None or _stands_in(reference, renderings)
            ):
                answers = sum(output.count(form) for form in renderings)
                shares.append(min(1.0, answers / places))
    return sum(shares) / len(shares) if shares else None


def _stands_in(reference: str, renderings: Iterable[str]) -> bool:
    """Whether one of the renderings stands in a text."""
    return any(form in reference for form in renderings)
