"""Fuzz the reading room: any bytes give text or a ReadError, soon, and nothing else.

    python tests/fuzz/fuzz_reading.py --minutes 60 --keep finds/

With atheris installed the search is guided by coverage; without it the same checks run on random changes to the seeds.
Each find is kept once, with its traceback, in the folder given; the exit code is 1 if there was any. A find becomes a
test in tests/reading/.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import subprocess
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

try:
    import atheris
except ImportError:
    atheris = None

if atheris is not None and "--worker" in sys.argv:
    with atheris.instrument_imports(include=["tracker.reading"]):
        from tracker.reading import docx, html, markdown, odt, pdf, rtf, word97  # noqa: F401

from tests.reading import making  # noqa: E402
from tests.reports import FIRST, SECOND  # noqa: E402
from tracker.errors import ReadError  # noqa: E402
from tracker.reading import Limits  # noqa: E402
from tracker.reading.child import extract  # noqa: E402
from tracker.reading.formats import tell_format  # noqa: E402
from tracker.reading.plain import read_csv, read_txt  # noqa: E402
from tracker.text import clean  # noqa: E402

FILES = ROOT / "tests" / "reading" / "files"
LIMITS = Limits(max_bytes=1 << 20, max_characters=2_000_000)
SLOW = 10
"""Seconds for one input of at most 64 KB."""
LONGEST = 65_536


def _docx_of_parts(data: bytes) -> bytes:
    """A Word document whose parts are these bytes between form feeds: changes reach the XML, not the packing."""
    names = ("document", "numbering", "styles", "footnotes", "_rels/document.xml.rels")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in zip(names, data.split(b"\x0c"), strict=False):
            archive.writestr(f"word/{name}" + ("" if name.endswith("rels") else ".xml"), content)
    return out.getvalue()


TARGETS: tuple[Callable[[bytes], object], ...] = (
    read_txt,
    read_csv,
    lambda data: extract("md", data, LIMITS),
    lambda data: extract("html", data, LIMITS),
    lambda data: extract("docx", _docx_of_parts(data), LIMITS),
    lambda data: extract("docx", data, LIMITS),
    lambda data: extract("pdf", data, LIMITS),
    lambda data: tell_format(data, ".html"),
    lambda data: extract("doc", data, LIMITS),
    lambda data: extract("rtf", data, LIMITS),
    lambda data: extract("odt", data, LIMITS),
)


def seeds() -> list[bytes]:
    """Real files, each behind the byte that says which target reads it."""
    html = "".join(f"<p>&nbsp;{line}<br></p>" for line in FIRST.split("\n"))
    rows = [["事项", "责任单位", "时限"], ["修订办法", "法制科", "6月底"]]
    cells = "".join("<tr>" + "".join(f"<td rowspan=1>{c}</td>" for c in row) + "</tr>" for row in rows)
    body = "".join(making.paragraph(line, list_=1, level=n % 3) for n, line in enumerate(SECOND.split("\n")))
    numbering = making.lists(
        making.level(0, "chineseCounting", "%1、"),
        making.level(1, "chineseCounting", "（%2）"),
        making.level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    style = (
        '<w:style w:styleId="a"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    changes = (
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:br/>"
        "<w:sym w:char='2460'/></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>"
    )
    parts = [
        making.part("document", f"<w:body>{body[:4000]}{changes}{making.table(rows)}</w:body>"),
        numbering,
        making.part("styles", style),
        making.part("footnotes", f'<w:footnote w:id="1">{making.paragraph("注")}</w:footnote>'),
    ]
    pdf = (
        making.Pdf("内部资料")
        .title("报告")
        .paragraph(FIRST[:600])
        .table([[[c] for c in row] for row in rows], [90, 90, 90])
    )
    marked = "# 题\n\n1. **做**[了](x)\n\n| a | b |\n|---|---|\n| 一 | 二 |\n\n> `引`\n<!-- 注 -->\n"
    return [
        b"\x00" + FIRST.encode()[:3000],
        b"\x00" + FIRST.encode("gb18030")[:3000],
        b"\x00" + FIRST.encode("utf-16")[:3000],
        b"\x01" + "\n".join(",".join(row) for row in rows).encode(),
        b"\x02" + marked.encode(),
        b"\x03" + making.page(html).encode(),
        b"\x03" + making.page(f"<table>{cells}</table><ol type=A><li>项<li>项</ol>").encode("gb18030"),
        b"\x04" + b"\x0c".join(p.encode() for p in parts),
        b"\x05" + making.docx(body[:2000], {"numbering": numbering}),
        b"\x06" + pdf.done(),
        b"\x07" + b"PK\x03\x04word/",
        *(
            bytes([target]) + (FILES / f"minutes.{form}").read_bytes()
            for target, form in ((8, "doc"), (9, "rtf"), (10, "odt"))
        ),
    ]


def check(data: bytes) -> None:
    """Read one input; anything but text or a ReadError of one line goes through."""
    if not data:
        return
    target = TARGETS[data[0] % len(TARGETS)]
    try:
        found = target(data[1:])
    except ReadError as error:
        message = str(error)
        assert message, "an error without words"
        assert "\n" not in message, "an error of more than one line"
        assert message.isprintable() or "\ufffd" in message, "an error with control characters"
        return
    text = getattr(found, "text", "")
    assert clean(clean(text)[0]) == (clean(text)[0], 0)


def worker(keep: Path, seconds: int, arguments: list[str]) -> None:
    """Search in this process; a find is kept and the search goes on."""
    current = keep / "current"
    done = 0

    def one(data: bytes) -> None:
        nonlocal done
        current.write_bytes(data)
        started = time.process_time()
        try:
            check(data)
        except Exception as error:
            _keep(keep, data, traceback.extract_tb(error.__traceback__), "".join(traceback.format_exception(error)))
        if time.process_time() - started > SLOW:
            _keep(keep, data, [], f"took {time.process_time() - started:.1f} s of processor time")
        done += 1
        if done % 200 == 0:
            (keep / f"done.{os.getpid()}").write_text(str(done))

    if atheris is not None:
        corpus = keep / "corpus"
        settings = {"max_total_time": seconds, "max_len": LONGEST, "timeout": 60, "rss_limit_mb": 2500}
        settings |= {"artifact_prefix": f"{keep}/", "print_final_stats": 1}
        options = [f"-{name}={value}" for name, value in settings.items()]
        atheris.Setup([sys.argv[0], *options, *arguments, str(corpus)], one)
        atheris.Fuzz()
        return
    chance = random.Random()
    known = seeds()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = bytearray(chance.choice(known))
        for _ in range(chance.randint(1, 8)):
            change(data, chance)
        one(bytes(data[:LONGEST]))


def change(data: bytearray, chance: random.Random) -> None:
    """Spoil a few bytes: overwrite, leave out, repeat or move them."""
    at = chance.randrange(1, len(data)) if len(data) > 1 else 0
    size = chance.choice((1, 1, 2, 8, 64, 512))
    match chance.randrange(4):
        case 0:
            data[at : at + size] = chance.randbytes(size)
        case 1:
            del data[at : at + size]
        case 2:
            data[at:at] = data[at : at + size] * chance.choice((1, 2, 50))
        case 3:
            other = chance.randrange(1, len(data)) if len(data) > 1 else 0
            data[at:at] = data[other : other + size]


def _keep(keep: Path, data: bytes, frames: list[traceback.FrameSummary], report: str) -> None:
    """Save an input once for each place in our code where it went wrong."""
    ours = [f"{Path(f.filename).name}:{f.lineno}" for f in frames if f"{os.sep}tracker{os.sep}" in f.filename]
    name = hashlib.sha256(((ours or ["slow"])[-1] + report.rpartition("\n")[0][-40:]).encode()).hexdigest()[:12]
    if not (keep / f"{name}.txt").exists():
        (keep / f"{name}.bin").write_bytes(data)
        (keep / f"{name}.txt").write_text(report, encoding="utf-8")


def main() -> int:
    """Search until the time is over, starting again whenever an input ends the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--worker", type=int, metavar="SECONDS", help=argparse.SUPPRESS)
    asked, more = parser.parse_known_args()
    keep: Path = asked.keep.resolve()
    corpus = keep / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    if asked.worker:
        worker(keep, asked.worker, more)
        return 0
    for data in seeds():
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    end = time.monotonic() + asked.minutes * 60
    while (left := int(end - time.monotonic())) > 0:
        command = [sys.executable, __file__, "--keep", str(keep), "--worker", str(left), *more]
        ended = subprocess.run(command, cwd=ROOT, stderr=(keep / "log").open("ab"), check=False)
        if ended.returncode not in (0, 130):
            with suppress(OSError):
                _keep(keep, (keep / "current").read_bytes(), [], f"ended the process with {ended.returncode}")
            time.sleep(1)
        elif ended.returncode == 130 or left < 5:
            break
    inputs = sum(int(path.read_text()) for path in keep.glob("done.*"))
    finds = sorted(keep.glob("*.txt"))
    print(f"{inputs:,} inputs, {len(finds)} finds in {keep}")
    for find in finds:
        print(f"{find.name}: {find.read_text(encoding='utf-8').strip().splitlines()[-1]}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
