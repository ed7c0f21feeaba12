"""Many documents over the years: how each concept is rendered, in pictures."""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.model.termbase import TermBase
from nqpterms.report.page import BARS, STRIPS, Column, cards
from nqpterms.report.shell import rendered
from nqpterms.report.strips import share_bar, strip, wavering
from nqpterms.report.uses import TermUses

UNDATED = "no year"
"""The name of the column of documents whose year is not known."""


def render_drift(uses: Sequence[TermUses], years: Sequence[str], base: TermBase) -> str:
    """The renderings of a corpus as the text of an HTML file.

    *uses* have a column for each of the *years*, "" for documents without one.
    """
    labels = [year or UNDATED for year in years]
    ranked = sorted(uses, key=lambda use: (-use.total, use.number))
    return rendered(
        "drift.html.j2",
        title="Renderings over the years",
        columns=[Column(label, label, -1) for label in labels],
        strips=[strip(use, labels) for use in wavering(uses, most=STRIPS)],
        shares=[share_bar(use, ranked[0].total) for use in ranked[:BARS]],
        cards=cards(base.concepts, uses, named=(), findings=()),
    )
