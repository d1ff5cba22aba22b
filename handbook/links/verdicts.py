"""What each answer means: what happened, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from handbook.links.lychee import Answer
from handbook.links.rules import Rules


class Group(StrEnum):
    """What a link counts as."""

    WORKING = "working"
    IGNORED = "ignored"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    TIMED_OUT = "timed out"


PERMANENT = (301, 308)  # the codes of a redirect that say that a page moved for good
PROBLEMS = (Group.BROKEN, Group.TIMED_OUT, Group.REDIRECTED)

_REPLACE = "Look for the page's new address and use it, or take the link out."
_BROWSER = "Open it in a browser. "
_LATER = (
    _BROWSER + "If it works, run `make links` again later; if it does not, replace the link or take it out."
)
_PEOPLE_ONLY = (
    _BROWSER + "If it works for people, add it to links.toml under [[ignored]], with a reason and the day; "
    "if it does not, replace it."
)

# The first row that fits counts: a pattern for "status words" of lychee, where 0 is no status.
# The last column tells what also happens to every link when this computer has no connection.
BROKEN = (
    (r"fragment", "The page is there, but no place named #{anchor} was found in it.", _PEOPLE_ONLY, False),
    (
        r"^3\d\d loop",
        "It leads round in a circle: one redirect after the other, without an end.",
        _BROWSER + "Use the address where it ends, or take the link out.",
        False,
    ),
    (
        r"^3",
        "The server says that the page is elsewhere, but does not say where ({code}).",
        _PEOPLE_ONLY,
        False,
    ),
    (
        r"^401",
        "The page asks for a name and a password (401).",
        "Readers cannot open it. Link to a page that is open to all.",
        False,
    ),
    (r"^403", "The server does not let us see the page (403).", _PEOPLE_ONLY, False),
    (r"^404", "The page is not there (404).", _REPLACE, False),
    (r"^410", "The page was taken away for good (410).", "Replace the link or take it out.", False),
    (r"^429", "The server keeps saying that we ask too often (429).", _PEOPLE_ONLY, False),
    (
        r"^451",
        "The page may not be shown for legal reasons (451).",
        "Replace the link or take it out.",
        False,
    ),
    (r"^4", "The server refuses the request ({code}).", _PEOPLE_ONLY, False),
    (r"^503", "The server says it is out of service (503).", _LATER, False),
    (r"^5", "The server has a fault of its own ({code}).", _LATER, False),
    (r"^[1-9]", "The server answers with {code}, which is no status of the web's.", _PEOPLE_ONLY, False),
    (
        r"certificate",
        "The certificate of the site is not valid, so browsers warn people off.",
        _BROWSER + "If it warns you, tell the owners, and take the link out until it is fixed.",
        False,
    ),
    (
        r"SSL|TLS|InvalidContentType",
        "No secure connection to the site could be made.",
        _BROWSER + "If it fails there too, try the address with http://, replace the link or take it out.",
        False,
    ),
    (
        r"no such host|DNS|resolve",
        "There is no site of that name.",
        "Check the spelling. If it is right, the site is gone: replace the link or take it out.",
        True,
    ),
    (r"refused", "No server takes calls at that address.", _LATER, True),
    (r"Connection failed|reset|closed", "The server hung up before it had answered.", _LATER, False),
    (r"unreachable|proxy", "The way to the site is closed or broken.", _LATER, True),
    (r"", "The check failed: {text}", _LATER, False),
)


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
        return tell(Group.TIMED_OUT, "It did not answer in time.", _LATER)
    text = "loop" if len(answer.steps) >= 10 else answer.text
    said = f"{answer.code} {text}"
    happened, advice, offline = next(row[1:] for row in BROKEN if re.search(row[0], said))
    anchor = uri.partition("#")[2]
    return tell(Group.BROKEN, happened.format(code=answer.code, text=text, anchor=anchor), advice, offline)


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
