"""Folders with a tiny model in ONNX: each character has its vector."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

CHARACTERS = [*map(chr, range(0x4E00, 0x9FA5)), *"0123456789，。；、：query "]


def write_folder(folder: Path, *, dimensions: int = 24, place: str = "onnx", seed: int = 0) -> Path:
    """A folder in the usual layout; the same arguments give the same vectors."""
    names = ["<s>", "</s>", "<unk>", *CHARACTERS]
    table = np.random.default_rng(seed).normal(size=(len(names), dimensions)).astype(np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "characters",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", dimensions])],
        [numpy_helper.from_array(table, "table")],
    )
    (folder / place).mkdir(parents=True, exist_ok=True)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, folder / place / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({name: i for i, name in enumerate(names)}, unk_token="<unk>"))
    tokenizer.add_special_tokens(["<s>", "</s>"])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def settings(folder: Path, name: str, said: object) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(said), encoding="utf-8")
