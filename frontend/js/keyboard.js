// A row's own keys (data-key) press its buttons.
// `/` search, `n` new fault, `j` `k` rows, Enter opens, `d` dispatch, Esc closes, `?` help; never while somebody types.
import { closeDrawer, openDrawer, selected } from "./drawer.js";
import { relist } from "./live.js";

const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");
const current = () => document.querySelector("[data-row].is-current");
let following = 0;

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-current"));
  const start = at >= 0 ? at : rows.findIndex((row) => row.classList.contains("is-selected"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, start + step))];
  rows[at]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.querySelector("a[data-main]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (!selected()) return;
  // An open drawer follows the cursor, once it rests.
  clearTimeout(following);
  following = setTimeout(() => openDrawer(next.dataset.row), 180);
}

const open = (row) => row?.querySelector("a[data-main]")?.click();

async function dispatch() {
  const row = current();
  if (row && selected() !== row.dataset.row) await openDrawer(row.dataset.row);
  const way = document.querySelector("[data-dispatch]") ?? document.querySelector('[data-act="dispatch"]');
  if (!way) return;
  way.focus();
  way.scrollIntoView({ block: "center" });
  if (way.matches("[data-act]")) way.click();
}

function help() {
  const told = document.getElementById("help");
  if (!told) return;
  document.getElementById("dialog-body").replaceChildren(told.content.cloneNode(true));
  document.getElementById("dialog").showModal();
}

function pressing(key) {
  const button = /^[1-9]$/.test(key) ? current()?.querySelector(`[data-key="${key}"]`) : null;
  return button ? () => button.click() : null;
}

const KEYS = {
  "/": () => document.getElementById("search")?.focus(),
  "?": help,
  n: () => document.getElementById("new-fault")?.click(),
  j: () => move(1),
  k: () => move(-1),
  d: dispatch,
  r: () => document.getElementById("news")?.hidden === false && relist(),
  Enter: () => open(current()),
  Escape: closeDrawer,
};

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const act = KEYS[event.key] ?? pressing(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && !event.target.closest("a, button, input, label") && !getSelection().toString()) open(row);
    if (event.target.closest("[data-help]")) help();
  });
}
