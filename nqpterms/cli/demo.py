"""``nqpterms demo``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from msgspec.structs import replace

from nqpterms.cli.options import PATH
from nqpterms.cli.output import put
from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import dump_segments, dump_terms, load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.readers.reading import read
from nqpterms.renderings.occurrences import attested
from nqpterms.run.pipeline import tell_story

BRIEF = Path(__file__).parents[1] / "brief"
"""The bundled pair: an original brief on an invented province, written for this purpose."""


@click.command("demo")
@click.argument("folder", type=PATH, default="nqpterms-demo", metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Tell the whole story on the bundled pair, ending in report.html.

    Aligns a Chinese brief with its English version, checks the English against the bundled term
    base, and writes report.html, terms.tbx and alignment.tmx into DIR (default: nqpterms-demo).

    \b
    nqpterms demo
    nqpterms demo /tmp/look
    """
    _make(folder)
    base = load_terms()
    zh, en = (replace(read(BRIEF / name), name=name) for name in ("brief.zh.md", "brief.en.md"))
    story = tell_story(zh, en, base=base)
    segments = tuple(story.alignment.segments())
    terms = attested(segments, Matcher(base))
    put(story.report, folder / "report.html")
    dump_terms(terms, folder / "terms.tbx", version=2, lossy=True)
    dump_segments(segments, folder / "alignment.tmx")
    for line in _told(story.alignment, story.findings, len(terms), folder):
        click.echo(line)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NqptermsError(f"{folder}: cannot be made a folder: {error.strerror}") from None


def _told(
    alignment: Alignment, findings: tuple[Finding, ...], terms: int, folder: Path
) -> Iterator[str]:
    """What was found and where to look, in six lines."""
    paragraphs, sentences = alignment.beads("paragraph"), alignment.beads("sentence")
    paired = [sum(1 for b in beads if b.zh and b.en) for beads in (paragraphs, sentences)]
    alone = sum(1 for b in paragraphs if not (b.zh and b.en))
    sections = sum(1 for pair in alignment.sections() if pair.zh and pair.en)
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(f"{counts[s]} {s}" for s in reversed(SEVERITIES) if counts[s])
    codes = ", ".join(
        f"{code} ×{n}" for code, n in sorted(Counter(f.code for f in findings).items())
    )
    yield f"aligned   {sections} sections, {paired[0]} paragraphs, {paired[1]} sentence beads"
    yield f"alone     {alone} paragraphs without a partner, each with the reason"
    yield f"terms     {terms} concepts of the bundled glossaries stand in the pair"
    yield f"findings  {len(findings)}: {told} ({codes})"
    yield f"look at   {folder / 'report.html'}"
    yield f"import    {folder / 'terms.tbx'} (TBX 2), {folder / 'alignment.tmx'} (TMX 1.4)"
