"""Says what `make links` found: which page, which link, what happened, what to do; and old facts."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.links.verdicts import PROBLEMS, VERDICTS, Group

OFFLINE = (
    "No site could be reached: this computer has no connection to the internet, or something blocks it. "
    "Connect it and run `make links` again."
)


@dataclass(frozen=True)
class Link:
    """One link: its address, the places where it stands, and the last news of it, as "status code info"."""

    uri: str
    places: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Finding:
    """What became of a link, for people."""

    link: Link
    group: Group
    happened: str
    advice: str
    offline: bool


def entry(uri: str, status: str, code: int = 0, info: str = "", **more: list[str]) -> str:
    """Return a line of the journal. The first line about a link says its `places`."""
    return json.dumps({"uri": uri, "outcome": f"{status} {code} {' '.join(info.split())}", **more}) + "\n"


def read_journal(path: Path) -> list[Link]:
    """Return each link with the last news of it, in the order of the plan, without a line that is cut off."""
    lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
    news: dict[str, dict[str, Any]] = {}
    for each in (json.loads(line) for line in lines if line.endswith("\n")):
        news.setdefault(each["uri"], {}).update(each)
    return [Link(uri, tuple(each["places"]), each["outcome"]) for uri, each in news.items()]


def progress(links: list[Link]) -> str:
    """Say how far the check is."""
    if not links:
        return "Reading the pages ..."
    states = Counter(link.outcome.partition(" ")[0] for link in links)
    asked, waiting = states["asked"], states["waiting"]
    done = len(links) - states["planned"] - asked - waiting
    return f"{done} of {len(links)} links checked, {asked} being asked, {waiting} told us to wait ..."


def judge(link: Link) -> Finding:
    """Say what the last news of a link means."""
    verdict, match = next((row, found) for row in VERDICTS if (found := re.search(row.outcome, link.outcome)))
    words = match.groupdict()
    anchor = link.uri.partition("#")[2]
    if anchor and "#" not in words.get("new", "#"):
        words["new"] += f"#{anchor}"
    happened, advice = verdict.happened.format(**words), verdict.advice.format(**words)
    return Finding(link, verdict.group, happened, advice, verdict.offline)


def is_offline(findings: list[Finding]) -> bool:
    """Say whether nothing at all could be reached, on more than one site: the fault is on our side then."""
    asked = [finding for finding in findings if finding.group is not Group.IGNORED]
    sites = {finding.link.uri.split("/")[2] for finding in asked if finding.offline}
    return len(sites) > 1 and all(finding.offline for finding in asked)


def render(findings: list[Finding], hints: list[str], old: dict[str, list[str]]) -> str:
    """Return the report in Markdown that also reads well in a terminal.

    `old` holds lines about facts that have grown old, by what to do about them.
    """
    counts = Counter(finding.group for finding in findings)
    numbers = ", ".join(f"{counts[group]} {group}" for group in Group)
    checked = len(findings) - counts[Group.IGNORED]
    parts = ["# The links of the handbook", f"{len(findings)} links, {checked} checked: {numbers}."]
    if is_offline(findings):
        parts.append(OFFLINE)
    else:
        parts += about_links(findings)
        if not old and not any(counts[group] for group in PROBLEMS):
            parts.append("All is well.")
    if old:
        parts += ["## Facts that have grown old", "They stand in community.toml; lists count from 0."]
        for advice, lines in old.items():
            parts += ["\n".join(f"- {line}" for line in lines), advice]
    if hints and not is_offline(findings):
        parts += ["## Hints", "\n".join(f"- {hint}" for hint in hints)]
    return "\n\n".join(parts) + "\n"


def about_links(findings: list[Finding]) -> list[str]:
    """Return the parts of the report about links that need a person, one group after the other."""
    parts = []
    for group in PROBLEMS:
        found = [finding for finding in findings if finding.group is group]
        parts += [f"## {group.capitalize()}"] if found else []
        parts += [
            f"- {', '.join(finding.link.places)}\n"
            f"  - link: <{finding.link.uri}>\n"
            f"  - what happened: {finding.happened}\n"
            f"  - what to do: {finding.advice}"
            for finding in found
        ]
    return parts
