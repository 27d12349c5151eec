"""How fast reports are taken apart: `python tests/benchmarks/bench_parsing.py [REPORT.txt ...]`.

Prints the time to load the weights, reports of 15,000 characters a second on one core, and the time for texts up to
5 MB, which must grow with their length only. Without files it uses the sentences of the tests' own reports.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tracker.parsing import parse
from tracker.parsing.roles import shipped

SIZE = 15_000
ROUNDS = 20
SENTENCES = (
    "新建改建农村公路{n}公里，完成投资{n}亿元，同比增长8.5%。",
    "深化“放管服”改革，推动{n}项政务服务事项“一网通办”。",
    "我们坚持以人民为中心的发展思想，扎实做好各项工作。",
    "加快推进清渚市第{n}中学建设，年底前建成投用。",
)


def report(characters: int) -> str:
    """A report about an invented place, about so long."""
    half = characters // 2
    parts = []
    for heading, number in (("一、2024年工作回顾", 1), ("二、2025年工作安排", 2)):
        lines, size = [heading], 0
        while size < half:
            number += 1
            sentences = [sentence.format(n=number + k) for k, sentence in enumerate(SENTENCES * 2)]
            line = f"（{number}）抓好第{number}类工作。{''.join(sentences)}"
            lines.append(line)
            size += len(line)
        parts.append("\n".join(lines))
    head = "清渚市人民政府工作报告\n——2025年1月10日在清渚市第三届人民代表大会第四次会议上\n清渚市市长\n各位代表：\n"
    return head + "现在，我代表市人民政府，向大会报告工作，请予审议。\n" + "\n".join(parts) + "\n"


def main(paths: list[str]) -> None:
    """Measure and print."""
    start = time.process_time()
    shipped()
    print(f"weights loaded in {(time.process_time() - start) * 1000:.0f} ms")
    texts = [Path(path).read_text(encoding="utf-8") for path in paths] or [report(SIZE)]
    parse(texts[0])
    start = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            parse(text)
    spent = (time.process_time() - start) / ROUNDS / sum(map(len, texts)) * SIZE
    print(f"{1 / spent:.0f} reports of {SIZE:,} characters a second ({spent * 1000:.1f} ms each)")
    for size in (50_000, 500_000, 1_700_000):
        text = report(size)
        start = time.process_time()
        parse(text)
        spent = time.process_time() - start
        print(f"{len(text.encode()):>9,} bytes: {spent:.2f} s, {spent / len(text) * 1e6:.2f} µs a character")


if __name__ == "__main__":
    main(sys.argv[1:])
