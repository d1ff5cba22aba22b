"""Small handbooks for the tests of `make links`, and the command as people run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from helpers.paths import FROZEN, ROOT

CONF = f'extensions = ["myst_parser", "handbook"]\nlanguages_file = "{ROOT}/locales/languages.toml"\n'
LOOPBACK = "127.0.0.1,127.0.0.2,localhost"


class Told(NamedTuple):
    """What a report says about one place."""

    section: str
    link: str
    happened: str
    advice: str


@dataclass
class Run:
    """A finished run of the command."""

    code: int
    out: str
    err: str
    report: str
    seconds: float

    @property
    def told(self) -> dict[str, Told]:
        """The report by place."""
        found: dict[str, Told] = {}
        section = ""
        item = r"- (.+)\n  - link: <(.+)>\n  - what happened: (.+)\n  - what to do: (.+)"
        for block in self.report.split("\n\n"):
            section = block[3:] if block.startswith("## ") else section
            if match := re.fullmatch(item, block.strip()):
                found |= {place: Told(section, *match.groups()[1:]) for place in match[1].split(", ")}
        return found


def write_site(root: Path, pages: dict[str, str], community_uri: str, rules: str = "") -> None:
    """Write a handbook with one link on line 5 of each page; its frozen facts know one address, of today."""
    (root / "docs").mkdir()
    (root / "conf.py").write_text(CONF)
    (root / "links.toml").write_text(rules)
    facts = (FROZEN).read_text("utf-8")
    facts = re.sub(r'"https?://[^"]*"', f'"{community_uri}/"', facts)
    facts = re.sub(r"^(checked|confirmed) = [\d-]+", rf"\1 = {date.today()}", facts, flags=re.MULTILINE)
    (root / "community.toml").write_text(facts, "utf-8")
    (root / "docs" / "index.md").write_text("# Start\n\n```{toctree}\n:glob:\n*\n```\n")
    for name, uri in pages.items():
        (root / "docs" / f"{name}.md").write_text(f"# {name}\n\nSome words.\n\nGo [there](<{uri}>) now.\n")


def run(root: Path, *options: str) -> Run:
    """Run the command as people do."""
    environment = os.environ | {"NO_PROXY": LOOPBACK, "no_proxy": LOOPBACK}
    command = [sys.executable, "-m", "handbook", "links", "--root", str(root), *options]
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    seconds = time.monotonic() - start
    report = root / "build" / "links.md"
    text = report.read_text("utf-8") if report.exists() else ""
    return Run(done.returncode, done.stdout, done.stderr, text, seconds)
