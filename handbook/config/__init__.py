"""The data of a handbook: its facts, its languages, its glossary. Plain Python, no Sphinx."""
