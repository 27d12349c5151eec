"""A sentence model of the user's own in place of the packaged one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime", reason="the onnx extra is not installed")

from tests.conftest import Run
from tests.matching.onnx_models import write_folder
from tests.matching.test_training import gold

__all__ = ["gold"]


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Named for every command."""
    monkeypatch.setenv("TRACKER_VECTORS", str(tmp_path / "vectors.db"))
    folder = write_folder(tmp_path / "model")
    monkeypatch.setenv("TRACKER_SEMANTIC", str(folder))
    return folder


def test_a_model_is_used_after_training_for_it_and_only_with_what_was_trained_for_it(
    tracker: Run, gold: Path, reports: Path, model: Path
) -> None:
    assert tracker("import", reports).code == 0
    untrained = tracker("match")
    assert untrained.code != 0
    assert f"tracker train GOLD --semantic -o {model}" in untrained.err
    assert "Traceback" not in untrained.err

    trained = tracker("train", gold, "-o", model)

    assert trained.code == 0, trained.err
    assert json.loads((model / "weights-semantic.json").read_text(encoding="utf-8"))["encoder"].startswith("onnx-")
    assert "kappa" in tracker("evaluate", gold, "--as-is").out
    assert "1 pair of reports matched" in tracker("match").err
    once = tracker("list", "--json").out
    assert "nothing new" in tracker("match", "--semantic").err
    assert "1 pair of reports matched" in tracker("match", "--no-semantic").err
    assert "1 pair of reports matched" in tracker("match").err
    assert tracker("list", "--json").out == once

    write_folder(model, seed=1)
    other = tracker("match")
    assert other.code != 0
    assert "of another version or model" in other.err

    write_folder(model)
    assert "nothing new" in tracker("match").err
    (model / "meaning.npz").write_bytes(b"no table")
    (model / "weights-semantic.json").touch()
    assert "of another version or model" in tracker("match").err


def test_the_configuration_names_the_model_and_the_variable_outranks_it(
    tracker: Run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tracker("import", reports).code == 0
    (tmp_path / "config.toml").write_text(f'semantic = "{(tmp_path / "nowhere").as_posix()}"\n', encoding="utf-8")
    named = tracker("match")
    assert named.code != 0
    assert "nowhere: no such folder" in named.err
    assert tracker("match", "--no-semantic").code == 0
    monkeypatch.setenv("TRACKER_SEMANTIC", "0")
    assert "nothing new" in tracker("match").err
    assert "nowhere" not in tracker("train", "--from-decisions").err
