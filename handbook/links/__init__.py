"""Asks whether the links to other sites still live."""
