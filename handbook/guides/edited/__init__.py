"""Guides to edit: texts for a word processor, and slides."""
