"""Facts in pages: from a key of community.toml to words, links and lists."""
