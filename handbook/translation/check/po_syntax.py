"""Reads one catalog line by line, as strictly as `msgfmt -c`, and keeps the line of everything it finds.

Babel, with which Sphinx reads catalogs, lets many faults pass, and a truncated sentence is published. Here
every fault of a line is told.
"""

from __future__ import annotations

import re
from pathlib import Path

from handbook.translation.check.po_file import CATALOGS, Entry, Fault, Scan

KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[\d+\]|msgstr)(?: +(.*))?")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
ESCAPE = re.compile(r"\\(.)")
MEANING = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
PREVIOUS = re.compile(rf"#\| (?:(?:msgctxt|msgid_plural|msgid) )?{STRING.pattern}")
FLAG = re.compile(r"fuzzy|no-wrap|[a-z-]+-format|range:.*")
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
# Control characters, separators that are no line ends, private and forbidden code points.
UNREADABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]")


def scan(data: bytes, path: Path) -> Scan:
    """Return what stands in a catalog, and what is wrong with its letters and lines; faults name `path`."""
    reader = Reader(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        reader.fault(1, "The file is UTF-16. Save it as UTF-8 in your editor.")
        return reader.found
    if data.startswith(b"\xef\xbb\xbf"):
        reader.fault(1, "The file begins with an invisible mark (BOM). Save it as UTF-8 without BOM.")
        data = data[3:]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        reader.fault(number, "From here on the file is not UTF-8. Save it as UTF-8 in your editor.")
        return reader.found
    if not text.strip():
        reader.fault(1, f"The file is empty. {CATALOGS}", stale=True)
        return reader.found
    if "\r" in text:
        number = text.count("\n", 0, text.index("\r")) + 1
        text_ends = f"Lines end as on Windows. Save the file with Unix line ends (LF). {CATALOGS}"
        reader.fault(number, text_ends, stale=True)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader.read(text)
    return reader.found


class Reader:
    """Takes the lines of a catalog one after the other."""

    def __init__(self, path: Path) -> None:
        """Begin a catalog; faults name `path`."""
        self.path = path
        self.found = Scan()
        self.entry: Entry | None = None
        self.keyword = ""  # the one that quoted lines belong to
        self.fuzzy = False
        self.previous = 0  # the line of an earlier English text ("#|")

    def fault(self, line: int, text: str, *, stale: bool = False) -> None:
        """Note what is wrong."""
        start = ""
        if self.entry:
            self.entry.whole = False
            start = self.entry.start
        self.found.faults.append(Fault(self.path, line, start, text, stale))

    def read(self, text: str) -> None:
        """Read the whole text."""
        self.found.text = text
        lines = text.split("\n")
        if marks := [number for number, line in enumerate(lines, 1) if CONFLICT.fullmatch(line)]:
            for number in marks:
                self.fault(
                    number,
                    f'"{lines[number - 1][:7]}" is a mark of a merge: two versions stand here, one below the '
                    "other. Keep the right lines, and delete the others and the marks.",
                )
            return
        for number, line in enumerate(lines, 1):
            if bad := UNREADABLE.search(line):
                self.fault(
                    number, f"A character stands here that nobody can see (U+{ord(bad[0]):04X}). Delete it."
                )
            self.line(number, line.strip(" "))
        self.finish()

    def line(self, number: int, line: str) -> None:
        """Take one line."""
        if line.startswith("#"):
            self.finish()
            self.comment(number, line)
        elif line.startswith('"'):
            if self.keyword:
                self.string(number, line)
            else:
                self.fault(
                    number, "This text belongs to nothing. Write msgid or msgstr before it, or delete it."
                )
        elif line:
            self.keyword_line(number, line)

    def comment(self, number: int, line: str) -> None:
        """Take a line that begins with #."""
        if line.startswith("#~ msgid "):
            self.fault(number, f"This text is on no page any more. {CATALOGS}", stale=True)
        elif line.startswith("#|"):
            self.previous = self.previous or number
            if not PREVIOUS.fullmatch(line):
                self.fault(number, f"Programs cannot read this old English text. {CATALOGS}")
        elif line.startswith("#,"):
            for flag in line[2:].split(","):
                if not FLAG.fullmatch(flag.strip()):
                    self.fault(
                        number, f'"{flag.strip()}" is no mark that programs know. Did you mean: #, fuzzy'
                    )
            self.fuzzy = self.fuzzy or "fuzzy" in line

    def keyword_line(self, number: int, line: str) -> None:
        """Take a line that says what the next text is."""
        match = KEYWORD.fullmatch(line)
        if not match:
            self.fault(
                number, f'Programs cannot read "{line[:20]}". Put it in quotation marks, or delete it.'
            )
            return
        word = match[1]
        if word in ("msgid", "msgctxt") and not (word == "msgid" and self.keyword == "msgctxt"):
            self.finish()
            self.begin(number)
        if word == "msgctxt":
            self.fault(
                number, "The handbook has no msgctxt: the translation would be lost. Delete this line."
            )
        elif word == "msgid_plural" or word.startswith("msgstr["):
            self.fault(number, "The handbook has no plural forms. Write one msgid and one msgstr.")
        elif word == "msgstr":
            self.translation(number)
        self.keyword = word
        self.string(number, match[2] or "")

    def begin(self, number: int) -> None:
        """Begin an entry; what the comments above said belongs to it."""
        self.entry = Entry(number, fuzzy=self.fuzzy)
        if self.previous and not self.fuzzy:
            self.fault(self.previous, "The old English text is left here. Delete the lines with #|.")
        self.fuzzy, self.previous = False, 0

    def translation(self, number: int) -> None:
        """Take the place of the translation."""
        if self.entry is None:
            self.fault(
                number, "This msgstr has no msgid above it. Write the English text there, or delete this."
            )
        elif self.entry.msgstr_line:
            self.fault(number, "This is a second msgstr for the same text. Delete one of them.")
        else:
            self.entry.msgstr_line = number

    def string(self, number: int, text: str) -> None:
        """Take a text in quotation marks."""
        match = STRING.match(text)
        if not text.startswith('"'):
            self.fault(number, 'The quotation mark before the text is missing. Write " there.')
        elif not match:
            self.fault(number, 'The quotation mark at the end of the line is missing. Write " there.')
        elif match.end() != len(text):
            self.fault(number, 'A quotation mark inside the text has no backslash. Write \\" there.')
        elif bad := [each for each in ESCAPE.findall(text) if each not in MEANING]:
            self.fault(
                number,
                f"\\{bad[0]} means nothing here. If the text needs a backslash, as in 1\\. Januar, write it "
                f"twice in this file: \\\\{bad[0]}",
            )
        elif self.entry:
            plain = ESCAPE.sub(lambda found: MEANING[found[1]], text[1:-1])
            if self.keyword == "msgid":
                self.entry.msgid += plain
            elif self.keyword == "msgstr":
                self.entry.msgstr += plain

    def finish(self) -> None:
        """End the entry that was begun."""
        if self.entry:
            if not self.entry.msgstr_line:
                self.fault(
                    self.entry.line, 'There is no msgstr for this text. Write the line below it: msgstr ""'
                )
            self.found.entries.append(self.entry)
        self.entry, self.keyword = None, ""
