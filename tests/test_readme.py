"""What README shows as settings are settings."""

from __future__ import annotations

import re
from pathlib import Path

from tracker import config

README = Path(__file__).parent.parent / "README.md"


def test_the_settings_that_the_readme_shows_can_be_read(tmp_path: Path) -> None:
    shown = re.search(r"config\.toml`.*?\n\n((?:    .*\n|\n)+)", README.read_text(encoding="utf-8"))
    assert shown is not None
    path = tmp_path / "config.toml"
    path.write_text(shown[1].replace("    ", ""), encoding="utf-8")

    found = config.load(path)
    assert (found.reviewer, found.language, found.theme) == ("林评议", "zh", "light")
    assert found.keys
