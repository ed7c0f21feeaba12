"""Segments for property tests: what a bitext can hold, hard characters included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.model.alignment import Segment

POOL = [
    *(
        "新质生产力",
        "新質生產力",
        "new quality productive forces",
        "R&D",
        "<b>",
        "]]>",
        "&amp;",
    ),
    *(
        '"',
        '"a"',
        "\\",
        "\\n",
        "a\\",
        " a ",
        "=1+1",
        "\ufeffx",
        "x\u2028y",
        "\x85",
        "\U00020000",
    ),
    *(
        "zh",
        "en",
        "source",
        "#x",
        "msgid",
        "{",
        "e\u0301",
        "０",
        "a: b",
        "_x000D_",
        "\u3000",
    ),
]
"""Texts to which some table, markup or quoting gives a meaning."""
LINES = [*POOL, "a\nb", "a\tb", "\n", "a\r\nb", "a\rb", "\ttab"]
"""The same, with line ends and tabs."""


def texts(pool: Iterable[str], *, least: int = 0) -> st.SearchStrategy[str]:
    """Texts that XML can hold, the hard ones often; no control characters but the pool's."""
    free = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"])
    return st.sampled_from(list(pool)) | st.text(
        free, min_size=least, max_size=6
    )


def segments(
    *,
    pool: Iterable[str] = LINES,
    least: int = 0,
    doc: bool = True,
    names: Iterable[str] = ("note", "a b", "zh:status", "@creationdate"),
    markup: Iterable[str] = (),
) -> st.SearchStrategy[list[Segment]]:
    """Lists of up to four segments; `markup` are whole elements to stand in the texts."""
    body = texts(pool, least=least)
    said = texts(pool, least=1).filter(bool)
    pairs = st.lists(
        st.tuples(st.sampled_from([*names, "note"]), said), max_size=3
    )
    properties = pairs.map(lambda p: tuple(dict(p).items()))
    one = st.builds(
        Segment,
        body,
        body,
        doc=st.just("") | (said if doc else st.nothing()),
        confidence=st.sampled_from((1.0, 0.0, 0.1234)),
        id=st.just("") | said,
        target=st.sampled_from(("en", "zh")),
        properties=properties if names else st.just(()),
    )
    codes = list(markup)
    if codes:
        one = st.builds(
            _marked,
            one,
            st.sampled_from(codes),
            st.integers(0, 3),
            st.booleans(),
        )
    return st.lists(one, max_size=4)


def _marked(segment: Segment, code: str, at: int, zh: bool) -> Segment:
    text = segment.zh if zh else segment.en
    return replace(
        segment, markup=(("zh" if zh else "en", min(at, len(text)), code),)
    )


def same(segment: Segment, **changes: object) -> Segment:
    """A segment without what tells where it was read; its properties in a fixed order."""
    ordered = tuple(sorted(segment.properties))
    plain = replace(
        segment, row=None, zh_anchors=(), en_anchors=(), properties=ordered
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def through(
    given: list[Segment],
    suffix: str,
    project: Callable[[Segment], Segment] = same,
    *,
    dump: Callable[[list[Segment], Path], None] = dump_segments,
) -> tuple[list[Segment], list[Segment]]:
    """(what went out, what came back) of a file with *suffix*, both projected."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"pairs.{suffix}")
        dump(given, path)
        first = path.read_bytes()
        back = list(load_segments(path))
        dump(back, path)
        assert path.read_bytes() == first, "what was read is written as it was"
    return [project(s) for s in given], [project(s) for s in back]
