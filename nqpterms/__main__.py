"""``python -m nqpterms`` is the command."""

from nqpterms.cli import main

if __name__ == "__main__":
    main()
