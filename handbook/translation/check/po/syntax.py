"""Reads one catalog line by line, as strictly as `msgfmt -c`, and keeps the line of everything it finds.

All commands read catalogs here and nowhere else, so that they agree. Babel's own reader lets many problems
pass, and a truncated sentence is published; at others it fails without naming the file.
"""

from __future__ import annotations

import re
from pathlib import Path

from handbook.translation.check.po.entries import Entry, Scan
from handbook.translation.check.problem import CATALOGS, TIDIED, Problem

KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[\d+\]|msgstr)(?: +(.*))?")
STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
ESCAPE = re.compile(r"\\(.)")
MEANING = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
PREVIOUS = re.compile(rf"#\|(?: *(msgctxt|msgid_plural|msgid))? *({STRING.pattern})")
FLAG = re.compile(r"fuzzy|(?:no-)?wrap|[a-z0-9+-]+-format|range:.*")
NO_FLAG = re.compile(r"#(?![,=|])\W*fuzzy\W*", re.IGNORECASE)
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
MIXED = "Either this line or the one above begins with #~, and the other does not. Write both alike."
# Control characters, separators that are no line ends, private and forbidden code points.
UNREADABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]")


def read(path: Path, display_path: Path | None = None) -> Scan:
    """Return what stands in the catalog at `path` and what is wrong with it, told under `display_path`."""
    try:
        return scan(path.read_bytes(), display_path or path)
    except OSError as error:
        return Scan(
            problems=[Problem(display_path or path, 0, "", f"The file cannot be read: {error.strerror}.")]
        )


