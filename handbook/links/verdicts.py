"""What each answer means: what happened, and what to do. The words stand in verdicts.toml."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from handbook.config.toml import Table, read
from handbook.links.lychee import Answer
from handbook.links.rules import Pattern, Rules


class Group(StrEnum):
    """What a link counts as."""

    WORKING = "working"
    IGNORED = "ignored"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    TIMED_OUT = "timed out"


PERMANENT = (301, 308)  # the codes of a redirect that say that a page moved for good
PROBLEMS = (Group.BROKEN, Group.TIMED_OUT, Group.REDIRECTED)


class Verdict(Table):
    """What one kind of answer means: what happened, what to do, and if it may only be our own connection."""

    when: Pattern = re.compile("")
    happened: str
    advice: str
    offline: bool = False


class Verdicts(Table):
    """All of them in their order; what to do, by the keys that they name."""

    advice: dict[str, str]
    broken: tuple[Verdict, ...]


VERDICTS = read(Path(__file__).with_suffix(".toml"), Verdicts)


@dataclass(frozen=True)
class Finding:
    """What became of a link, for people."""

    uri: str
    places: tuple[str, ...]
    group: Group
    happened: str = ""
    advice: str = ""
    offline: bool = False


def judge(uri: str, places: list[str], answer: Answer | None, rules: Rules) -> Finding:
    """Say what an answer means; None: there was no time to ask."""

    def tell(group: Group, happened: str = "", advice: str = "", offline: bool = False) -> Finding:
        return Finding(uri, tuple(places), group, happened, advice, offline)

    reason = next((each.reason for each in rules.ignored if each.link.match(uri)), None)
    if reason is not None:
        return tell(Group.IGNORED, reason)
    if answer is None:
        late = "There was no time left to ask for it."
        return tell(Group.TIMED_OUT, late, "Run it again with a longer --limit.")
    if answer.text == "Excluded":
        return tell(Group.IGNORED, "Names like example.org are kept for examples: there is no site.")
    if answer.works:
        return redirected(uri, answer, rules, tell)
    if not answer.code and re.search("[Tt]ime", answer.text):
        return tell(Group.TIMED_OUT, "It did not answer in time.", VERDICTS.advice["later"])
    text = "loop" if len(answer.steps) >= 10 else answer.text
    said = f"{answer.code} {text}"
    found = next(verdict for verdict in VERDICTS.broken if verdict.when.search(said))
    happened = found.happened.format(code=answer.code, text=text, anchor=uri.partition("#")[2])
    return tell(Group.BROKEN, happened, VERDICTS.advice.get(found.advice, found.advice), found.offline)


def redirected(uri: str, answer: Answer, rules: Rules, tell: Callable[..., Finding]) -> Finding:
    """Say what a link means that works, by the way that it leads."""
    codes, new = [code for code, _ in answer.steps], answer.steps[-1][1] if answer.steps else uri
    anchor = uri.partition("#")[2]
    new += f"#{anchor}" if anchor and "#" not in new else ""
    if new == uri or any(each.link.match(uri) and each.to.match(new) for each in rules.redirects):
        return tell(Group.WORKING)
    if passing := [
        code for code in codes if code not in PERMANENT
    ]:  # one step that is not for good is enough
        return tell(
            Group.REDIRECTED,
            f"It leads on to <{new}>, for now ({passing[0]}).",
            "If that is meant to be, allow it in links.toml with a reason; if not, use the new address.",
        )
    return tell(Group.REDIRECTED, f"It moved for good to <{new}>.", f"Use the new address: <{new}>.")
