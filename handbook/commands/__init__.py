"""The commands of `python -m handbook` that are more than one part of it."""
