"""Train the parser's weights: `python -m tracker.workflow.train_parser GOLD_DIR [MORE_DIR]`.

Reads annotated reports the way that users' files are read, prints the figures of leaving each issuer out, and writes
the weights beside `tracker/parsing/roles.py`. MORE_DIR holds reports in the same form of which only some pieces are
annotated; they are learned from and not judged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.parsing.roles import write
from tracker.parsing.training import Table, judge, load, train
from tracker.reading import Reader


def main(folder: str, more: str | None = None) -> None:
    """Judge, train on everything and write."""
    with Reader() as reader:
        reports = load(Path(folder), lambda path: reader.read(path).text)
        if more is not None:
            reports += load(Path(more), lambda path: reader.read(path).text, partly=True)
    table = Table(reports)
    figures = judge(reports, table, lambda line: print(line, flush=True))
    learned_from = {"annotated": sum(not r.partly for r in reports), "partly annotated": sum(r.partly for r in reports)}
    write(train(reports, table, list(table.by_issuer)), figures, learned_from)


if __name__ == "__main__":
    main(*sys.argv[1:])
