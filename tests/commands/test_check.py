"""`make check` finds what people get wrong, says in words what to do, and lists facts that have grown old."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import chdir, redirect_stderr
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from helpers.paths import FROZEN, OTHER, ROOT
from helpers.sphinx_app import sphinx_main
from helpers.workspace import copy_to_check, edit, keep_types, run

from handbook.__main__ import main
from handbook.commands import check as command
from handbook.commands import left
from handbook.config import community

GATES = 11
RIGHT = {
    "facts",
    "languages",
    "languages: complete",
    "words for the search",
    "catalogs",
}  # nothing is planted there
PAGES = "pages and links inside"
ALL_GATES = command.GATES
MISSPELT = "immediately".replace("mm", "m")
Check = Callable[..., tuple[int, str]]
ALONE = 'email = "sam@example.org"'


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A copy of the handbook to check."""
    return copy_to_check(tmp_path / "handbook")


def gates(said: str) -> dict[str, str]:
    """Return what is said of each gate at the end: "ok", or what to do."""
    return dict(re.findall(r"^([a-z: ]+?) {2,}(ok$|TO DO: .+)", said, re.M))


@pytest.mark.builds  # and runs each gate
def test_planted_faults_are_all_found_in_one_run(top: Path) -> None:
    keep_types(top)
    edit(top / "docs" / "help-now.md", "(#report-choices)", "(#report-choises)")
    edit(top / "docs" / "report" / "index.md", "# How to report", f"# How to report\n\nTell us {MISSPELT}.")
    edit(
        top / "docs" / "about" / "privacy.md",
        "# ",
        "Words before the [heading][of-a-note].\n\n[of-a-note]: #x\n\n# ",
    )
    edit(top / "handbook" / "site" / "publish.py", "import json", "import json, glob")
    edit(top / "handbook" / "commands" / "links.py", "print(error, ", "print( error, ")
    edit(top / "handbook" / "site" / "build.py", "def say(text: str) -> None:", "def say(text: int) -> None:")
    done = run(top, "check")
    assert done.returncode == 1
    assert re.search(r"docs/help-now\.md:\d+: WARNING: .*'report-choises'", done.stdout)
    assert re.search(rf"docs/report/index\.md:\d+: {MISSPELT} ==> immediately", done.stdout)
    assert re.search(r"docs/about/privacy\.md:\d+.*MD054", done.stdout)
    assert re.search(r"handbook/site/publish\.py:\d+:\d+: F401", done.stdout)
    assert re.search(r"handbook/site/build\.py:\d+: error: ", done.stdout)
    assert re.search(r"handbook/commands/links\.py:\d+:\d+: unformatted", done.stdout)
    verdicts = gates(done.stdout)
    assert len(verdicts) == GATES
    assert {name for name, verdict in verdicts.items() if verdict == "ok"} == RIGHT


def read_here(*words: str) -> Callable[[Path], str]:
    """Let Sphinx read the pages in this process: to load it takes longer than its work."""

    def problems(top: Path) -> str:
        with chdir(top), redirect_stderr(StringIO()) as said:
            code = sphinx_main([*words[3:]])
        return said.getvalue() if code else ""

    return problems


