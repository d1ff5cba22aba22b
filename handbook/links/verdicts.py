"""What each outcome of a check means: what happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handbook.config import examples


class Group(StrEnum):
    """What a link counts as."""

    WORKING = "working"
    IGNORED = "ignored"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    TIMED_OUT = "timed out"


PERMANENT = (301, 308)  # the codes of a redirect that say that a page moved for good
PROBLEMS = (Group.BROKEN, Group.TIMED_OUT, Group.REDIRECTED)


@dataclass(frozen=True)
class Verdict:
    """What one kind of outcome means.

    `outcome` is searched in "status code info" of Sphinx's linkcheck; its named groups fill the sentences.
    `offline` marks what also happens to every link when this computer has no connection.
    """

    group: Group
    outcome: str
    happened: str = ""
    advice: str = ""
    offline: bool = False


_REPLACE = "Look for the page's new address and use it, or take the link out."
_BROWSER = "Open it in a browser. "
_LATER = (
    _BROWSER + "If it works, run `make links` again later; if it does not, replace the link or take it out."
)
_PEOPLE_ONLY = (
    _BROWSER + "If it works for people, ignore it in links.toml with a reason; if it does not, replace it."
)

# The first row that fits counts. Statuses are those of sphinx.builders.linkcheck, and those of the journal
# for links that have no result (planned, asked, waiting). Infos are the texts of requests and urllib3.
VERDICTS = (
    Verdict(Group.WORKING, r"^working "),
    Verdict(Group.WORKING, r"^redirected 0 "),  # no redirect: requests spells the address in another way
    Verdict(
        Group.TIMED_OUT,
        r"^planned ",
        "There was no time left to ask for it.",
        "Run it again with a longer --limit.",
    ),
    Verdict(
        Group.TIMED_OUT, r"^asked ", "It did not answer in time: the answer never came to an end.", _LATER
    ),
    Verdict(
        Group.TIMED_OUT,
        r"^waiting ",
        "It did not answer in time: it said we ask too often (429) and let us wait.",
        _LATER,
    ),
    Verdict(
        Group.REDIRECTED,
        rf"^redirected ({'|'.join(map(str, PERMANENT))}) (?P<new>.+)",
        "It moved for good to <{new}>.",
        "Use the new address: <{new}>.",
    ),
    Verdict(
        Group.REDIRECTED,
        r"^redirected (?P<code>\d+) (?P<new>.+)",
        "It leads on to <{new}>, for now ({code}).",
        "If that is meant to be, allow it in links.toml with a reason; if not, use the new address.",
    ),
    Verdict(
        Group.BROKEN, r"^ignored 0 service unavailable", "The server says it is out of service (503).", _LATER
    ),
    Verdict(Group.IGNORED, r"^ignored "),
    Verdict(
        Group.BROKEN,
        r"Anchor '(?P<anchor>.*)' not found",
        "The page is there, but it has no place named #{anchor}.",
        "Look for the new name of that place on the page, or leave the # part out of the link.",
    ),
    Verdict(
        Group.BROKEN,
        r"^broken 0 (?P<code>3\d\d) without a Location",
        "The server says that the page is elsewhere, but does not say where ({code}).",
        _PEOPLE_ONLY,
    ),
    Verdict(
        Group.BROKEN,
        r"^broken 0 unauthorized",
        "The page asks for a name and a password (401).",
        "Readers cannot open it. Link to a page that is open to all.",
    ),
    Verdict(Group.BROKEN, r"^broken 0 403 ", "The server does not let us see the page (403).", _PEOPLE_ONLY),
    Verdict(Group.BROKEN, r"^broken 0 404 ", "The page is not there (404).", _REPLACE),
    Verdict(
        Group.BROKEN,
        r"^broken 0 410 ",
        "The page was taken away for good (410).",
        "Replace the link or take it out.",
    ),
    Verdict(
        Group.BROKEN, r"^broken 0 429 ", "The server keeps saying that we ask too often (429).", _PEOPLE_ONLY
    ),
    Verdict(
        Group.BROKEN,
        r"^broken 0 451 ",
        "The page may not be shown for legal reasons (451).",
        "Replace the link or take it out.",
    ),
    Verdict(
        Group.BROKEN, r"^broken 0 (?P<code>4\d\d) ", "The server refuses the request ({code}).", _PEOPLE_ONLY
    ),
    Verdict(
        Group.BROKEN, r"^broken 0 (?P<code>5\d\d) ", "The server has a fault of its own ({code}).", _LATER
    ),
    Verdict(
        Group.BROKEN,
        r"Exceeded \d+ redirects",
        "It leads round in a circle: one redirect after the other, without an end.",
        _BROWSER + "Use the address where it ends, or take the link out.",
    ),
    Verdict(
        Group.BROKEN,
        r"CERTIFICATE_VERIFY_FAILED|doesn't match",
        "The certificate of the site is not valid, so browsers warn people off.",
        _BROWSER + "If it warns you, tell the owners, and take the link out until it is mended.",
    ),
    Verdict(
        Group.BROKEN,
        r"SSLError|\[SSL|SSL:",
        "No secure connection to the site could be made.",
        _BROWSER + "If it fails there too, try the address with http://, replace the link or take it out.",
    ),
    Verdict(
        Group.BROKEN,
        r"NameResolutionError|Failed to resolve|getaddrinfo",
        "There is no site of that name.",
        "Check the spelling. If it is right, the site is gone: replace the link or take it out.",
        offline=True,
    ),
    Verdict(
        Group.TIMED_OUT,
        r"ConnectTimeout|connect timeout",
        "It did not answer in time: no connection came about.",
        _LATER,
        offline=True,
    ),
    Verdict(Group.TIMED_OUT, r"[Tt]imed out", "It did not answer in time.", _LATER),
    Verdict(
        Group.BROKEN,
        r"Connection refused|WinError 10061",
        "No server takes calls at that address.",
        _LATER,
        offline=True,
    ),
    Verdict(
        Group.BROKEN,
        r"NewConnectionError|ProxyError",
        "The way to the site is closed or broken.",
        _LATER,
        offline=True,
    ),
    Verdict(
        Group.BROKEN,
        r"Connection aborted|ConnectionReset|RemoteDisconnected|Connection broken",
        "The server hung up before it had answered.",
        _LATER,
    ),
    Verdict(
        Group.BROKEN,
        r"Invalid URL|Failed to parse|InvalidURL|invalid label|No host supplied",
        "This is not a complete web address.",
        f"Correct the address; it has the form {examples.PAGE}.",
    ),
    Verdict(Group.BROKEN, r"^\S+ \d+ (?P<info>.*)", "The check failed: {info}", _LATER),
)
