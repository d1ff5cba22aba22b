"""The commands behind make: ``python -m handbook build``."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "build": ("handbook.site.build", "build the whole site"),
    "live": ("handbook.commands.live", "preview one language while it is written"),
    "guide": ("handbook.commands.guide", "print one guide"),
    "check": ("handbook.commands.check", "run the quick checks"),
    "links": ("handbook.commands.links", "ask whether the links to other sites still work"),
    "catalogs": ("handbook.translation.catalogs", "bring the catalogs up to date with the pages"),
    "check-catalogs": ("handbook.translation.check.checker", "check the catalogs, or those that are named"),
}
USAGE = f"usage: python -m handbook {{{'|'.join(COMMANDS)}}}"


def main(argv: list[str]) -> int:
    """Run the command that was named; return its exit code. No other command is loaded with it."""
    name = argv[0] if argv else ""
    if name in ("-h", "--help"):
        print(USAGE, *(f"  {each:16}{what}" for each, (_, what) in COMMANDS.items()), sep="\n")
        print("Each command says more itself: python -m handbook build --help")
        return 0
    if name not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 1
    module, _ = COMMANDS[name]
    return int(import_module(module).main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
