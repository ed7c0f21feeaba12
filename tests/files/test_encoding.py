from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.files.encoding import checked, decode, load

HANS = "各级学校要认真做好教学工作，努力提高教育质量。"
HANT = "各級學校要認真做好教學工作，努力提高教育質量。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANS, "utf-8"),
        (HANS, "utf-8-sig"),
        (HANS, "gbk"),
        (HANS, "gb18030"),
        (HANT, "gbk"),
        (HANT, "big5"),
        (HANT, "big5hkscs"),
        (HANS, "utf-16"),
        (HANT, "utf-32"),
        ("Chapter 1\r\n老师\r\n", "gbk"),
        ("學校", "big5"),
        ("老师", "gbk"),
    ],
)
def test_every_encoding_comes_out_whole(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_by_its_mark(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + HANS.encode(encoding)) == HANS


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\n", "holds no text"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"PK\x03\x04\x00\x00binary", "byte 4 is NUL"),
        (HANS.encode("utf-16-le"), "is NUL"),
        (b"caf\xe9 cr\xe8me et th\xe9s", "byte 3 (0xE9) is not UTF-8"),
        (b"it\x92s a \x93test\x94 of quotes", "byte 2 (0x92) is not UTF-8"),
        (b"\xff\xfea", "byte 2 is not UTF-16-LE"),
        (bytes(range(1, 256)), "byte 127 (0x80) is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_by_name(
    tmp_path, data: bytes, message: str
) -> None:
    path = tmp_path / "made.txt"
    path.write_bytes(data)
    if data.endswith(HANS.encode("utf-16-le")):
        data += b"\0"
        path.write_bytes(data)
    with pytest.raises(FormatError) as error:
        load(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_files_and_folders_are_one_line(tmp_path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        load(tmp_path / "missing.txt")
    with pytest.raises(FormatError, match="is a folder"):
        load(tmp_path)


def test_a_lone_surrogate_is_refused_with_its_line() -> None:
    with pytest.raises(
        FormatError, match=r"page:2: U\+D800 is not a character"
    ):
        checked("one\ntwo \ud800", name="page")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = checked(decode(data))
    except FormatError:
        return
    text.encode("utf-8")


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
)
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode("utf-8")).removeprefix(
        "\ufeff"
    ) == text.removeprefix("\ufeff")
