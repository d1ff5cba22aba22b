"""Settings of the handbook, in the order of Sphinx's manual. The facts stand in community.toml."""

from pathlib import Path

from handbook.config import project as files

# -- Project: its name in catalogs; the title and address of the site come from community.toml
project = "User group handbook"
copyright = author = "The contributors to the handbook"
community_file = str(files.facts_file(Path(__file__).parent))  # docs/own/community.toml, where there is one
languages_file = "locales/languages.toml"

# -- General
extensions = ["myst_parser", "handbook"]
nitpicky = True
keep_warnings = False
highlight_language = "none"  # commands are shown as they are typed; no colours, no stylesheet for them
exclude_patterns = ["**/.*"]

# -- Markdown
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_ref_domains = ["std"]  # to ask C++ and others of each link takes a ninth of a build
myst_url_schemes = ["http", "https", "mailto", "tel", "sms"]

# -- Languages: one catalog a page, without line numbers, so that catalogs change only when words do
language = "en"
locale_dirs = [str(path) for path in files.locale_folders(Path(__file__).parent)]  # in full, for sphinx-intl
gettext_compact = False
gettext_location = False
gettext_uuid = False

# -- HTML
html_theme = "handbook"
html_permalinks = False  # a sign after each heading is noise for a screen reader
html_use_index = False
html_domain_indices = False
html_additional_pages = {"search": "search.html", "404": "404.html"}

# -- EPUB: the whole handbook as a book; its title and address come from community.toml
epub_theme = "handbook_epub"
epub_basename = epub_uid = "handbook"
epub_tocscope = "includehidden"  # our contents stand in the menu, not on the pages
epub_tocdup = False
epub_show_urls = "no"

# Whom a page is for, by the beginning of its name. Attendees' pages carry the bar with the emergency number,
# and search shows them first.
handbook_audiences = {
    "attendees": ["index", "help-now", "report/", "conduct/", "paper/report-form", "search", "404"],
    "organizers": ["organizers/", "training/", "paper/"],
    "translators": ["translators/"],
    "everyone": ["about/", "own/"],
}
