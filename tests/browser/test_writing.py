"""Writing down what happened: nothing leaves the page, nothing is lost, and nothing stays."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
from helpers.browser import DESKTOP, PHONE, barriers, opened
from helpers.static_host import StaticHost, served
from helpers.traces import LEFT, SPY
from playwright.sync_api import Browser, Dialog, Page, expect

PAGE = "en/report/write-it-down.html"
DULL = "https://dull.example/"  # where "Leave" leads with these facts
SECRET = "Quetzal"

# Notes addresses of emails instead of opening a program.
MAIL = """
addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='mailto:']");
  if (link) { event.preventDefault(); window.mailed = link.href; }
});
"""


@pytest.fixture(scope="module")
def host(usual: Path) -> Iterator[StaticHost]:
    """A host with the English pages of a group that has as many facts as usual."""
    (usual / "_headers").write_text("/*\n  Referrer-Policy: no-referrer\n", "utf-8")
    with served(StaticHost(usual, "https://group.example/")) as host:
        yield host


@pytest.fixture
def writer(chromium: Browser, host: StaticHost) -> Iterator[Page]:
    """Somebody on a phone who has opened the page."""
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(chromium, viewport=PHONE, has_touch=True, permissions=allowed) as tab:
        tab.add_init_script(SPY + MAIL)
        tab.route(f"{DULL}**", lambda route: route.fulfill(content_type="text/html", body="<h1>Rain</h1>"))
        tab.goto(host.url(PAGE))
        yield tab


def press(tab: Page, name: str) -> None:
    """Press a button by what it does."""
    tab.locator(f"button[value={name}]").click()


def write(tab: Page, **answers: str) -> None:
    """Write answers by the names of their questions, with all of them to be seen."""
    if tab.locator("button[value=all]").is_visible() and tab.locator("#field-what").is_hidden():
        press(tab, "all")
    for name, words in answers.items():
        tab.locator(f"#field-{name} textarea").fill(words)


def clipboard(tab: Page) -> str:
    """Return what was copied."""
    return str(tab.evaluate("navigator.clipboard.readText()"))


def printed(tab: Page, path: Path) -> str:
    """Print the page, and return its words."""
    tab.pdf(path=path)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout


def answered(tab: Page, yes: Sequence[bool] = (True,)) -> list[str]:
    """Return a list of what the page asks from now on; the answer is `yes[0]` each time."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        if yes[0]:
            dialog.accept()
        else:
            dialog.dismiss()

    tab.on("dialog", answer)
    return asked


def test_nothing_is_sent_or_kept_while_somebody_writes(writer: Page) -> None:
    sent: list[str] = []
    writer.on("request", lambda request: sent.append(request.url))
    before = writer.evaluate("history.length")
    for number in range(8):
        expect(writer.locator(".hb-field:visible")).to_have_count(1)
        expect(writer.locator("#progress")).to_have_text(f"{number + 1} of 8. Skip what you like.")
        if writer.locator("textarea:visible").count():
            writer.locator("textarea:visible").fill(f"{SECRET} {number}")
        else:
            writer.locator("input:visible").nth(1).check()
        press(writer, "next" if number < 7 else "review")
    for number in (0, 1, 2, 3, 4, 6, 7):
        expect(writer.locator(".hb-read")).to_contain_text(f"{SECRET} {number}")
    expect(writer.locator(".hb-read")).to_contain_text("- Open it if someone else reports the same person")
    press(writer, "change")
    press(writer, "back")
    press(writer, "all")
    expect(writer.locator(".hb-field:visible")).to_have_count(8)
    assert sent == []
    assert writer.evaluate("window.done") == []
    assert writer.evaluate("history.length") == before
    assert SECRET not in writer.url
    assert writer.context.cookies() == []
    assert writer.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    quiet = {"autocomplete": "off", "spellcheck": "false", "writingsuggestions": "false", "dir": "auto"}
    for field in writer.locator("textarea").all():
        assert {name: field.get_attribute(name) for name in quiet} == quiet


