"""Where things are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DATA = TESTS / "data"
FROZEN = DATA / "facts.toml"  # facts for what must not hang on those of today
OTHER = DATA / "other-community.toml"
