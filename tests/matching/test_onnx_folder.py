"""A sentence model of the user's own: what its folder says is done, what is wrong with it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime", reason="the onnx extra is not installed")

from tests.matching.onnx_models import settings, write_folder
from tracker.errors import UsageError
from tracker.matching import encoder as encoding
from tracker.matching.encoder import digest, is_of
from tracker.matching.onnx_folder import LONGEST, OnnxFolder, OnnxModel


def digest_here(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def name(folder: Path) -> str:
    return OnnxFolder.read(folder).name(digest_here)


def opened(folder: Path) -> OnnxModel:
    return OnnxModel(OnnxFolder.read(folder), "x")


@pytest.mark.parametrize("place", ["", "onnx"])
def test_texts_get_vectors_of_length_1_the_same_alone_and_among_others(tmp_path: Path, place: str) -> None:
    model = opened(write_folder(tmp_path / "m", place=place))
    texts = ["建成养老服务中心。", "长" * 100_000, "", "</s>", "修路"]
    together = model.encode(texts)
    assert together.shape == (5, 24)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    assert all((model.encode([text])[0] == vector).all() for text, vector in zip(texts, together, strict=True))
    assert model.encode([]).shape == (0, 24)


def test_what_would_end_or_break_a_text_does_not(tmp_path: Path) -> None:
    vectors = opened(write_folder(tmp_path / "m")).encode(
        ["完成\x00道路改造", "\ud800完成道路改造", "完成道路改造", "完成"]
    )
    assert (vectors[0] == vectors[2]).all()
    assert (vectors[1] == vectors[2]).all()
    assert not (vectors[3] == vectors[2]).all()


def test_the_mean_over_the_tokens_stands_for_a_text_unless_the_folder_says_the_first(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m")
    mean = opened(folder).encode(["修路", "植树"])
    settings(folder, "1_Pooling/config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False})
    first = opened(folder).encode(["修路", "植树"])
    assert not np.allclose(mean[0], mean[1])
    assert (first[0] == first[1]).all(), "both begin with <s>"
    settings(folder, "1_Pooling/config.json", {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True})
    assert (opened(folder).encode(["修路", "植树"]) == mean).all()


PROMPTS = {"prompts": {"query": "query: ", "passage": "passage: "}}


@pytest.mark.parametrize(
    ("folder", "file", "said", "prefix"),
    [
        ("bge-small-zh", "config.json", {}, ""),
        ("multilingual-e5-small", "config.json", {}, "query: "),
        ("multilingual-e5-large-instruct", "config.json", {}, ""),
        ("m", "config.json", {"_name_or_path": "intfloat/multilingual-e5-base"}, "query: "),
        ("m", "config_sentence_transformers.json", PROMPTS, "query: "),
        ("m", "config_sentence_transformers.json", PROMPTS | {"default_prompt_name": "passage"}, "passage: "),
        ("e5", "config_sentence_transformers.json", {"prompts": {"query": ""}}, ""),
    ],
)
def test_the_prefix_is_what_the_folder_says(tmp_path: Path, folder: str, file: str, said: object, prefix: str) -> None:
    path = write_folder(tmp_path / folder)
    settings(path, file, said)
    assert OnnxFolder.read(path).prefix == prefix


def test_the_prefix_stands_before_each_text(tmp_path: Path) -> None:
    plain, prefixed = opened(write_folder(tmp_path / "m")), opened(write_folder(tmp_path / "e5"))
    assert np.allclose(prefixed.encode(["修路"]), plain.encode(["query: 修路"]))


def test_texts_are_cut_where_the_folder_says(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m")
    assert OnnxFolder.read(folder).longest == LONGEST
    settings(folder, "sentence_bert_config.json", {"max_seq_length": 6})
    settings(folder, "config.json", {"max_position_embeddings": 100_000})
    assert OnnxFolder.read(folder).longest == 6
    one, two, three = opened(folder).encode(["修路植树种草", "修路植树", "修路植"])
    assert (one == two).all()
    assert not (two == three).all()


def test_the_name_changes_with_the_model_and_its_use_but_not_with_its_place(tmp_path: Path) -> None:
    first = name(write_folder(tmp_path / "one"))
    assert name(write_folder(tmp_path / "two")) == first
    others = {name(write_folder(tmp_path / "three", seed=1)), name(write_folder(tmp_path / "e5"))}
    settings(tmp_path / "two", "1_Pooling/config.json", {"pooling_mode_cls_token": True})
    others.add(name(tmp_path / "two"))
    assert len(others) == 3
    assert first not in others


def test_a_digest_is_remembered_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, kept = tmp_path / "model.onnx", tmp_path / "v.db"
    file.write_bytes(b"one")
    first = digest(file, kept)
    assert first == digest_here(file)
    file.write_bytes(b"more")
    second = digest(file, kept)
    assert second == digest_here(file)
    monkeypatch.setattr(encoding.hashlib, "file_digest", None)
    assert digest(file, kept) == second


def test_a_stranger_does_not_pass_for_the_model_the_shipped_weights_know(tmp_path: Path) -> None:
    centre = np.ones(24, np.float32)
    stranger = opened(write_folder(tmp_path / "m"))
    assert not is_of(stranger, centre)
    assert not is_of(stranger, np.ones(384, np.float32))
    known = (
        "完成老旧小区改造工程。",
        "全年审查规范性文件42件。",
        "法治宣传教育",
        "推进政务服务事项一网通办。",
        "完善制度。",
    )
    assert is_of(stranger, stranger.encode(known).mean(axis=0))


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _write(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8") and None


def _settings(name: str, said: object) -> Callable[[Path], None]:
    return lambda folder: settings(folder, name, said)


DENSE = [{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Dense"}]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_remove("onnx/model.onnx"), "no model.onnx"),
        (_remove("tokenizer.json"), "no tokenizer.json"),
        (_write("onnx/model.onnx", "no model"), "model.onnx: cannot be used"),
        (_write("onnx/model.onnx", ""), "model.onnx: cannot be used"),
        (_write("tokenizer.json", "{}"), "tokenizer.json: cannot be used"),
        (_write("config.json", "{"), "config.json: cannot be used"),
        (_settings("1_Pooling/config.json", {"pooling_mode_lasttoken": True}), "wants lasttoken"),
        (_settings("modules.json", DENSE), "wants Dense"),
    ],
)
def test_what_is_wrong_with_a_folder_is_told_in_one_line(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    folder = write_folder(tmp_path / "m")
    spoil(folder)
    with pytest.raises(UsageError, match=said) as told:
        opened(folder).encode(["修路"])
    assert "\n" not in str(told.value)


def test_a_folder_that_is_not_there_or_holds_two_models_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        OnnxFolder.read(tmp_path / "none")
    folder = write_folder(tmp_path / "m")
    model = folder / "onnx" / "model.onnx"
    model.rename(folder / "onnx" / "model_int8.onnx")
    assert OnnxFolder.read(folder).model.name == "model_int8.onnx"
    (folder / "model_fp16.onnx").write_bytes(b"")
    with pytest.raises(UsageError, match="2 other"):
        OnnxFolder.read(folder)
