"""Stand-in until the readers' module moves here."""

from __future__ import annotations

from pathlib import Path

from nqpterms.errors import FormatError


def load(path: str | Path) -> str:
    """The text of a file."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path) from None
    except UnicodeDecodeError as error:
        raise FormatError(f"byte {error.start} is not UTF-8", path) from None
