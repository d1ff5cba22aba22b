"""`make links` as a whole: when all is well, without a network, and with faults in what it reads."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest
from helpers.fault_server import FaultServer
from helpers.link_site import CONF, run, write_site
from helpers.workspace import edit

from handbook.links import builder
from handbook.links.report import Link, is_offline, judge, render


def test_all_is_well(tmp_path: Path) -> None:
    rules = (
        "[[ignored]]\nlink = 'https://gone\\.example/'\nreason = 'r'\ndate = 2026-01-31\n"
        "[[redirects]]\nlink = '.*/moved'\nto = '.*/fine'\nreason = 'r'\ndate = 2026-01-31\n"
    )
    with FaultServer() as server:
        write_site(
            tmp_path,
            {"one": server.url("fine/1"), "two": server.url("fine/2#here")},
            server.url("fine"),
            rules,
        )
        done = run(tmp_path, "--limit", "60")
    assert done.code == 0, done.out + done.err
    assert "3 links, 3 checked: 3 working, 0 ignored, 0 redirected, 0 broken, 0 timed out." in done.report
    assert "All is well." in done.report
    assert "links.toml: ignored.0: no link begins with 'https://gone\\.example/'" in done.report
    assert "links.toml: redirects.0: no link begins with '.*/moved'" in done.report


def test_facts_that_have_grown_old_are_told_by_the_clock_of_today(tmp_path: Path) -> None:
    with FaultServer() as server:
        write_site(tmp_path, {}, server.url("fine"))
        edit(tmp_path / "community.toml", 'text = "112"', 'text = "112"\nchecked = 2020-02-29')
        edit(tmp_path / "community.toml", "[meetup]", "[meetup]\nconfirmed = 2020-02-28")
        done = run(tmp_path, "--limit", "60")
    assert done.code == 1, done.out + done.err
    assert " 0 redirected, 0 broken, 0 timed out." in done.report
    assert "All is well." not in done.report
    told = done.report.partition("\n## Facts that have grown old\n")[2]
    days = (date.today() - date(2020, 2, 29)).days
    assert f"- emergency: checked on 2020-02-29, {days} days ago; limit: 365 days\n" in told
    assert "- meetup: confirmed on 2020-02-28, " in told
    assert told.count("\n- ") == 2, "what was never looked at has not grown old"
    for kind in ("checked", "confirmed"):
        assert f"write down the day: {kind} = {date.today()}\n" in told
    assert done.out.endswith(done.report)


def test_old_facts_are_told_without_a_network_too() -> None:
    dead = [
        judge(Link(f"https://{name}.example/", ("docs/a.md:1",), "broken 0 NewConnectionError"))
        for name in "ab"
    ]
    report = render(dead, [], {"Ask the people.": ["meetup: confirmed on 2020-02-28"]})
    assert "No site could be reached" in report
    assert "- meetup: confirmed on 2020-02-28\n\nAsk the people.\n" in report


def test_no_network_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # never listens, so every call is refused
        port = closed.getsockname()[1]
        pages = {f"page{number}": f"http://127.0.0.1:{port}/{number}" for number in range(3)}
        write_site(tmp_path, pages, f"http://127.0.0.2:{port}")
        done = run(tmp_path, "--limit", "60")
    assert done.code == 1
    assert "No site could be reached: this computer has no connection to the internet" in done.report
    assert "what happened" not in done.report


def test_one_dead_host_is_not_called_no_network() -> None:
    refused = "broken 0 NewConnectionError: Connection refused"
    dead = [judge(Link(f"https://a.example/{page}", ("docs/a.md:1",), refused)) for page in (1, 2)]
    assert not is_offline(dead)
    assert is_offline([*dead, judge(Link("https://b.example/", ("docs/a.md:2",), refused))])


RULE = "[[ignored]]\nlink = 'https://a\\.example/'\nreason = 'r'\ndate = 2026-01-31\n"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (RULE + "resaon = 'x'\n", ["ignored.0.resaon", "not known", '"reason"']),
        (RULE.replace("reason = 'r'\n", ""), ["ignored.0.reason", "missing"]),
        (RULE.replace("'r'", "''"), ["ignored.0.reason", "missing or empty"]),
        (RULE.replace("date = 2026-01-31\n", ""), ["ignored.0.date", "missing"]),
        (RULE.replace("2026-01-31", "'soon'"), ["ignored.0.date", "'soon'", "date"]),
        (
            RULE.replace("a\\.example/", "a(b"),
            ["ignored.0.link", "https://a(b", "unterminated subpattern", "backslash"],
        ),
        (RULE.replace("ignored", "ignore"), ['"ignored"', "not known"]),
        (RULE.replace("ignored", "redirects"), ["redirects.0.to", "missing"]),
        (RULE.replace("reason = ", "reason "), ["not valid TOML", "line 3"]),
    ],
)
def test_faults_in_links_toml_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: str, words: list[str]
) -> None:
    write_site(tmp_path, {}, "http://127.0.0.1:9", rules)
    assert builder.main(["--root", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("links.toml: ")
    assert [word for word in words if word not in told] == []


def test_pages_that_cannot_be_read_are_no_success(tmp_path: Path) -> None:
    write_site(tmp_path, {}, "http://127.0.0.1:9")
    (tmp_path / "conf.py").write_text(CONF + "1/0\n")
    done = run(tmp_path)
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "The links were not checked: see the error above." in done.err


def test_a_limit_that_is_too_short_is_no_success(tmp_path: Path) -> None:
    write_site(tmp_path, {}, "http://127.0.0.1:9")
    done = run(tmp_path, "--limit", "0")
    assert done.code == 1
    assert "longer --limit" in done.err


REQUESTS = (
    "broken 0 HTTPSConnectionPool(host='a.example', port=443): Max retries exceeded with url: / (Caused by "
)


@pytest.mark.parametrize(
    ("outcome", "happened"),
    [
        (
            REQUESTS + "NameResolutionError(\"HTTPSConnection(host='a.example', port=443): Failed to resolve "
            "'a.example' ([Errno -2] Name or service not known)\"))",
            "There is no site of that name.",
        ),
        (
            REQUESTS
            + "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
            "failed: certificate has expired (_ssl.c:1006)')))",
            "The certificate of the site is not valid, so browsers warn people off.",
        ),
        (
            REQUESTS
            + "ConnectTimeoutError(<urllib3.connection.HTTPSConnection object>, 'Connection to a.example "
            "timed out. (connect timeout=20)'))",
            "It did not answer in time: no connection came about.",
        ),
        ("planned 0 ", "There was no time left to ask for it."),
        ("waiting 0 ", "It did not answer in time: it said we ask too often (429) and let us wait."),
        ("broken 0 something new", "The check failed: something new"),
    ],
)
def test_outcomes_that_loopback_cannot_make(outcome: str, happened: str) -> None:
    finding = judge(Link("https://a.example/", ("docs/a.md:1",), outcome))
    assert finding.happened == happened
    assert finding.advice
