"""What a look-up found, as a JSON record."""

from __future__ import annotations

from typing import Any

from nqpterms.matching.lookup import LookupResult


def lookup_record(result: LookupResult) -> dict[str, Any]:
    """A result as a JSON object; its span in code points of the query.

    >>> from nqpterms.matching.lookup import lookup
    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> concept = Concept("force", (Term("生产力", "zh-Hans"), Term("productive forces", "en")))
    >>> record = lookup_record(lookup(TermBase((concept,)), "发展生产力")[0])
    >>> record["term"], record["span"], record["renderings"][0]["text"]
    ('生产力', [2, 5], 'productive forces')
    """
    return {
        "concept": result.concept.id,
        "kind": result.kind,
        "likeness": round(result.likeness, 1),
        "term": result.term.text,
        "lang": result.term.lang,
        "status": result.term.status or None,
        "span": list(result.span),
        "renderings": [
            {"text": t.text, "lang": t.lang, "status": t.status or None, "scope": t.scope or None}
            for t in result.renderings
        ],
        "definitions": [d.text for d in result.concept.definitions],
        "subject": result.concept.subject or None,
    }