def test_a_long_report_is_copied_saved_and_printed_whole(writer: Page, tmp_path: Path) -> None:
    lines = [f"Line {number} of what happened{' again and again' * 20}." for number in range(300)]
    assert len("\n".join(lines)) > 100_000
    write(
        writer,
        who="شخص طويل القامة 😟",
        what="\n".join(lines),
        when="x" * 1000,
        where="A\x00\x07B\r\nC\ud83d",
    )
    press(writer, "review")
    press(writer, "copy")
    expect(writer.locator(".hb-acts [role=status]").first).to_contain_text("copied. It stays")
    text = clipboard(writer)
    with writer.expect_download() as download:
        press(writer, "save")
    assert download.value.suggested_filename == "notes.txt"
    saved = download.value.path().read_text("utf-8-sig")
    for kept in (text, saved):
        assert [line for line in lines if f"{line}\n" not in kept] == []
        assert "Who did it?\nشخص طويل القامة 😟\n" in kept
        assert "x" * 1000 in kept
        assert "AB\nC\N{REPLACEMENT CHARACTER}" in kept
    press(writer, "change")  # whatever is to be seen, all of it is printed
    words = " ".join(printed(writer, tmp_path / "notes.pdf").split())
    assert [line for line in lines if line not in words] == []
    assert words.count("x") >= 1000
    assert [other for other in ("Skip what", "Call 112", "handbook", "Privacy") if other in words] == []


def test_markup_is_nothing_but_signs(writer: Page, tmp_path: Path) -> None:
    write(writer, when="Late <b>word</b> &amp; sign.")
    press(writer, "review")
    expect(writer.locator(".hb-read p")).to_have_text("Late <b>word</b> &amp; sign.")
    assert "Late <b>word</b> &amp; sign." in printed(writer, tmp_path / "notes.pdf")


def test_an_email_goes_only_to_people_who_were_ticked(writer: Page) -> None:
    write(writer, who="Sam from the group", what="Said: 50 % & more?\nThen left.")
    press(writer, "review")
    robin, sam = writer.locator(".contacts input").all()
    assert not robin.is_checked()
    assert sam.is_disabled()
    assert "Left out" in writer.locator(".contacts dt").nth(1).inner_text()
    robin.check()
    press(writer, "mail")
    address, _, body = writer.evaluate("window.mailed").partition("?body=")
    assert address == "mailto:robin@example.org"
    assert "Said: 50 % & more?\r\nThen left." in unquote(body)
    press(writer, "change")
    write(writer, who="Nobody I know", what="long " * 500)
    press(writer, "review")
    assert sam.is_enabled()
    robin.uncheck()
    press(writer, "mail")
    expect(writer.locator("[role=status]").get_by_text("too long for your email program")).to_be_visible()
    assert writer.evaluate("window.mailed") == "mailto:"
    assert "long " * 499 in clipboard(writer)


def test_the_share_sheet_gets_the_text_where_there_is_one(chromium: Browser, host: StaticHost) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.add_init_script("navigator.share = async ({text}) => { window.shared = text; }")
        tab.goto(host.url(PAGE))
        write(tab, what=SECRET)
        press(tab, "review")
        press(tab, "share")
        assert tab.evaluate("window.shared") == f"What did they do or say?\n{SECRET}\n"


def test_leave_never_asks_and_leaves_no_trace(writer: Page, host: StaticHost) -> None:
    asked = answered(writer)
    write(writer, what=SECRET)
    press(writer, "review")
    writer.route(f"{DULL}**", lambda route: route.fulfill(status=204))  # the other page does not come
    writer.get_by_role("link", name="Leave", exact=True).click()
    expect(writer.locator("h1")).to_be_hidden()
    assert SECRET not in writer.evaluate(LEFT)
    writer.unroute(f"{DULL}**")
    writer.route(f"{DULL}**", lambda route: route.fulfill(content_type="text/html", body="<h1>Rain</h1>"))
    writer.goto(host.url(PAGE))
    write(writer, what=SECRET)
    for _ in range(3):
        writer.keyboard.press("Shift")
    expect(writer).to_have_url(DULL)
    assert asked == []
    writer.go_back()
    assert SECRET not in writer.evaluate(LEFT)


