"""Train the parser's weights: `python -m tracker.workflow.train_parser GOLD_DIR`.

Reads annotated reports the way that users' files are read, prints the figures of leaving each issuer out, and writes
the weights beside `tracker/parsing/roles.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.parsing.roles import write
from tracker.parsing.training import Table, judge, load, train
from tracker.reading import Reader


def main(folder: str) -> None:
    """Judge, train on everything and write."""
    with Reader() as reader:
        table = Table(load(Path(folder), lambda path: reader.read(path).text))
    figures = judge(table, lambda line: print(line, flush=True))
    write(train(table, list(table.by_issuer)), figures)


if __name__ == "__main__":
    main(sys.argv[1])
