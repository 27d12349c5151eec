"""Real reports in, the scorer's figures out: no figure may fall below its floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("gold")
    code = "import sys; from tracker.cli import main; sys.argv[0] = 'tracker'; main()"
    for args in (["import", gold / "reports"], ["match"], ["export", "-o", folder / "export.json"]):
        ran = subprocess.run(
            [sys.executable, "-c", code, "--db", folder / "gold.db", *args], capture_output=True, text=True, check=False
        )
        assert ran.returncode in (0, 1), ran.stderr
    scored = subprocess.run(
        [sys.executable, gold / "score.py", folder / "export.json", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(scored.stdout)


@pytest.mark.parametrize("part", ["commitments", "statements"])
def test_units_are_found(figures: dict, part: str) -> None:
    assert figures[part][2] >= FLOORS[f"{part} F1"]


@pytest.mark.parametrize("part", ["issuer", "kind", "year", "delivered"])
def test_identity_is_right(figures: dict, part: str) -> None:
    assert figures["identity"][part] >= FLOORS[part]


@pytest.mark.parametrize("figure", ["evidence@1", "evidence@5", "auc", "verdict_kappa", "repeated_kappa"])
def test_matching_holds(figures: dict, figure: str) -> None:
    assert figures["all_pairs"][figure] >= FLOORS[figure]
