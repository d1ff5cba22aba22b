"""`make links` as a whole: when all is well, without a network, and with faults in what it reads."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from helpers.fault_server import FaultServer
from helpers.link_site import run, write_site
from helpers.paths import ROOT
from helpers.workspace import edit

from handbook.__main__ import main
from handbook.links import lychee
from handbook.links.lychee import Answer
from handbook.links.report import is_offline, render
from handbook.links.rules import Rules
from handbook.links.verdicts import Finding, judge


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
        judge(f"https://{name}.example/", ["docs/a.md:1"], Answer(0, "no such host"), Rules())
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
    def dead(uri: str) -> Finding:
        return judge(uri, ["docs/a.md:1"], Answer(0, "Network error: Connection refused"), Rules())

    one = [dead(f"https://a.example/{page}") for page in (1, 2)]
    assert not is_offline(one)
    assert is_offline([*one, dead("https://b.example/")])


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
    assert main(["links", "--top", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("links.toml: ")
    assert [word for word in words if word not in told] == []


def test_without_lychee_nothing_is_called_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, {}, "http://127.0.0.1:9")
    monkeypatch.setattr(lychee, "PROGRAM", tmp_path / "lychee")
    assert main(["links", "--top", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "The links were not checked: " in told.err
    assert "make check" in told.err
    assert told.out == ""
    assert not (tmp_path / "build" / "links.md").exists()


def test_a_limit_that_is_too_short_is_no_success(tmp_path: Path) -> None:
    write_site(tmp_path, {"one": "http://127.0.0.1:9"}, "http://127.0.0.1:9")
    done = run(tmp_path, "--limit", "0")
    assert done.code == 1
    assert "1 timed out" in done.report
    assert "There was no time left to ask for it." in done.report
    assert "longer --limit" in done.report


def test_a_host_that_says_we_ask_too_often_is_left_alone(tmp_path: Path) -> None:
    with FaultServer() as server:
        pages = {f"page{number}": server.url(f"limited/?{number}") for number in range(4)}
        write_site(tmp_path, pages, server.url("limited/"))
        done = run(tmp_path, "--retries", "1", "--timeout", "2")
        assert len(server.agents) == 1
    assert done.report.count("keeps saying that we ask too often") == len(pages) + 1


def test_what_is_inside_fences_and_sources_is_checked_too(tmp_path: Path) -> None:
    with FaultServer() as server:
        write_site(tmp_path, {}, server.url("fine"))
        lost = server.url("status/404")
        (tmp_path / "docs" / "note.md").write_text(f"# Note\n\n```{{note}}\n[there]({lost})\n```\n")
        (tmp_path / "docs" / "sources.toml").write_text(f'[sources.one]\nurl = "{lost}"\n')
        told = run(tmp_path).told
    assert told["docs/note.md:4"].link == told["docs/sources.toml:2"].link == lost


WORDS = "Network error: "


@pytest.mark.parametrize(
    ("answer", "happened"),
    [
        (
            Answer(0, WORDS + "SSL certificate error. Check validity"),
            "The certificate of the site",
        ),
        (Answer(0, "no such host"), "There is no site of that name."),
        (Answer(0, "Timeout"), "It did not answer in time."),
        (Answer(0, "timed out"), "It did not answer in time."),
        (None, "There was no time left to ask for it."),
        (Answer(0, "something new"), "The check failed: something new"),
    ],
)
def test_answers_that_loopback_cannot_make(answer: Answer | None, happened: str) -> None:
    finding = judge("https://a.example/", ["docs/a.md:1"], answer, Rules())
    assert finding.happened.startswith(happened)
    assert finding.advice


def test_linkcheck_of_sphinx_knows_the_exceptions(tmp_path: Path) -> None:
    rules = (
        "[[ignored]]\nlink = '.*/status/404'\nreason = 'r'\ndate = 2026-01-31\n"
        "[[redirects]]\nlink = '.*/redirect/302/'\nto = '.*/fine'\nreason = 'r'\ndate = 2026-01-31\n"
    )
    with FaultServer() as server:
        pages = {
            "gone": server.url("status/404"),
            "moved": server.url("redirect/302/fine"),
            "script": server.url("fine#/route"),
        }
        write_site(tmp_path, pages, server.url("fine"), rules)
        words = ["-qW", "-b", "linkcheck", "-c", tmp_path, tmp_path / "docs", tmp_path / "out"]
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told = [json.loads(line) for line in (tmp_path / "out" / "output.json").read_text().splitlines()]
    states = {each["uri"].removeprefix(server.url("")): each["status"] for each in told}
    assert states == {"status/404": "ignored", "redirect/302/fine": "working", "fine#/route": "working"}
    assert all(" link check (+" in agent for agent in server.agents)
