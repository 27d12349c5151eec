"""How fast files are read: one line a format, on files made here or on a folder of your own.

`clock` is what a user waits, with the way to the reading process and back; `processor` is the extraction alone, which
does not depend on what else the machine does.

python tests/benchmarks/bench_reading.py
python tests/benchmarks/bench_reading.py FOLDER
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reading.making import Pdf, docx, page, paragraph
from tests.reports import FIRST, SECOND
from tracker.errors import ReadError
from tracker.reading import Limits, Reader, find_files
from tracker.reading.child import extract
from tracker.reading.formats import tell_format
from tracker.text import clean

CHARACTERS = 15_000
"""Length of a report."""
ROUNDS = 40


def make(folder: Path) -> None:
    """One report in each form."""
    lines = [line for line in (FIRST + SECOND).split("\n") if line.strip()]
    while sum(map(len, lines)) < CHARACTERS:
        lines += lines
    text = "\n".join(lines)[:CHARACTERS]
    lines = text.split("\n")
    pdf = Pdf()
    for line in lines:
        pdf.paragraph(line)
    files = {
        "utf-8.txt": text.encode(),
        "gb18030.txt": text.encode("gb18030"),
        "report.md": text.encode(),
        "report.html": page("".join(f"<p>{line}</p>" for line in lines)).encode(),
        "report.docx": docx("".join(map(paragraph, lines))),
        "report.pdf": pdf.done(),
        "long-5MB.txt": (text * 120).encode()[:5_000_000],
        "long-5MB.html": page(f"<p>{text}</p>" * 110).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def measure(folder: Path, rounds: int) -> None:
    """Read every file so many times and print what it took."""
    files = find_files([str(folder)])
    if not files:
        sys.exit(f"{folder}: no reports")
    spent: dict[str, list[float]] = defaultdict(list)
    worked: dict[str, list[float]] = defaultdict(list)
    characters: dict[str, int] = defaultdict(int)
    with Reader() as reader:
        started = time.perf_counter()
        for path in files:
            try:
                reader.read(path)
            except ReadError as error:
                print(error)
        first = time.perf_counter() - started
        for path in files:
            for _ in range(1 if path.stat().st_size > 1_000_000 else rounds):
                started = time.perf_counter()
                try:
                    document = reader.read(path)
                except ReadError:
                    continue
                name = path.name if rounds > 1 else document.format
                spent[name].append(time.perf_counter() - started)
                characters[name] += len(document.text)
                worked[name].append(_processor(path))
    print(f"{'':16}{'clock':>14}{'processor':>16}{'characters/s':>15}")
    for name, times in sorted(spent.items()):
        clock, processor = len(times) / sum(times), len(times) / sum(worked[name])
        speed = characters[name] / sum(worked[name])
        print(f"{name:16}{clock:6.0f} files/s{processor:8.0f} files/s{speed:15,.0f}")
    memory = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"first reading of all {len(files)}: {first:.2f} s; memory {memory[0]:.0f} MB and {memory[1]:.0f} MB (child)")


def _processor(path: Path) -> float:
    """Seconds of processor time for what is in a file."""
    data = path.read_bytes()
    kind = tell_format(data, path.suffix)
    started = time.process_time()
    clean(extract(kind, data, Limits()).text)
    return time.process_time() - started


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]), 1)
    else:
        with tempfile.TemporaryDirectory() as made:
            make(Path(made))
            measure(Path(made), ROUNDS)
