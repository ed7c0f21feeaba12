"""What can go wrong with a user's input, said so that the user can mend it."""

from __future__ import annotations

import errno
import importlib.metadata
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class NqptermsError(Exception):
    """Something in the input or the call stops the work; the message says what, and what to do.

    >>> str(NqptermsError("no glossary given: name one with -g"))
    'no glossary given: name one with -g'
    """


class FormatError(NqptermsError):
    """A file is not what its format asks for.

    >>> str(FormatError("expected 2 columns, found 1", path="terms.tsv", line=3))
    'terms.tsv:3: expected 2 columns, found 1'
    """

    def __init__(
        self,
        message: str,
        path: str | Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, path, line, column)
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.column = column

    def __str__(self) -> str:
        parts = (self.path, self.line, self.column)
        where = "".join(f"{part}:" for part in parts if part is not None)
        return f"{where} {self.message}" if where else self.message


class OneLanguageError(FormatError):
    """A page that was to hold Chinese and English holds only one of them."""


class MissingExtraError(NqptermsError):
    """An optional package is needed and not installed.

    The line to type names what the extra stands for, so that it works however nqpterms itself was
    installed: from a clone, from a wheel, from an index.

    >>> str(MissingExtraError("pypdfium2", "pdf", "a PDF"))
    "a PDF needs pypdfium2: pip install 'pypdfium2>=5.0'"
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(package, extra, purpose)
        self.package = package
        self.extra = extra
        self.purpose = purpose

    def __str__(self) -> str:
        wanted = " ".join(
            f"'{requirement}'" for requirement in requirements_of(self.extra)
        )
        return f"{self.purpose} needs {self.package}: pip install {wanted}"


def requirements_of(extra: str) -> list[str]:
    """What an extra of nqpterms installs, as pip takes it, without what comes with nqpterms itself.

    >>> requirements_of("skos")
    ['rdflib>=7.0']
    """
    condition = re.compile(
        rf"""\s*;\s*extra\s*==\s*['"]{re.escape(extra)}['"]$"""
    )
    declared = importlib.metadata.requires("nqpterms") or []
    return [
        condition.sub("", line) for line in declared if condition.search(line)
    ]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The question that ends a message about an unknown word, "" where nothing comes near.

    >>> did_you_mean("selct", ["select", "ignore"]), did_you_mean("x", ["select"])
    (": did you mean 'select'?", '')
    """
    near = get_close_matches(word, words, n=1)
    return f": did you mean {near[0]!r}?" if near else ""


def fault_of_user(error: BaseException) -> str:
    """What is said of an error that a file, a call or the machine has caused; "" for one of ours.

    >>> fault_of_user(RecursionError()), fault_of_user(KeyError("x"))
    ('the input is nested too deeply to be read', '')
    """
    if isinstance(error, NqptermsError):
        return str(error)
    return _fault_of_input(error) or _fault_of_machine(error)


def _fault_of_input(error: BaseException) -> str:
    """What is said of an error that only what was given to us can cause, "" for any other."""
    if isinstance(error, RecursionError):
        return "the input is nested too deeply to be read"
    if isinstance(error, ValueError) and "integer string conversion" in str(
        error
    ):
        # Python refuses to read such a number, in whatever format it stands.
        return f"the input holds a number of more than {sys.get_int_max_str_digits()} digits"
    if isinstance(error, EOFError):
        return "the input ends too early"
    if isinstance(error, UnicodeError):
        return f"text that cannot be read or written: {error}"
    return ""


def _fault_of_machine(error: BaseException) -> str:
    """What is said of an error that only the machine or its setup can cause, "" for any other."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if (
        isinstance(error, OSError)
        and error.errno == errno.EBADF
        and error.filename is None
    ):
        return "standard input or output is closed"
    if isinstance(error, OSError):
        return (
            f"{error.filename or 'input or output'}: {error.strerror or error}"
        )
    if isinstance(error, ImportError) and not (
        error.name or "nqpterms"
    ).startswith("nqpterms"):
        return f"the installation is damaged: {error}"
    return ""


def installed_version() -> str:
    """The version of this package, which pyproject.toml says; for reports and for `--version`."""
    # Takes as long as click itself.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("nqpterms")
    except PackageNotFoundError:  # run from a folder that was not installed
        return "not installed"
