"""`make links` against servers on loopback that fail in every way: it tells each fault and ends in time."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple
from urllib.parse import quote

import pytest
from helpers.fault_server import FaultServer
from helpers.link_site import Run, run, write_site

from handbook.links.verdicts import VERDICTS

LIMIT = 60  # seconds; a drip lasts for ever
SLACK = 10  # seconds to start and to end on a slow machine

RULES = """
[[ignored]]
link = '.*/status/404\\?ignored$'
reason = "for people only"
date = 2026-01-31

[[redirects]]
link = '.*/redirect/302/'
to = '.*/fine/allowed$'
reason = "it is meant to be"
date = 2026-01-31
"""


class Case(NamedTuple):
    """A link, and what the report says about it: no section where it has no fault."""

    uri: str
    section: str = ""
    happened: str = ""
    advice: str = ""


Address = Callable[..., str]  # path -> address on one host


def cases(
    main: Address,
    other: Address,
    patient: Address,
    hour: Address,
    silent: Address,
    once: Address,
    closed: Address,
) -> dict[str, Case]:
    """Return every fault by the name of the page that holds the link."""
    away = quote(other("fine", "localhost"), safe="")
    return {
        "fine": Case(main("fine")),
        "other-spelling": Case(main("fine/%7Eme")),
        "good-anchor": Case(main("fine#here")),
        "old-anchor": Case(main("fine#old")),
        "github-anchor": Case(main("fine#of-github")),
        "top": Case(main("fine#top")),
        "text-fragment": Case(main("fine#:~:text=A%20page")),
        "text-fragment-after-anchor": Case(main("fine#here:~:text=A%20page")),
        "route-of-a-script": Case(main("fine#/route/1")),
        "bang-of-a-script": Case(main("fine#!route")),
        "settings-of-a-script": Case(main("fine#zoom=3&at=1")),
        "lines-of-code": Case(main("fine#L10-L12")),
        "example": Case("https://www.example.org/page"),
        "no-head-405": Case(main("no_head/405")),
        "no-head-501": Case(main("no_head/501")),
        "no-head-302": Case(main("no_head/302")),
        "limited-once": Case(once("limited_once")),
        "ignored": Case(main("status/404?ignored")),
        "allowed-redirect": Case(main("redirect/302/fine/allowed")),
        "not-there": Case(main("status/404"), "Broken", "not there (404)", "new address"),
        "gone": Case(main("status/410"), "Broken", "for good (410)", "take it out"),
        "server-fault": Case(main("status/500"), "Broken", "fault of its own (500)", "later"),
        "out-of-service": Case(main("status/503"), "Broken", "out of service (503)", "later"),
        "login": Case(main("status/401"), "Broken", "password (401)", "open to all"),
        "forbidden": Case(main("status/403"), "Broken", "not let us see the page (403)", "links.toml"),
        "odd-refusal": Case(main("status/418"), "Broken", "refuses the request (418)", "links.toml"),
        "odd-status": Case(main("status/999"), "Broken", "999, which is no status", "in a browser"),
        "limited": Case(patient("limited/0"), "Broken", "too often (429)", "links.toml"),
        "limited-for-an-hour": Case(hour("limited/3600"), "Broken", "too often (429)", "links.toml"),
        "limited-silently": Case(silent("limited/"), "Broken", "too often (429)", "links.toml"),
        "missing-anchor": Case(
            main("fine#nowhere"),
            "Broken",
            "no place named #nowhere",
            "add it to links.toml under [[ignored]]",
        ),
        "refused": Case(closed(""), "Broken", "No server takes calls", "later"),
        "reset": Case(main("reset"), "Broken", "hung up", "later"),
        "loop": Case(main("loop"), "Broken", "in a circle", "take the link out"),
        "insecure": Case(main("fine").replace("http", "https"), "Broken", "No secure connection", "http://"),
        "no-such-host": Case("http://page/", "Broken", "no site of that name", "Check the spelling"),
        "no-answer": Case(main("silent"), "Timed out", "did not answer in time", "later"),
        "drip": Case(main("drip"), "Timed out", "did not answer in time", "later"),
        "moved": Case(main("redirect/301/fine"), "Redirected", "moved for good", main("fine")),
        "moved-anchor": Case(main("redirect/308/fine#here"), "Redirected", "for good", main("fine#here")),
        "for-now": Case(main("redirect/307/fine"), "Redirected", "for now (307)", "allow it in links.toml"),
        "chain": Case(
            main("redirect/301/redirect/301/redirect/301/fine"), "Redirected", "moved for good", main("fine")
        ),
        "temporary-first": Case(
            main("redirect/302/redirect/301/fine"), "Redirected", "for now (302)", "allow it in links.toml"
        ),
        "temporary-between": Case(
            main("redirect/308/redirect/307/redirect/301/fine"), "Redirected", "for now (307)", "links.toml"
        ),
        "temporary-last": Case(
            main("redirect/301/redirect/303/fine"), "Redirected", "for now (303)", "links.toml"
        ),
        "nowhere": Case(main("status/302"), "Broken", "does not say where (302)", "in a browser"),
        "nowhere-anchor": Case(main("status/307#here"), "Broken", "does not say where (307)", "in a browser"),
        "nowhere-in-the-end": Case(
            main("redirect/301/status/308"), "Broken", "does not say where (308)", "in a browser"
        ),
        "choices": Case(main("status/300"), "Broken", "does not say where (300)", "in a browser"),
        "other-host": Case(
            main(f"redirect/301/{away}"), "Redirected", "moved for good", other("fine", "localhost")
        ),
    }


class Faults(NamedTuple):
    """The run over all faults, with what was expected and the servers that were asked."""

    run: Run
    cases: dict[str, Case]
    servers: list[FaultServer]


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faults]:
    """Check a handbook in which everything is wrong, once for all tests."""
    root = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        servers = [stack.enter_context(FaultServer()) for _ in range(6)]
        main = servers[0]
        closed = stack.enter_context(socket.socket())
        closed.bind(("127.0.0.1", 0))  # never listens, so every call is refused
        port = closed.getsockname()[1]
        one, other, patient, hour, silent, once = (server.url for server in servers)
        table = cases(one, other, patient, hour, silent, once, lambda path: f"http://127.0.0.1:{port}/{path}")
        write_site(root, {name: case.uri for name, case in table.items()}, main.url("fine"), RULES)
        (root / "docs" / "second.md").write_text(f"# Second\n\n- one\n- [gone, too]({table['gone'].uri})\n")
        (root / "docs" / "mail.md").write_text("# Mail\n\n<mailto:a@example.org> [call](tel:911)\n")
        (root / "docs" / "whole.md").write_text("# Whole\n\n```{include} ../part.md\n```\n")
        (root / "part.md").write_text(f"One.\n\nTwo.\n\n[gone, three]({table['gone'].uri})\n")
        with (root / "community.toml").open("a", encoding="utf-8") as file:
            lost = main.url("status/404?community")
            file.write(f'\n[[origins]]\ntitle = "Lost"\nauthors = "Nobody"\nurl = "{lost}"\n')
        options = ("--limit", str(LIMIT), "--timeout", "1", "--retries", "2", "--wait", "3", "--workers", "6")
        yield Faults(run(root, *options), table, servers)


@pytest.mark.parametrize("name", cases(*[lambda *path: "/".join(path)] * 7))
def test_each_link_is_told_right(problems: Faults, name: str) -> None:
    case = problems.cases[name]
    told = problems.run.told.get(f"docs/{name}.md:5")
    if not case.section:
        assert told is None, told
        return
    assert told is not None, problems.run.out + problems.run.err
    assert (told.section, told.link) == (case.section, case.uri)
    assert case.happened in told.happened
    assert case.advice in told.advice


def test_the_report_counts(problems: Faults) -> None:
    sections = [case.section for case in problems.cases.values()]
    sections += ["", "Broken"]  # of community.toml
    working, broken = sections.count("") - 2, sections.count("Broken")  # two without a fault are ignored
    moved, late = sections.count("Redirected"), sections.count("Timed out")
    expected = (
        f"{len(sections)} links, {len(sections) - 2} checked: "
        f"{working} working, 2 ignored, {moved} redirected, {broken} broken, {late} timed out."
    )
    assert expected in problems.run.report
    assert problems.run.code == 1


def test_people_and_the_weekly_issue_read_the_same(problems: Faults) -> None:
    assert problems.run.report
    assert problems.run.out.endswith(problems.run.report)


def test_community_addresses_are_told_by_their_key(problems: Faults) -> None:
    told = problems.run.told["community.toml: origins.1.url"]
    assert told.section == "Broken"
    assert told.link.endswith("/status/404?community")


def test_every_place_of_a_link_is_told(problems: Faults) -> None:
    told = problems.run.told
    assert told["docs/second.md:4"] == told["part.md:5"] == told["docs/gone.md:5"]


def test_the_run_ends_within_its_limit(problems: Faults) -> None:
    assert problems.run.seconds < LIMIT + SLACK


def test_progress_is_shown(problems: Faults) -> None:
    total = len(problems.cases) + 2
    assert re.search(rf"^\d+ of {total - 1} links checked, \d+ being asked", problems.run.out, re.MULTILINE)


def test_what_is_not_checked_is_named_with_its_reason(problems: Faults) -> None:
    told = problems.run.report.partition("\n## Not checked\n\n")[2].partition("\n\n")[0]
    assert told.splitlines() == [
        "- <https://www.example.org/page>: Names like example.org are kept for examples: there is no site.",
        f"- <{problems.cases['ignored'].uri}>: for people only",
    ]


def test_hosts_are_asked_politely(problems: Faults) -> None:
    main, _, patient, hour, silent, _ = problems.servers
    assert all(
        re.match(r".+ link check \(\+http://127\.0\.0\.1.+ do our links", agent) for agent in main.agents
    )
    assert main.requests["/status/500"] == 2  # two tries
    assert main.requests["/silent"] == 2
    assert main.requests["/loop"] == 11  # led round ten times
    assert patient.requests["/limited/0"] == 2
    assert silent.requests["/limited/"] == 2
    assert hour.requests["/limited/3600"] == 1  # which wants more time than there is
    assert main.requests["/status/404?ignored"] == 0


def test_each_verdict_names_an_advice_or_says_its_own() -> None:
    keys = VERDICTS.advice.keys()
    own = [each.advice for each in VERDICTS.broken if each.advice not in keys]
    assert keys <= {each.advice for each in VERDICTS.broken}
    assert all(advice.endswith(".") for advice in own)
    assert [each.when.pattern for each in VERDICTS.broken].index("") == len(VERDICTS.broken) - 1
