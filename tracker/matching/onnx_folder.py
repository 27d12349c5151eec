"""Sentence vectors of a model in a user's folder: ONNX, laid out as Hugging Face and Sentence Transformers do.

The folder is data: no code of it is run, no library of operators is loaded, nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tracker.errors import UsageError, why
from tracker.matching.encoder import plain
from tracker.matching.grams import Floats

LONGEST = 512
"""Tokens of a text, at most, unless the folder says fewer."""

_PLACES = "", "onnx"
"""Where in the folder a file may be, in order."""

_STEPS = {"Transformer", "Pooling", "Normalize"}
"""What Sentence Transformers may do with a text that is done here too."""

_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!\S*instruct)")


@dataclass(frozen=True, slots=True)
class OnnxFolder:
    """The files of a folder, and how its model wants to be used."""

    model: Path
    tokenizer: Path
    first: bool
    """The first token's vector stands for the text; else the mean over its tokens."""
    prefix: str
    """What stands before each text."""
    longest: int
    """Tokens of a text, the special ones among them."""

    @classmethod
    def read(cls, folder: Path) -> OnnxFolder:
        """Find `model.onnx` (or the only other .onnx), `tokenizer.json` and the settings, here or in `onnx`.

        The prefix is the prompt that the folder names as its default, else the one for queries, else `query: ` if the
        model or its folder is called e5 (not e5-instruct), else nothing.

        Raises:
            UsageError: there is no such folder, no model, no tokenizer, or the model takes a step unknown here.

        """
        if not folder.is_dir():
            raise UsageError("matching.error.no_folder", path=folder)
        tokenizer = _find(folder, "tokenizer.json")
        if tokenizer is None:
            raise UsageError("matching.error.no_tokenizer", path=folder)
        config = _settings(folder, "config.json")
        _check_steps(folder)
        return cls(
            _model(folder),
            tokenizer,
            _pooling(folder) == "cls",
            _prefix(folder, str(config.get("_name_or_path", ""))),
            min(
                _number(config, "max_position_embeddings"),
                _number(_settings(folder, "sentence_bert_config.json"), "max_seq_length"),
            ),
        )

    def name(self, digest: Callable[[Path], str]) -> str:
        """A name for the vectors: another if the model, its tokenizer or its use is another; the same in any place.

        Args:
            digest: of what a file holds.

        """
        files = [*sorted(self.model.parent.glob(f"{self.model.name}*")), self.tokenizer]
        about = json.dumps([*map(digest, files), self.first, self.prefix, self.longest])
        return f"onnx-{hashlib.sha256(about.encode()).hexdigest()[:12]}"


class OnnxModel:
    """The model of a folder, run by onnxruntime on the processor.

    A text goes through alone: a processor gains little from batches (0 to 12 % measured), and among other texts a
    quantised model would give it other vectors.
    """

    def __init__(self, folder: OnnxFolder, name: str) -> None:
        """Load the model.

        Raises:
            UsageError: the extra is not installed, or a file of the folder is broken.

        """
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            raise UsageError("matching.error.no_onnx") from error
        self.name = name
        self._folder = folder
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", 0)) or os.cpu_count() or 1
        options.log_severity_level = 4
        with _telling(folder.tokenizer):
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder.tokenizer))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(folder.longest)
            self._tokenizer.encode_special_tokens = True
        with _telling(folder.model):
            self._session = onnxruntime.InferenceSession(folder.model, options, providers=["CPUExecutionProvider"])
        self._inputs = {x.name: np.int32 if "int32" in x.type else np.int64 for x in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts, cut and cleaned as `plain` says.

        Raises:
            UsageError: the model wants something else than tokens, or gives no vectors.

        """
        with _telling(self._folder.model):
            return np.stack([self._vector(text) for text in plain(texts or [""])])[: len(texts)]

    def _vector(self, text: str) -> Floats:
        tokens = self._tokenizer.encode(self._folder.prefix + text)
        known = {"input_ids": tokens.ids, "attention_mask": tokens.attention_mask, "token_type_ids": tokens.type_ids}
        if not known.keys() >= self._inputs.keys():
            raise ValueError(f"inputs {', '.join(self._inputs)}")
        given = {name: np.array([known[name]], kind) for name, kind in self._inputs.items()}
        found = np.asarray(self._session.run(None, given)[0], np.float32)[0]
        if found.ndim == 2:
            found = found[0] if self._folder.first else found.mean(axis=0)
        length = np.linalg.norm(found)
        if found.ndim != 1 or not 0 < length < np.inf:
            raise ValueError(f"output {self._session.get_outputs()[0].name}")
        return np.asarray(found / length, np.float32)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Tell in one line what is wrong with a file; the errors of the libraries have no class in common."""
    try:
        yield
    except Exception as error:
        raise UsageError("matching.error.broken_model", path=path, why=str(why(error))[:200]) from error


def _find(folder: Path, name: str) -> Path | None:
    return next((path for place in _PLACES if (path := folder / place / name).is_file()), None)


def _model(folder: Path) -> Path:
    found = [path for place in _PLACES for path in sorted((folder / place).glob("*.onnx"))]
    named = [path for path in found if path.stem == "model"] or found
    if not named or (len(found) > 1 and named is found):
        raise UsageError("matching.error.no_model", path=folder, n=len(found))
    return named[0]


def _settings(folder: Path, name: str) -> dict[str, Any]:
    """What a JSON file of the folder holds; nothing without the file."""
    path = _find(folder, name)
    if path is None:
        return {}
    with _telling(path):
        said = json.loads(path.read_text(encoding="utf-8"))
        return said if isinstance(said, dict) else {"": said}


def _number(settings: dict[str, Any], key: str) -> int:
    said = settings.get(key)
    return min(said, LONGEST) if isinstance(said, int) and said > 0 else LONGEST


def _check_steps(folder: Path) -> None:
    listed = _settings(folder, "modules.json").get("", [])
    steps = {str(step["type"]).split(".")[-1] for step in listed if isinstance(step, dict) and "type" in step}
    if steps - _STEPS:
        raise UsageError("matching.error.model_step", path=folder, what=", ".join(sorted(steps - _STEPS)))


def _pooling(folder: Path) -> str:
    """How the vectors of the tokens become one, mean or cls."""
    said = _settings(folder, "1_Pooling/config.json")
    modes = {key.split("_")[2] for key, on in said.items() if key.startswith("pooling_mode_") and on}
    modes |= {said["pooling_mode"]} if isinstance(said.get("pooling_mode"), str) else set()
    if len(modes) > 1 or modes - {"mean", "cls"}:
        raise UsageError("matching.error.model_step", path=folder, what="+".join(sorted(modes)))
    return modes.pop() if modes else "mean"


def _prefix(folder: Path, made_from: str) -> str:
    said = _settings(folder, "config_sentence_transformers.json")
    prompts = said.get("prompts")
    for name in (said.get("default_prompt_name"), "query"):
        if isinstance(prompts, dict) and isinstance(prompts.get(name), str):
            return str(prompts[name])
    return "query: " if _E5.search(f"{folder.name} {made_from}".lower()) else ""
