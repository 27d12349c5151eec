"""The HTML report: nothing in it acts or loads, and in a browser it can be searched, opened and printed."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.conftest import Run
from tests.exports import selection
from tracker.exports.looks import LOOKS

WIDTHS = (1280, 420)


@pytest.fixture
def page(tracker: Run, tmp_path: Path) -> Path:
    selection.build(tmp_path / "test.db")
    path = tmp_path / "report.html"
    ran = tracker("--lang", "zh", "export", "-o", path)
    assert ran.code == 0, ran.err
    return path


def test_nothing_in_it_loads_or_acts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    tree = HTMLParser(text)

    assert [n.attributes for n in tree.css("link,iframe,object,embed,img,base")] == []
    assert [n for n in tree.css("*") for name in n.attributes if name.startswith("on") or name == "style"] == []
    links = [value for n in tree.css("*") for name, value in n.attributes.items() if name.endswith(("href", "src"))]
    assert [link for link in links if not link.startswith("#")] == []
    assert len(tree.css("script")) == len(tree.css("style")) == 1
    assert "alert(1)" not in tree.css_first("script").text()
    assert "default-src 'none'" in tree.css_first("meta[http-equiv]").attributes["content"]
    assert "unsafe" not in tree.css_first("meta[http-equiv]").attributes["content"]


def test_evidence_shows_what_it_shares_with_the_commitment(page: Path) -> None:
    tree = HTMLParser(page.read_text(encoding="utf-8"))
    row = next(b for b in tree.css("table.list tbody") if "法律服务站" in b.css_first("[data-key=text]").text())

    assert "新建法律服务站" in [mark.text() for mark in row.css("[data-key=text] mark")]
    assert "新建法律服务站" in [mark.text() for mark in row.css("blockquote mark")]


def test_tables_have_headers_and_controls_have_names(page: Path) -> None:
    tree = HTMLParser(page.read_text(encoding="utf-8"))

    assert tree.css_first("html").attributes["lang"] == "zh-CN"
    for table in tree.css("table"):
        assert table.css("thead th[scope=col]")
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1][:5]
    for control in tree.css("form input, form select"):
        assert control.parent.tag == "label"
        assert control.parent.text().strip()
    for opener in tree.css("button.opener"):
        assert opener.attributes["aria-controls"] in ids
    levels = [int(h.tag[1]) for h in tree.css("h1,h2,h3")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.words)
def test_status_words_stand_out_from_their_ground(look: object) -> None:
    a, b = sorted((_luminance(look.words), _luminance(look.ground)))
    assert (b + 0.05) / (a + 0.05) >= 7, "WCAG 2 AAA"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# In a browser -------------------------------------------------------------------------------------


def _chromium(path: Path, width: int, *args: str, at: str = "") -> subprocess.CompletedProcess[str]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    binary = next((found for name in names if (found := shutil.which(name))), None)
    if binary is None:
        pytest.skip("no Chromium is installed")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    options += [f"--user-data-dir={path.parent / 'browser'}", "--enable-logging=stderr", "--virtual-time-budget=5000"]
    return subprocess.run([binary, *options, *args, path.as_uri() + at], capture_output=True, text=True, timeout=120)


DRIVER = """
const shown = () => [...document.querySelectorAll(".list tbody")].filter((row) => row.offsetParent !== null).length;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const form = document.querySelector(".filter"), seen = {};
  const say = async (name, value) => {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
    await wait(300);
  };
  document.querySelectorAll(".report").forEach((report) => { report.style.contentVisibility = "visible"; });
  seen.overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  seen.all = shown();
  seen.details = [...document.querySelectorAll(".detail")].filter((row) => row.offsetParent !== null).length;
  await say("text", "法律服务站 52");
  seen.found = shown();
  seen.told = form.querySelector("output").textContent;
  await say("text", "");
  await say("status", "dropped");
  seen.dropped = shown();
  await say("issuer", "清渚市司法局");
  seen.both = shown();
  form.querySelector("[type=reset]").click();
  await wait(300);
  seen.reset = shown();
  const opener = document.querySelector(".opener");
  opener.focus();
  seen.focused = document.activeElement === opener;
  opener.click();
  seen.expanded = opener.getAttribute("aria-expanded");
  seen.evidence = document.getElementById(opener.getAttribute("aria-controls")).offsetParent !== null;
  form.elements.open.click();
  seen.charts = [...document.querySelectorAll("figure svg")].map((svg) => svg.getBoundingClientRect().width > 250);
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify(seen);
  document.body.append(result);
})();
"""


@pytest.mark.parametrize("width", WIDTHS)
def test_it_can_be_searched_filtered_and_opened(page: Path, width: int) -> None:
    text = page.read_text(encoding="utf-8")
    driven = page.with_name("driven.html")
    text = re.sub(r"<meta http-equiv=.*?>", "", text, count=1)
    driven.write_text(text.replace("</body>", f"<script>{DRIVER}</script></body>"), encoding="utf-8")

    ran = _chromium(driven, width, "--dump-dom")
    seen = json.loads(HTMLParser(ran.stdout).css_first("#result").text())

    assert seen["overflow"] <= 0
    assert (seen["all"], seen["details"]) == (14, 0)
    assert seen["found"] == 2
    assert "2" in seen["told"]
    assert seen["dropped"] == 2
    assert seen["both"] == 1
    assert seen["reset"] == 14
    assert (seen["focused"], seen["expanded"], seen["evidence"]) == (True, "true", True)
    assert all(seen["charts"])
    assert len(seen["charts"]) >= 4


FOLLOWED = """
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
(async () => {
  const form = document.querySelector(".filter"), seen = [];
  const look = async () => {
    await wait(600);
    const row = document.querySelector(location.hash);
    const over = getComputedStyle(form).position === "sticky" ? form.getBoundingClientRect().bottom : 0;
    const main = row.querySelector(".main").getBoundingClientRect();
    seen.push({
      open: row.querySelector(".detail").offsetParent !== null,
      others: document.querySelectorAll("tbody.open").length,
      uncovered: main.top >= over - 1 && main.top < innerHeight / 2,
      focused: document.activeElement === row.querySelector(".opener"),
    });
  };
  await look();
  form.elements.text.value = "nowhere to be found";
  form.elements.text.dispatchEvent(new Event("input", {bubbles: true}));
  await wait(300);
  location.hash = "#c5";
  await look();
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify(seen);
  document.body.append(result);
})();
"""


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link_to_a_row_opens_it_in_sight(tracker: Run, tmp_path: Path, width: int) -> None:
    selection.build(tmp_path / "test.db", copies=20)
    page = tmp_path / "report.html"
    assert tracker("--lang", "zh", "export", "-o", page).code == 0
    text = re.sub(r"<meta http-equiv=.*?>", "", page.read_text(encoding="utf-8"), count=1)
    page.write_text(text.replace("</body>", f"<script>{FOLLOWED}</script></body>"), encoding="utf-8")
    last = HTMLParser(text).css("table.list tbody")[-2].attributes["id"]

    ran = _chromium(page, width, "--dump-dom", at=f"#{last}")
    seen = json.loads(HTMLParser(ran.stdout).css_first("#result").text())
    assert seen == [
        {"open": True, "others": 1, "uncovered": True, "focused": True},
        {"open": True, "others": 2, "uncovered": True, "focused": True},
    ]


def test_its_policy_lets_its_own_script_and_style_run(page: Path) -> None:
    ran = _chromium(page, WIDTHS[0], "--dump-dom")
    tree = HTMLParser(ran.stdout)

    assert "Content Security Policy" not in ran.stderr
    assert "js" in tree.css_first("html").attributes.get("class", "")
    assert "14" in tree.css_first("output").text()


def test_it_prints_every_row_with_its_evidence(page: Path) -> None:
    import pypdfium2

    target = page.with_suffix(".pdf")
    _chromium(page, WIDTHS[0], f"--print-to-pdf={target}", "--no-pdf-header-footer")
    document = pypdfium2.PdfDocument(target)
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    document.close()

    assert text.count("举办执法培训班8期") >= 4
    assert "搜索" not in text


def test_it_reads_without_a_script(page: Path) -> None:
    tree = HTMLParser(page.read_text(encoding="utf-8"))

    assert all("hidden" not in row.attributes for row in tree.css(".detail"))
    assert "hidden" in tree.css_first(".filter").attributes