@pytest.fixture
def check(top: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs the command with some of its gates; the other tests need each of them once."""

    def run_some(*names: str) -> tuple[int, str]:
        monkeypatch.setattr(command, "GATES", tuple(gate for gate in ALL_GATES if gate.name in names))
        monkeypatch.setattr(command, "run_tool", read_here)  # those of other gates have it already
        code = main(["check", "--top", str(top)])
        said = capsys.readouterr()
        assert said.err == ""
        assert gates(said.out).keys() == {*names}
        return code, said.out

    return run_some


@pytest.mark.parametrize(
    ("code", "right", "wrong", "said"),
    [
        (
            "es",
            '"report/appeal" =',
            '"report/appeals" =',
            "es/glossary.toml: search.report/appeals: there is no such page",
        ),
        (
            "es",
            '"apelar"',
            '"apelación"',
            'es/glossary.toml: search.report/appeal: "apelación" stands there twice',
        ),
        (
            "ar",
            '"استئناف"',
            '"appeal"',
            'search.report/appeal: "appeal" is not in the letters of this language',
        ),
        (
            "es",
            '["apelación"',
            '[7, "apelación"',
            "search.report/appeal.0: found 7; expected a text in quotes",
        ),
        ("es", '"report/appeal" = [', '"report/appeal" = "apelación" #', "expected a list in brackets"),
        ("es", '"apelar"', '"ape\N{SOFT HYPHEN}lar"', "A sign that nobody sees (U+00AD)"),
        ("hmn", '"report/support" =', '"report/appeal" =', "this language does not publish the page"),
        (
            ".",
            '"report/appeal" =',
            '"report/appeals" =',
            "locales/glossary.toml: search.report/appeals: there is no",
        ),
    ],
    ids=["no page", "twice", "language", "no text", "no list", "invisible", "not published", "source"],
)
def test_words_for_the_search_are_checked(
    tmp_path: Path, code: str, right: str, wrong: str, said: str
) -> None:
    top = tmp_path / "handbook"
    shutil.copytree(ROOT / "locales", top / "locales", ignore=shutil.ignore_patterns("LC_MESSAGES"))
    (top / "docs").symlink_to(ROOT / "docs")
    assert command.check_search_words(top) == ""
    edit(top / "locales" / code / "glossary.toml", right, wrong)
    assert said in command.check_search_words(top)


def test_a_fault_that_stays_is_found_again(top: Path, check: Check) -> None:
    edit(top / "docs" / "help-now.md", "{fact}`emergency.text`", "{fact}`emergency.txt`")
    for _ in range(2):
        code, said = check(PAGES)
        assert code == 1
        assert "emergency.txt" in said
        assert gates(said)[PAGES] != "ok"


def test_malformed_settings_are_named_with_their_keys(top: Path, check: Check) -> None:
    edit(top / "community.toml", 'number = "112"', 'number = "nine"')
    edit(top / "locales" / "languages.toml", 'direction = "ltr"', 'direction = "up"')
    code, said = check(*RIGHT, PAGES)
    assert code == 1
    assert "community.toml: emergency.number: found 'nine'; expected a phone number" in said
    assert "languages.toml: languages.en.direction: found 'up'" in said
    verdicts = gates(said)
    assert "community.toml" in verdicts["facts"]
    assert "languages.toml" in verdicts["languages"]
    assert "fix those first" in said


def test_a_redirect_to_no_page_and_days_that_have_not_come_are_told_with_their_keys(
    top: Path, check: Check
) -> None:
    later = date.today() + timedelta(days=2)
    edit(top / "community.toml", 'page = "conduct/index"', 'page = "/conduct/idex.html"')
    edit(top / "community.toml", 'text = "112"', f'text = "112"\nchecked = {later}')
    row = f'status = "source"\ntranslated = {later}\nreviewed = {date.today()}'
    edit(top / "locales" / "languages.toml", 'status = "source"', row)
    code, said = check(*RIGHT, PAGES)
    assert code == 1
    assert "community.toml: redirects.0.page: found '/conduct/idex.html'; expected a page" in said
    assert 'Nearest: "conduct/index"' in said
    assert f"community.toml: emergency.checked: found {later}; expected today or a day before" in said
    assert f"locales/languages.toml: languages.en.translated: found {later}; expected today" in said
    assert "languages.en.reviewed" not in said
    verdicts = gates(said)
    assert {name for name, verdict in verdicts.items() if verdict != "ok"} == {"facts", "languages"}


def test_old_facts_are_listed_and_are_no_fault(top: Path, check: Check) -> None:
    fresh = date.today() - timedelta(days=10)
    edit(top / "community.toml", 'text = "112"', 'text = "112"\nchecked = 2020-02-29')
    edit(top / "community.toml", 'text = "677"', f'text = "677"\nchecked = {fresh}')
    edit(top / "community.toml", "[meetup]", "[meetup]\nconfirmed = 2020-02-28")
    edit(top / "community.toml", 'name = "Sam Example"', f'name = "Sam Example"\nconfirmed = {fresh}')
    code, said = check(*RIGHT)
    assert code == 0, said
    assert set(gates(said).values()) == {"ok"}
    listed = dict(re.findall(r"^  ([\w.-]+)(?: \(.+\))?: (.+)", said, re.M))
    days = (date.today() - date(2020, 2, 29)).days
    assert listed["emergency"] == f"checked on 2020-02-29, {days} days ago; limit: 365 days"
    assert listed["meetup"].startswith("confirmed on 2020-02-28")
    assert listed["contacts.0"] == "not confirmed yet; limit: 180 days"
    assert listed["services.1"] == "not checked yet; limit: 365 days"
    assert not {"services.0", "contacts.1"} & listed.keys()
    assert f"write down the day: checked = {date.today()}" in said
    assert f"write down the day: confirmed = {date.today()}" in said


def test_what_is_empty_asks_for_no_check(check: Check) -> None:
    listed = re.findall(r"^  ([\w.-]+)", check("facts")[1], re.M)
    assert "meetup" in listed
    assert "report" not in listed, "every way of reporting is empty: there is nothing to confirm"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ""),
        ("ar", "What your language (ar) lacks (no fault):"),
        ("fr", "French (fr) is not published: the site puts the language of the pages first."),
    ],
)
def test_what_the_language_of_the_community_lacks_is_told(tmp_path: Path, language: str, said: str) -> None:
    text = OTHER.read_text("utf-8")
    path = tmp_path / "community.toml"
    path.write_text(re.sub('^language = ".*"', f'language = "{language}"', text, flags=re.MULTILINE), "utf-8")
    told = command.own_language(ROOT, community.load_community(path))
    assert said in told
    assert bool(said) == bool(told)
    if language == "ar":
        assert re.search(r"^  organizers/[\w-]+: \d+ of \d+$", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("sam", "report", "key", "owner"),
    [
        (ALONE, 'mailbox = "us@example.org"', "", ""),
        (ALONE, 'mailbox = "Robin@example.org"', "report.mailbox", "contacts.0.email"),
        (ALONE, 'mailbox = "robin@example.org"\nread_by = "Robin"', "", ""),
        ('text = "555 1234"\nphone = "555-1234"', "", "", ""),
        (
            'phone = "1234567"\nphones = ["555-1234"]',
            'phone = "555 1234"',
            "report.phone",
            "contacts.1.phones.0",
        ),
        ('url = "https://meet.example/write"', "", "", ""),
        ('email = "robin@example.org"', "", "contacts.1.email", "contacts.0.email"),
        ('email = "robin@example.org"\nread_by = "Sam and Robin"', "", "", ""),
    ],
)
def test_a_way_that_reaches_one_organizer_under_two_names_is_told(
    tmp_path: Path, sam: str, report: str, key: str, owner: str
) -> None:
    head, rest = re.split(r'(?ms)^email = "sam@.*^post = ""$', FROZEN.read_text("utf-8"))
    path = tmp_path / "community.toml"
    path.write_text(f"{head}{sam}\n\n[report]\n{report}{rest}", "utf-8")
    told = left.shared_ways(community.load_community(path), path)
    assert bool(told) == bool(key)
    if key:
        before = path.read_text("utf-8").rpartition(report or sam)[0]
        assert f"community.toml: {key}: found " in told
        assert f"which is {owner} as well" in told
        assert told.endswith(f"See line {before.count(chr(10)) + 1}.\n")
