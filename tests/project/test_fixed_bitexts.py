"""--fix in the files of translation tools: in place, locked segments left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import Project
from nqpterms.run.inputs import StateChoice, find_units
from nqpterms.run.many import fix_units
from nqpterms.run.one import check_unit

TERMS = TermBase(
    (
        Concept(
            "wind",
            (
                Term("风电", "zh-Hans"),
                Term("wind power", "en", status="preferred"),
                Term("windy power", "en", status="deprecated"),
            ),
        ),
    )
)
UNIT = (
    '<trans-unit id="{0}"{1}><source>发展风电。</source><target>Develop <g id="1">windy</g> power.'
    "</target></trans-unit>\n"
)
FILE = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file source-language="zh" target-language="en"><body>\n{}</body></file></xliff>'
)


def changed(path: Path, *, write: bool) -> str:
    project = Project().with_terms(TERMS)
    return "".join(fix_units(find_units([path]), project, write=write))


def test_words_change_and_codes_and_locked_units_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    source = FILE.format(UNIT.format(1, "") + UNIT.format(2, ' translate="no"'))
    path.write_text(source, encoding="utf-8")
    difference = changed(path, write=False)
    assert (
        "-1 Develop windy power.\n+1 Develop wind power.\n 2 Develop windy power."
        in difference
    )
    assert path.read_text(encoding="utf-8") == source
    changed(path, write=True)
    fixed = UNIT.format(1, "").replace("windy</g>", "wind</g>")
    expected = FILE.format(fixed + UNIT.format(2, ' translate="no"'))
    assert path.read_text(encoding="utf-8") == expected
    assert changed(path, write=True) == ""


def test_a_po_and_a_tmx_are_fixed_too(tmp_path: Path) -> None:
    po = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "风电。"\nmsgstr "Windy power."\n#~ gone\n'
    (tmp_path / "a.po").write_text(po, encoding="utf-8")
    changed(tmp_path / "a.po", write=True)
    assert (tmp_path / "a.po").read_text(encoding="utf-8") == po.replace(
        "Windy", "Wind"
    )
    tmx = (
        '<tmx version="1.4"><header srclang="zh"/><body><tu>'
        '<tuv xml:lang="zh"><seg>风电</seg></tuv>'
        '<tuv xml:lang="en"><seg>windy power</seg></tuv></tu></body></tmx>'
    )
    (tmp_path / "a.tmx").write_text(tmx, encoding="utf-8")
    changed(tmp_path / "a.tmx", write=True)
    assert (tmp_path / "a.tmx").read_text(encoding="utf-8") == tmx.replace(
        "windy", "wind"
    )


def test_what_is_not_changed_in_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"zh": "风电", "en": "windy power"}\n', encoding="utf-8"
    )
    with pytest.raises(
        NqptermsError, match="cannot change a bitext of this kind in place"
    ):
        changed(tmp_path / "a.jsonl", write=True)


STATES = FILE.format(
    UNIT.format(1, "").replace("<target>", '<target state="final">')
    + UNIT.format(2, "").replace("<target>", '<target state="needs-review">')
    + UNIT.format(3, "")
)


@pytest.mark.parametrize(
    ("choice", "segments"),
    [
        (StateChoice(), [1, 2, 3]),
        (StateChoice(wanted=("Final",)), [1]),
        (StateChoice(unwanted=("final", "needs-review")), [3]),
        (
            StateChoice(wanted=("final", "needs-review"), unwanted=("final",)),
            [2],
        ),
    ],
)
def test_only_segments_in_these_states_are_worked_on(
    choice: StateChoice, segments: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(STATES, encoding="utf-8")
    unit = replace(find_units([path])[0], states=choice)
    project = Project().with_terms(TERMS)
    findings = [
        f for f in check_unit(unit, project).findings if f.code == "T101"
    ]
    assert [finding.segment for finding in findings] == segments
    "".join(fix_units([unit], project, write=True))
    assert path.read_text(encoding="utf-8").count("wind</g>") == len(segments)