def scan(data: bytes, path: Path) -> Scan:
    """Return what stands in a catalog, and what is wrong with its letters and lines; problems name `path`."""
    reader = Reader(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:  # with its mark, or without
        reader.problem(1, "The file is UTF-16. Save it as UTF-8 in your editor.")
        return reader.found
    if data.startswith(b"\xef\xbb\xbf"):
        reader.remark(1, f"The file begins with an invisible mark (BOM). {TIDIED}")
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        reader.problem(number, "From here on the file is not UTF-8. Save it as UTF-8 in your editor.")
        return reader.found
    if not text.strip():
        reader.problem(1, f"The file is empty. {CATALOGS}", stale=True)
        return reader.found
    if "\r" in text:
        number = text.count("\n", 0, text.index("\r")) + 1
        reader.remark(number, f"Lines end as on Windows. {TIDIED}")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader.read(text)
    return reader.found


class Reader:
    """Takes the lines of a catalog one after the other."""

    def __init__(self, path: Path) -> None:
        """Begin a catalog; problems name `path`."""
        self.path = path
        self.found = Scan()
        self.entry: Entry | None = None
        self.keyword = ""  # the one that quoted lines belong to
        self.first: dict[str, int] = {}  # the line of each English text
        self.gap = False  # whether an empty line is above
        self.above = Entry(0)  # what the comments above an entry say about it
        self.previous = 0  # the line of an earlier English text ("#|")
        self.previous_keyword = ""

    def problem(self, line: int, text: str, *, stale: bool = False) -> None:
        """Note what is wrong."""
        start = ""
        if self.entry:
            self.entry.whole = False
            start = self.entry.start
        self.found.problems.append(Problem(self.path, line, start, text, stale))

    def remark(self, line: int, text: str) -> None:
        """Note what could be better, and does no harm."""
        self.found.problems.append(Problem(self.path, line, "", text, remark=True))

    def read(self, text: str) -> None:
        """Read the whole text."""
        self.found.text = text
        lines = text.split("\n")
        if marks := [number for number, line in enumerate(lines, 1) if CONFLICT.fullmatch(line)]:
            for number in marks:
                self.problem(
                    number,
                    f'"{lines[number - 1][:7]}" is a mark of a merge: two versions stand here, one below the '
                    "other. Keep the right lines, and delete the others and the marks.",
                )
            return
        for number, line in enumerate(lines, 1):
            if bad := UNREADABLE.search(line.replace("\t", " ") if line.startswith("#") else line):
                text = f"A character stands here that nobody can see (U+{ord(bad[0]):04X}). Delete it."
                self.problem(number, text)
            self.line(number, line.strip(" "))
        self.finish()

    def line(self, number: int, line: str) -> None:
        """Take one line."""
        obsolete = line.startswith("#~")
        if obsolete:
            line = line[2:].strip(" ")
            line = f"#{line}" if line.startswith("|") else line
        if line.startswith("#"):
            self.finish()
            self.comment(number, line)
        elif line.startswith('"'):
            if self.entry and self.entry.obsolete != obsolete:
                self.problem(number, MIXED)
            elif self.keyword:
                self.string(number, line)
            else:
                text = "This text belongs to nothing. Write msgid or msgstr before it, or delete it."
                self.problem(number, text)
        elif line:
            self.keyword_line(number, line, obsolete)
        self.gap = not line

    def comment(self, number: int, line: str) -> None:
        """Take a line that begins with #."""
        kind, text = line[:2], line[2:].strip()
        if NO_FLAG.fullmatch(line):
            self.problem(
                number, f'Programs take "{line}" for a note, and readers get the text. Write: #, fuzzy'
            )
        if kind == "#|":
            self.previous = self.previous or number
            match = PREVIOUS.fullmatch(line)
            if not match:
                self.remark(number, f"Programs cannot read this old English text. {TIDIED}")
                return
            self.previous_keyword = match[1] or self.previous_keyword
            if self.previous_keyword == "msgid":  # no other is of use here
                self.above.previous += unescaped(match[2])
        elif kind in ("#,", "#="):  # from gettext 0.23 on, flags may stand in lines of either kind
            for flag in filter(None, map(str.strip, text.split(","))):
                if not FLAG.fullmatch(flag):
                    self.problem(number, f'"{flag}" is no mark that programs know. Did you mean: #, fuzzy')
                self.above.flags.add(flag)
        elif kind == "#.":
            self.above.extracted.append(text)
        elif kind != "#:":  # numbers of lines
            self.above.comments.append(line[1:].strip())

    def keyword_line(self, number: int, line: str, obsolete: bool) -> None:
        """Take a line that says what the next text is."""
        match = KEYWORD.fullmatch(line)
        if not match:
            self.problem(
                number, f'Programs cannot read "{line[:20]}". Put it in quotation marks, or delete it.'
            )
            return
        word = match[1]
        if word in ("msgid", "msgctxt") and not (word == "msgid" and self.keyword == "msgctxt"):
            self.finish()
            self.begin(number, obsolete)
        elif self.entry and self.entry.obsolete != obsolete:
            self.problem(number, MIXED)
        if word == "msgctxt":
            self.problem(
                number, "The handbook has no msgctxt: the translation would be lost. Delete this line."
            )
        elif word == "msgid_plural" or word.startswith("msgstr["):
            self.problem(number, "The handbook has no plural forms. Write one msgid and one msgstr.")
        elif word == "msgstr":
            self.translation(number)
        self.keyword = word
        self.string(number, match[2] or "")

    def begin(self, number: int, obsolete: bool) -> None:
        """Begin an entry; what the comments above said belongs to it."""
        self.entry, self.above = self.above, Entry(0)
        self.entry.line, self.entry.obsolete = number, obsolete
        if self.previous and not self.entry.fuzzy:
            self.remark(self.previous, f"The old English text is left here. {TIDIED}")
        self.previous, self.previous_keyword = 0, ""

    def translation(self, number: int) -> None:
        """Take the place of the translation."""
        if self.entry is None or (self.entry.msgstr_line and self.gap):
            self.problem(
                number, "This msgstr has no msgid above it. Write the English text there, or delete this."
            )
        elif self.entry.msgstr_line:
            self.problem(number, "This is a second msgstr for the same text. Delete one of them.")
        else:
            self.entry.msgstr_line = number

    def string(self, number: int, text: str) -> None:
        """Take a text in quotation marks."""
        match = STRING.match(text)
        if not text.startswith('"'):
            self.problem(number, 'The quotation mark before the text is missing. Write " there.')
        elif not match:
            self.problem(number, 'The quotation mark at the end of the line is missing. Write " there.')
        elif match.end() != len(text):
            self.problem(number, 'A quotation mark inside the text has no backslash. Write \\" there.')
        elif bad := [each for each in ESCAPE.findall(text) if each not in MEANING]:
            self.problem(
                number,
                f"\\{bad[0]} means nothing here. If the text needs a backslash, as in 1\\. Januar, write it "
                f"twice in this file: \\\\{bad[0]}",
            )
        elif self.entry:
            plain = unescaped(text)
            if self.keyword == "msgid":
                self.entry.msgid += plain
            elif self.keyword == "msgstr":
                self.entry.msgstr += plain

    def finish(self) -> None:
        """End the entry that was begun."""
        if self.entry:
            if not self.entry.msgstr_line:
                self.problem(
                    self.entry.line, 'There is no msgstr for this text. Write the line below it: msgstr ""'
                )
            if self.entry.obsolete:
                self.found.obsolete.append(self.entry)
            else:
                self.check_first(self.entry)
                self.found.entries.append(self.entry)
        self.entry, self.keyword = None, ""

    def check_first(self, entry: Entry) -> None:
        """Note it if an English text, or the header, stands in the file already."""
        there = self.first.setdefault(entry.msgid, entry.line)
        if there != entry.line and entry.msgid:
            self.problem(
                entry.line, f"This English text stands in line {there} already. Keep one of the two."
            )
        elif there != entry.line and entry.whole:
            self.problem(entry.line, 'This is a second header (msgid ""). Delete it.')


def unescaped(text: str) -> str:
    """Return what a text in quotation marks means."""
    return ESCAPE.sub(lambda found: MEANING.get(found[1], found[0]), text[1:-1])
