"""The tables of community.toml, one model each."""
