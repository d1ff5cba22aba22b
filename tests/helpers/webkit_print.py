"""Prints a page with WebKitGTK. Its driver cannot ask for that, and its small browser waits for a person.

A program of its own, for the Python of the system, which has the package gi. It is told the address, the file
for the PDF, and on its input what to type into the fields for text.
"""

from __future__ import annotations

import sys

try:
    import gi

    gi.require_version("WebKit2", "4.1")
    from gi.repository import GLib, Gtk, WebKit2
except (ImportError, ValueError):
    sys.exit(3)

FILL = """(() => {
  for (const [number, field] of document.querySelectorAll("textarea").entries()) field.value = typed[number];
})()"""
AT_REST = 200  # milliseconds


def print_page(address: str, file: str, typed: str) -> None:
    """Print the page; `typed` is a list of texts as JSON."""
    window = Gtk.Window()
    view = WebKit2.WebView()
    window.add(view)
    window.show_all()
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, GLib.filename_to_uri(file))
    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(settings)
    operation.set_page_setup(Gtk.PageSetup())
    operation.connect("finished", Gtk.main_quit)

    def fill(_view: object, event: WebKit2.LoadEvent) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            view.evaluate_javascript(f"const typed = {typed}; {FILL}", -1, None, None, None, rest)

    def rest(*_answer: object) -> None:
        GLib.timeout_add(AT_REST, lambda: operation.print_() and False)

    view.connect("load-changed", fill)
    view.load_uri(address)
    Gtk.main()


if __name__ == "__main__":
    print_page(sys.argv[1], sys.argv[2], sys.stdin.read())
