# Every task is one word. Each sets up what it needs first; setting up twice costs nothing.
#   PYTHON  the Python to set up with: make handbook PYTHON=python3.13
#   LANG    the language to preview: make live LANG=es (the LANG of the terminal does not count)
#   NAME    the guide to print: make guide NAME=pocket-card LANG=es; or the group: make adopt NAME="PyBerlin" COUNTRY=DE
#   PAPER   print the guides for organizers on letter, a4 or all (the whole handbook, too): make handbook PAPER=all
#   SPHINXOPTS  more for Sphinx: make html SPHINXOPTS="-nW -D language=es"
#   ARGS    more for the tests: make test ARGS="-k links"
#   UPGRADE the newest versions that pyproject.toml allows, not the present ones: make lock UPGRADE=1

PYTHON ?= python3
setup = @command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 to 3.14,\
 or name one: make handbook PYTHON=python3.13" >&2; exit 1; }; $(PYTHON) -Iu handbook/bootstrap.py
run = @.venv/bin/python -m

ifeq ($(origin LANG),command line)
language := $(LANG)
unexport LANG  # a language of the handbook is no locale of this machine
else
language := en
endif

# Some machines forbid Python to keep what it has compiled: each of our many processes would compile all again.
unexport PYTHONDONTWRITEBYTECODE

# What a person typed goes to the shell as it is, whatever signs it has.
quoted = '$(subst ','\'',$(1))'
group := $(if $(filter command environment,$(origin NAME)),$(value NAME))
NAME ?= attendee-guide
paper = $(if $(PAPER),--paper $(PAPER))

.PHONY: help handbook guide test quick bench office live check catalogs links adopt pictures lock clean html livehtml gettext linkcheck

help:
	@echo 'make handbook        build the handbook into build/site/; open build/site/index.html'
	@echo 'make live            preview while you write; a page is new about a second after you save it'
	@echo 'make live LANG=es    the same in one language while you translate'
	@echo 'make guide NAME=pocket-card LANG=es    print one guide into build/guides/'
	@echo 'make check           quick checks: style, facts, spelling, links inside, catalogs (under a minute)'
	@echo 'make test            every test, in a real browser too'
	@echo 'make quick           the tests that need no browser, no paper and no whole site (about two minutes)'
	@echo 'make bench | make office    measure how long building takes | open files in LibreOffice, print the longest book'
	@echo 'make catalogs        bring the translations up to date with the pages, and say what changed'
	@echo 'make adopt NAME="PyBerlin" COUNTRY=DE    begin the handbook of another group: its own file of facts'
	@echo 'make links           ask the internet whether the links to other sites still work'
	@echo 'make lock | make pictures    anew: the lists of packages after a change in pyproject.toml; the pictures of README.md'
	@echo 'make html | make livehtml | make gettext | make linkcheck    as in any project of Sphinx'
	@echo 'make clean           remove everything that was built or set up'
	@echo
	@echo 'Each sets up what it needs. You need Python 3.11 to 3.14, make and git.'
	@echo 'New here? Read README.md, then CONTRIBUTING.md.'

handbook:
	$(setup) handbook
	$(run) handbook build $(paper)

guide:
	$(setup) handbook
	$(run) handbook guide $(NAME) --language $(language) $(paper)

live livehtml:
	$(setup) handbook
	$(run) handbook live $(language) $(SPHINXOPTS)

html gettext linkcheck:
	$(setup) handbook
	$(run) sphinx -b $@ -c . $(SPHINXOPTS) docs build/$@

catalogs:
	$(setup) handbook
	$(run) handbook catalogs

adopt:
	$(setup) handbook
	$(run) handbook adopt $(call quoted,$(group)) --country $(call quoted,$(value COUNTRY))

pictures:
	$(setup) test
	@PYTHONPATH=.:tests .venv/bin/python -m helpers.pictures

links:
	$(setup) check
	$(run) handbook links

check:
	$(setup) check
	$(run) handbook check

# Each worker takes a file at a time, in the order of tests/conftest.py.
pytest = $(run) pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

test:
	$(setup) test
	$(if $(ARGS),,@PYTHONPATH=.:tests .venv/bin/python -m helpers.workspace)
	$(pytest) $(ARGS)

quick:
	$(setup) test
	$(pytest) -m "not (browser or site or builds or paper or bench or office)" $(ARGS)

bench:
	$(setup) test
	$(run) pytest -m bench $(ARGS)

office:
	$(setup) test
	$(run) pytest -m office $(ARGS)

# One lock for every Python from 3.11 on; the packages of the handbook have the same versions in both.
lock = .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock:
	$(setup) check
	$(lock) --output-file requirements.txt
	$(lock) --output-file requirements-test.txt --group test --constraints requirements.txt
	.venv/bin/npm $(if $(UPGRADE),update,install) --package-lock-only --prefix tests

clean:
	rm -rf build .venv tests/node_modules
