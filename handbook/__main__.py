"""The commands behind make: ``python -m handbook build``."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "build": "handbook.site.build",
    "live": "handbook.commands.live",
    "guide": "handbook.commands.guide",
    "check": "handbook.commands.check",
    "links": "handbook.commands.links",
    "catalogs": "handbook.translation.catalogs",
    "check-catalogs": "handbook.translation.check.checker",
}


def main() -> int:
    """Run the command that was named; return its exit code."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(f"usage: python -m handbook {{{'|'.join(COMMANDS)}}}", file=sys.stderr)
        return 1
    return int(import_module(COMMANDS[name]).main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
