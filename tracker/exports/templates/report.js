"use strict";
(() => {
  document.documentElement.classList.add("js");
  const form = document.querySelector(".filter");
  const rows = [...document.querySelectorAll(".list tbody")];
  const reports = [...document.querySelectorAll(".report")];
  const texts = new Map();
  const words = (row) =>
    [...row.querySelectorAll("[data-key]")].map((cell) => cell.textContent).join(" ").toLowerCase();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, words(row));
    return texts.get(row);
  };
  const open = (row, wanted) => {
    row.classList.toggle("open", wanted);
    row.querySelector(".opener").setAttribute("aria-expanded", String(wanted));
  };
  const says = (element, name) => {
    const wanted = form.elements[name] ? form.elements[name].value : "";
    return !wanted || element.dataset[name] === wanted;
  };
  const apply = () => {
    const wanted = form.elements.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const report of reports) {
      const fits = says(report, "issuer") && says(report, "year");
      let some = false;
      for (const row of report.querySelectorAll("tbody")) {
        const on = fits && ["status", "decided", "topic"].every((name) => says(row, name)) &&
          wanted.every((word) => text(row).includes(word));
        row.classList.toggle("off", !on);
        some = some || on;
        shown += on;
      }
      report.classList.toggle("off", !some);
    }
    const output = form.querySelector("output");
    output.textContent = output.dataset.of.replace("%s", shown);
  };
  for (const row of rows) {
    const opener = row.querySelector(".opener");
    opener.hidden = false;
    open(row, false);
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest(".opener");
    if (opener) open(opener.closest("tbody"), opener.getAttribute("aria-expanded") !== "true");
  });
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.elements.open.addEventListener("click", () => {
    const shown = rows.filter((row) => !row.classList.contains("off"));
    const wanted = shown.some((row) => !row.classList.contains("open"));
    shown.forEach((row) => open(row, wanted));
  });
  form.hidden = false;
  apply();
  const show = () => {
    const row = /^#c\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (!row) return;
    if (row.classList.contains("off")) {
      form.reset();
      apply();
    }
    open(row, true);
    // Reports out of sight are laid out only when they come near: where the row stands is known a frame later.
    const place = (again) => {
      const over = getComputedStyle(form).position === "sticky" ? form.offsetHeight : 0;
      document.documentElement.style.scrollPaddingTop = `${over + 8}px`;
      row.querySelector(".main").scrollIntoView();
      if (again) requestAnimationFrame(() => place(again - 1));
    };
    place(3);
    row.querySelector(".opener").focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", show);
  window.addEventListener("load", show);
})();
