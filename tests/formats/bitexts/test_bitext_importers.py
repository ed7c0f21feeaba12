"""Our TMX, XLIFF and PO, opened with translate-toolkit."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.model.alignment import Segment

READ = """
import json, sys
from translate.storage import factory
store = factory.getobject(sys.argv[1])
for unit in store.units:
    if not unit.isheader():
        languages = store.getsourcelanguage(), store.gettargetlanguage()
        print(json.dumps([unit.source, unit.target, unit.isfuzzy(), *languages]))
"""
PAIRS = [
    Segment("新质生产力 & <税>", 'new "quality"\nproductive forces', id="1"),
    Segment(
        "第二句。",
        "The second sentence.",
        id="b c",
        properties=(("note", "short"),),
    ),
    Segment("　首行", "\tlast line\\n ", id="3"),
]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["tmx", "xlf", "po"])
@pytest.mark.parametrize("target", ["zh", "en"])
def test_translate_toolkit_reads_the_pairs_as_they_were(
    suffix: str, target: str, toolkit: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    flags = {"po": (("flags", "fuzzy"),), "xlf": (("@approved", "yes"),)}.get(
        suffix, ()
    )
    given = [
        Segment(
            s.zh,
            s.en,
            id=s.id,
            target=target,
            properties=(*s.properties, *flags),
        )  # type: ignore[arg-type]
        for s in PAIRS
    ]
    dump_segments(given, path, zh="zh-CN", en="en")
    done = subprocess.run(
        [toolkit, "-c", READ, path],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
    )
    read = [json.loads(line) for line in done.stdout.splitlines()]
    source = "en" if target == "zh" else "zh"
    # It takes a unit of XLIFF that is not approved for fuzzy, too.
    expected = [
        [s.text(source), s.text(s.target), suffix == "po"] for s in given
    ]
    assert [row[:3] for row in read] == expected
    tags = {"zh": "zh-CN", "en": "en"}
    for row in read:
        said = [(tag or "").replace("_", "-").lower() for tag in row[3:]]
        assert said[1] in ("", tags[target].lower())
        assert said[0] in ("", "en", tags[source].lower())