def test_any_other_way_asks_first(writer: Page, host: StaticHost) -> None:
    yes = [False]
    asked = answered(writer, yes)
    writer.locator(".hb-home").click()  # nothing is written yet
    expect(writer).to_have_url(host.url("en/index.html"))
    assert asked == []
    writer.goto(host.url(PAGE))
    write(writer, what=SECRET)
    writer.get_by_role("link", name="Call 112").click()  # a call leaves the page where it is
    writer.wait_for_timeout(200)
    assert asked == []
    writer.locator(".hb-home").click()
    assert asked == [""]  # the browser asks in its own words
    expect(writer.locator("#field-what textarea")).to_have_value(SECRET)
    yes[0] = True
    writer.locator(".hb-home").click()
    expect(writer).to_have_url(host.url("en/index.html"))
    assert asked == ["", ""]
    writer.go_back()
    expect(writer.locator("#field-who")).to_be_visible()
    assert SECRET not in writer.evaluate(LEFT)


def test_clear_empties_it_for_good(writer: Page) -> None:
    asked = answered(writer)
    write(writer, what=SECRET)
    writer.locator("#field-wanted input").first.check()
    press(writer, "review")
    press(writer, "clear")
    assert asked == ["Do you want to remove everything that you wrote here?"]
    expect(writer.get_by_text("all gone from this page.")).to_be_visible()
    field = writer.get_by_role("textbox", name="Who did it?")  # has the focus: spoken with it
    expect(field).to_have_accessible_description(re.compile(r"all gone from this page\."))
    writer.locator("#field-what textarea").focus()
    writer.keyboard.press("Control+z")
    assert SECRET not in writer.evaluate(LEFT)
    assert not writer.locator("#field-wanted input").first.is_checked()
    press(writer, "review")
    expect(writer.locator(".hb-read")).to_have_text("Nothing is written here yet.")


def test_a_keyboard_and_a_screen_reader_get_through_it(chromium: Browser, host: StaticHost) -> None:
    with opened(chromium, viewport=DESKTOP) as tab:
        tab.goto(host.url(PAGE))
        tab.locator("#field-who textarea").focus()
        tab.keyboard.type("A tall person")
        tab.keyboard.press("Tab")
        expect(tab.locator("button[value=next]")).to_be_focused()
        tab.keyboard.press("Enter")
        field = tab.get_by_role("textbox", name="What did they do or say?")
        expect(field).to_be_focused()
        expect(field).to_have_accessible_description("2 of 8. Skip what you like. Your own words are best.")
        tab.keyboard.type("They followed me.")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        expect(tab.locator("button[value=review]")).to_be_focused()
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("heading", name="re done")).to_be_focused()
        expect(tab.locator(".hb-read")).to_contain_text("They followed me.")
        assert barriers(tab, looks=[(PHONE, ["light"]), (DESKTOP, ["dark"])]) == []
        press(tab, "change")
        press(tab, "next")
        expect(tab.locator("#field-when textarea")).to_be_focused()
        assert barriers(tab, looks=[(PHONE, ["light"])]) == []


def test_above_the_keys_of_a_phone_each_question_is_in_sight_with_its_field(writer: Page) -> None:
    writer.set_viewport_size({"width": 390, "height": 430})
    for name in ("what", "when", "where", "others", "wanted", "hide", "reach"):
        press(writer, "next")
        for part in (".hb-label", "textarea, input"):
            expect(writer.locator(f"#field-{name} :is({part})").first).to_be_in_viewport(ratio=0.3)


def test_without_script_there_are_questions_and_no_field(chromium: Browser, host: StaticHost) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(host.url(PAGE))
        expect(tab.locator("textarea, input, button")).to_have_count(0)
        for words in (
            "Who did it?",
            "What did they do or say?",
            "When was it",
            "Where was it",
            "Who else was there",
        ):
            expect(tab.locator("main").get_by_text(words)).to_be_visible()
        expect(tab.get_by_text("This form doesn\u2019t work in your browser")).to_be_visible()
        paper = tab.locator(".without-script a")
        expect(paper).to_have_attribute("href", "../paper/report-form.html#paper-report-form")
        expect(tab.get_by_role("link", name="robin@example.org")).to_be_visible()
