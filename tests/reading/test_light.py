"""The libraries that extract are loaded in the reading process only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.reading.making import docx, paragraph

CODE = """
import sys
from pathlib import Path
from tracker.reading import Reader

with Reader() as reader:
    print(reader.read(Path(sys.argv[1])).text)
print(*{"lxml", "docx", "pypdfium2", "selectolax"} & set(sys.modules))
"""


def test_reading_a_document_loads_no_extractor_here(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(docx(paragraph("plan")))
    ran = subprocess.run([sys.executable, "-c", CODE, path], capture_output=True, text=True, check=True)

    assert ran.stdout == "plan\n\n"
