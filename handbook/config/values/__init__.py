"""The kinds of values in community.toml. A value knows what it is, so that a page knows how to show it."""
