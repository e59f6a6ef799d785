// `/` search, `n` new fault, `j` and `k` rows, Enter opens; never while somebody is typing.
const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  rows[at]?.classList.remove("is-current");
  next.classList.add("is-current");
  next.scrollIntoView({ block: "nearest" });
}

const open = (row) => row?.querySelector("a[data-main]")?.click();

const KEYS = {
  "/": () => document.getElementById("search")?.focus(),
  n: () => document.getElementById("new-fault")?.click(),
  j: () => move(1),
  k: () => move(-1),
  Enter: () => open(document.querySelector("[data-row].is-current")),
};

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button")) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && !event.target.closest("a, button, input, label") && !getSelection().toString()) open(row);
  });
}
