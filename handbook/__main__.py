"""The commands behind make: ``python -m handbook build``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import NoReturn

COMMANDS = {
    "build": ("handbook.site.build", "build the whole site"),
    "live": ("handbook.commands.live", "preview one language while it is written"),
    "guide": ("handbook.commands.guide", "print one guide"),
    "check": ("handbook.commands.check", "run the quick checks"),
    "adopt": ("handbook.commands.adopt", "begin the handbook of another group: its own file of facts"),
    "links": ("handbook.commands.links", "ask whether the links to other sites still work"),
    "catalogs": ("handbook.translation.catalogs", "bring the catalogs up to date with the pages"),
    "check-catalogs": ("handbook.translation.check.checker", "check the catalogs, or those that are named"),
}


class Parser(ArgumentParser):
    """Ends with exit code 1 where an argument is wrong, as the commands do for every other problem."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is used."""
        self.print_usage(sys.stderr)
        self.exit(1, f"{self.prog}: {message}\n")


def parser(named: str) -> Parser:
    """Return the parser of all commands, with the arguments of the one that was named.

    Only that one is imported: the others bring Sphinx, WeasyPrint and a second of waiting.
    """
    whole = Parser(prog="python -m handbook", description=__doc__, allow_abbrev=False)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, what) in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what, allow_abbrev=False)
        command.add_argument(
            "--top",
            "--root",
            type=Path,
            default=Path.cwd(),
            metavar="FOLDER",
            help="the folder of the handbook",
        )
        if name == named:
            imported = import_module(module)
            command.set_defaults(run=imported.run)
            if add_arguments := getattr(imported, "add_arguments", None):
                add_arguments(command)
    return whole


def main(argv: list[str]) -> int:
    """Run the command that was named; return its exit code."""
    whole = parser(next((word for word in argv if not word.startswith("-")), ""))
    options, more = whole.parse_known_args(argv)
    options.more = more
    if more and options.command != "live":  # which passes them on
        whole.error(f"unrecognized arguments: {' '.join(more)}")
    return int(options.run(options.top.resolve(), options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
