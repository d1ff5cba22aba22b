"""Says what `make links` found: which page, which link, what happened, what to do; and old facts."""

from __future__ import annotations

from collections import Counter

from handbook.links.verdicts import PROBLEMS, Finding, Group

OFFLINE = (
    "No site could be reached: this computer has no connection to the internet, or something blocks it. "
    "Connect it and run `make links` again."
)


def is_offline(findings: list[Finding]) -> bool:
    """Say whether nothing at all could be reached, on more than one site: the problem is on our side then."""
    asked = [finding for finding in findings if finding.group is not Group.IGNORED]
    sites = {finding.uri.split("/")[2] for finding in asked if finding.offline}
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
    if ignored := [finding for finding in findings if finding.group is Group.IGNORED]:
        parts += ["## Not checked", "\n".join(f"- <{each.uri}>: {each.happened}" for each in ignored)]
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
            f"- {', '.join(finding.places)}\n"
            f"  - link: <{finding.uri}>\n"
            f"  - what happened: {finding.happened}\n"
            f"  - what to do: {finding.advice}"
            for finding in found
        ]
    return parts
