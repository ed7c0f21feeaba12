"""How much of the text of saved web pages is found, and how much else with it.

    python -m tests.bench.page_bench

The pages are those of `tests/readers/saved_pages.py`, our own in the markup of Chinese offices and
papers; the reader was made beside them, so that the figures are no measure of other pages.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from nqpterms.readers.reading import read
from tests.readers.saved_pages import PAGES, SavedPage


def found_paragraphs(page: SavedPage, folder: Path) -> list[str]:
    """What is read as text of a page, its title and headings included."""
    path = folder / "page.html"
    path.write_bytes(page.html.encode(page.encoding))
    return [passage.text.strip() for passage in read(path).passages()]


def main() -> None:
    """Prints a line for each page that is not read whole and alone, and the sums."""
    wanted = found = size = noise = 0
    with tempfile.TemporaryDirectory() as folder:
        for page in PAGES:
            texts = found_paragraphs(page, Path(folder))
            kept = [one for one in page.paragraphs if one in texts]
            other = sum(
                len(text) for text in texts if text not in page.paragraphs
            )
            if len(kept) < len(page.paragraphs) or other:
                print(
                    f"{page.name}: {len(kept)} of {len(page.paragraphs)}, {other} characters more"
                )
            wanted += len(page.paragraphs)
            found += len(kept)
            size += sum(map(len, texts))
            noise += other
    print(
        f"{len(PAGES)} pages: paragraphs {found / wanted:.3f}, noise {noise / size:.1%}"
    )


if __name__ == "__main__":
    main()
