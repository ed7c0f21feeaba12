"""A long text is made flat by arrays as it is sign by sign, and leads back to the same places."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nqpterms.lang.chinese import simplified
from nqpterms.lang.normal_form import flatten
from nqpterms.matching import flat_arrays as flat_arrays_module
from nqpterms.matching.flat_arrays import BY_WORD, flat_arrays

PIECES = st.sampled_from(
    [
        *"ab sS'’ -—–\n\r\t\x1e\x1f中力，。.;&_19ＡΣσİßé",
        *"著眼沿本乾坤反覆隻製於計麼份分身部成",
        *"\u00ad\u200b\u0301ﬁ\ufb00\ud800\ud801〇⺁\uf900🙂",
        *("&amp;", "produc-\ntive", "乾坤", "反覆", "瞭解", "身分", "沿著"),
        *("  ", "'s ", "s' ", "\n\n", "\r\n\r\n", " - ", "- -", "\n\u200b\n"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("中 - - - 's 's中 s' 中")
@example("Σ Σ. aΣ. İ")
@pytest.mark.parametrize("piece", [3, 1 << 14])
def test_what_flatten_gives(piece: int, text: str) -> None:
    flat = flatten(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flat_arrays_module, "_PIECE", piece)
        arrays = flat_arrays(text)
    assert arrays is not None
    assert arrays.cased == flat.cased
    assert arrays.folded == flat.folded
    positions = np.arange(len(flat.cased))
    assert arrays.original(positions).tolist() == [
        flat.original(position) for position in positions.tolist()
    ]
    assert arrays.original_ends(positions + 1).tolist() == [
        flat.span(0, position + 1).end for position in positions.tolist()
    ]


@pytest.mark.parametrize("sign", ["𠀀", "𐐀", "\U0002f800", "\U000e0001"])
def test_a_sign_beyond_the_tables_is_left_to_flatten(sign: str) -> None:
    assert flat_arrays(f"plain {sign} text") is None


def test_every_phrase_that_is_converted_otherwise_has_a_known_character(
    tmp_path: Path,
) -> None:
    folder = Path(opencc.__file__).parent / "clib"
    tool = shutil.which("opencc_dict", path=str(folder / "bin"))
    phrases = next(folder.rglob("TSPhrases.ocd2"), None)
    if tool is None or phrases is None:
        pytest.skip("OpenCC came without what reads its dictionaries")
    listed = tmp_path / "phrases.txt"
    command = [tool, "-i", str(phrases), "-o", str(listed)]
    done = subprocess.run(
        [*command, "-f", "ocd2", "-t", "text"],
        env={"LD_LIBRARY_PATH": str(folder / "lib64")},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("what reads OpenCC's dictionaries does not run here")
    lines = listed.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    for line in lines:
        phrase = line.partition("\t")[0]
        apart = "".join(map(simplified, phrase))
        assert simplified(phrase) == apart or not {*BY_WORD}.isdisjoint(phrase)
