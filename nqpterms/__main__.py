"""``python -m nqpterms`` is the command."""

if (
    __name__ == "__main__"
):  # a process that it starts reads this file too, and wants no command
    from nqpterms.cli import main

    main()
