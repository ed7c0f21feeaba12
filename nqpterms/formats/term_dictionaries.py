"""The term dictionary of a segment as JSON Lines, for machine translation under constraints.

One object a segment: `source`, `target`, and `terms`, which gives every source term as it stands
in the source a list of renderings, the best first. So the terminology tasks of WMT hand them out
(a mapping from source term to renderings beside each source line).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from nqpterms.model.alignment import Segment


def dumps(segment: Segment, terms: Mapping[str, Sequence[str]]) -> str:
    """One line; `doc` and `id` only where the segment has them.

    >>> dumps(Segment("财政政策", "fiscal policy"), {"财政政策": ("fiscal policy",)})
    '{"source": "财政政策", "target": "fiscal policy", "terms": {"财政政策": ["fiscal policy"]}}\\n'
    """
    texts = (segment.zh, segment.en) if segment.target == "en" else (segment.en, segment.zh)
    record = {"source": texts[0], "target": texts[1], "terms": {k: [*v] for k, v in terms.items()}}
    named = {"doc": segment.doc, "id": segment.id}
    record |= {name: value for name, value in named.items() if value}
    return json.dumps(record, ensure_ascii=False) + "\n"
