"""How soon the editor's server answers a key stroke, and how often its first answer holds.

    python tests/bench/editor_bench.py DRAFT [SOURCE] [--edits 200]

It types into the draft at places drawn at random, a stroke after another, and measures the
processor time from the stroke to the marks: 95 of 100 are at least as quick as p95. Every 20
strokes the whole draft is checked as after a pause. Then it says how long that took, and how many
marks of the first answers were others than those that hold.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter

from nqpterms.servers.editor.diagnostics import diagnostics
from nqpterms.servers.editor.drafts import (
    CheckedDraft,
    EditorDraft,
    check_draft,
)
from nqpterms.servers.editor.patches import patched
from nqpterms.servers.editor.shelf import ProjectShelf
from nqpterms.servers.editor.text_positions import TextLines

_CONVERTER = get_converter()
_PAUSE = 20  # strokes between two pauses
_STROKES = "etaoin shrdlu,."


def stroke(text: str, draw: random.Random) -> str:
    """A text after a key stroke: mostly a letter, sometimes a letter taken out, or a word."""
    at = draw.randrange(len(text))
    kind = draw.random()
    if kind < 0.6:
        return text[:at] + draw.choice(_STROKES) + text[at:]
    if kind < 0.9:
        return text[:at] + text[at + 1 :]
    return (
        text[:at]
        + draw.choice((" reform", "\n\n", " 2025", " development"))
        + text[at:]
    )


def marks(checked: CheckedDraft) -> Counter[tuple[Any, ...]]:
    """What an editor shows, however the sentences are quoted."""
    findings = [placed.finding for placed in checked.findings]
    return Counter(
        (one.code, one.place.line, one.matched, one.source_term)
        for one in findings
    )


def send(some: list[dict[str, Any]]) -> str:
    """The marks as they are sent to an editor."""
    record = {"uri": "file:///draft", "diagnostics": some}
    params = _CONVERTER.structure(record, types.PublishDiagnosticsParams)
    return json.dumps(_CONVERTER.unstructure(params))


def percentile(times: Sequence[float], share: float) -> float:
    """The time that a share of all does not exceed, in milliseconds."""
    return sorted(times)[int(len(times) * share)] * 1000


def main() -> None:
    """Type, measure, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("draft", type=Path)
    parser.add_argument("source", type=Path, nargs="?")
    parser.add_argument("--edits", type=int, default=200)
    options = parser.parse_args()
    shelf = ProjectShelf(str(options.draft.parent))
    project = shelf.of(options.draft)
    source = str(options.source) if options.source else ""
    text = options.draft.read_text(encoding="utf-8")
    path = str(options.draft.absolute())
    draft = EditorDraft(path, text, source=source)
    print(
        f"{len(text.split()):,} words, {'beside its source' if source else 'alone'}"
    )
    checked = check_draft(shelf, draft)
    patched(checked, f"{text}.", project)  # what a first stroke alone waits for
    draw = random.Random(1)
    strokes, pauses = [], []
    shown = other = waited = 0
    for number in range(1, options.edits + 1):
        text = stroke(text, draw)
        begun = time.process_time()
        answer = patched(checked, text, project)
        if answer is None:
            waited += 1
            answer = check_draft(shelf, EditorDraft(path, text, source=source))
        send(diagnostics(answer, TextLines(text)))
        strokes.append(time.process_time() - begun)
        checked = answer
        if number % _PAUSE:
            continue
        begun = time.process_time()
        settled = check_draft(shelf, EditorDraft(path, text, source=source))
        pauses.append(time.process_time() - begun)
        first, last = marks(checked), marks(settled)
        shown += sum(last.values())
        other += sum(((first - last) + (last - first)).values())
        checked = settled
    median, most = percentile(strokes, 0.5), percentile(strokes, 0.95)
    print(f"a key stroke: median {median:.0f} ms, p95 {most:.0f} ms")
    print(f"strokes without a first answer: {waited} of {len(strokes)}")
    print(f"a pause: median {percentile(pauses, 0.5):.0f} ms")
    print(f"marks that differ after {_PAUSE} strokes: {other} of {shown}")


if __name__ == "__main__":
    main()
