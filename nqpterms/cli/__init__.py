"""The command: the only place that prints, parses arguments or exits."""

from nqpterms.cli.app import main

__all__ = ["main"]
