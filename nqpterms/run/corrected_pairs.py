"""What somebody has set right in the alignment of a pair holds wherever the pair is read.

    a.zh.md  a.en.md  a.anchors   the corrections stand beside the translation

The review page writes the file; a person may write it too (docs/align.md). Check, concordance and
extraction, page and command read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from nqpterms.files.file_locks import alone_with
from nqpterms.files.writing import atomic
from nqpterms.formats.results.corrections import (
    dump_known_beads,
    load_anchors,
    load_known_beads,
)
from nqpterms.model.alignment import Alignment, KnownBead
from nqpterms.model.document import Document
from nqpterms.run.inputs import Unit

_SUFFIX = ".anchors"


def corrections_path(unit: Unit) -> Path | None:
    """Where the corrections of a pair stand, or would; None for what is no pair of files.

    >>> corrections_path(Unit("a", "texts/a.en.md", "texts/a.zh.md")).as_posix()
    'texts/a.anchors'
    """
    if not unit.source or not unit.path or unit.path == "-":
        return None
    return Path(unit.path).with_name(f"{Path(unit.name).name}{_SUFFIX}")


def corrections_of(unit: Unit) -> Path | None:
    """The file of corrections of a pair; None where it has none."""
    path = corrections_path(unit)
    return path if path and path.is_file() else None


def known_beads_of(unit: Unit) -> list[KnownBead]:
    """The beads of a pair that somebody knows; FormatError for a file of something else."""
    path = corrections_of(unit)
    return load_known_beads(path) if path else []


def write_known_beads(
    unit: Unit, before: Sequence[KnownBead], beads: Sequence[KnownBead]
) -> bool:
    """Write the known beads of a pair; False, and nothing is written, where the file does not say
    *before* any more: somebody else has written there."""
    path = corrections_path(unit)
    if path is None:
        return False
    with alone_with(path):
        if known_beads_of(unit) != list(before):
            return False
        # A person may have put some there.
        anchors = load_anchors(path) if path.is_file() else []
        with atomic(path) as file:
            file.writelines(f"{zh}\t{en}\n" for zh, en in anchors)
            file.writelines(dump_known_beads(beads))
    return True


def aligned_as_known(
    zh: Document,
    en: Document,
    unit: Unit,
    *,
    level: Literal["section", "paragraph", "sentence"],
) -> Alignment:
    """A pair of documents aligned, with what somebody knows of it."""
    # With numpy, which a bitext does without.
    from nqpterms.aligner.known_beads import align_known

    path = corrections_of(unit)
    beads = load_known_beads(path) if path else []
    anchors = load_anchors(path) if path else []
    return align_known(zh, en, known=beads, anchors=anchors, level=level)
