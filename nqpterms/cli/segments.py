"""From the files that a command is given to aligned segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from nqpterms.formats.registry import is_bitext, load_segments
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import is_language
from nqpterms.readers.reading import read_either
from nqpterms.run.pipeline import aligned, read_pair


def chosen_segments(paths: Sequence[Path], type_: str | None) -> Iterator[Segment]:
    """The segments of bitexts, of a Chinese and an English file, or of a page with both.

    Two documents are aligned on the way. A segment without a document gets its file's name.
    """
    if not paths:
        raise click.UsageError("expected a bitext, a Chinese and an English file, or one page")
    bitexts = [path for path in paths if is_bitext(path, type=type_ or "")]
    if len(bitexts) < len(paths):
        if bitexts or len(paths) > 2:
            raise click.UsageError("expected bitexts only, or one pair of documents")
        yield from aligned(*read_pair(paths, type=type_)).segments()
        return
    for path in paths:
        for segment in load_segments(path, type=type_ or ""):
            yield segment if segment.doc else replace(segment, doc=path.name)


def english_segments(paths: Sequence[Path], type_: str | None) -> Iterator[Segment]:
    """The English of documents or bitexts, as segments whose Chinese is empty."""
    if not paths:
        raise click.UsageError("expected an English text")
    for path in paths:
        if is_bitext(path, type=type_ or ""):
            yield from chosen_segments([path], type_)
            continue
        for document in read_either(path, type=type_):
            if is_language(document.lang, "en"):
                for passage in document.passages():
                    yield Segment("", passage.text, doc=document.name, en_anchors=passage.anchors)
