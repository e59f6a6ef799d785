// The selected ticket beside the list. The address keeps the selection, so links, reload and the back button work.
import htmx from "htmx.org";

const root = () => document.getElementById("console");
const panel = () => document.getElementById("drawer");
const rowOf = (number) => document.querySelector(`[data-row="${CSS.escape(number)}"]`);
const inAddress = () => new URLSearchParams(location.search).get("ticket") ?? "";

export const selected = () => (root()?.classList.contains("has-drawer") ? panel().firstElementChild?.dataset.ticket : "");

function mark(number) {
  for (const row of document.querySelectorAll("[data-row].is-selected")) {
    row.classList.remove("is-selected");
    row.querySelector("[data-main]")?.removeAttribute("aria-current");
  }
  const row = number && rowOf(number);
  if (!row) return;
  row.classList.add("is-selected");
  row.querySelector("[data-main]")?.setAttribute("aria-current", "true");
}

function remember(number) {
  if (inAddress() === number) return;
  const url = new URL(location);
  if (number) url.searchParams.set("ticket", number);
  else url.searchParams.delete("ticket");
  history.pushState({ ticket: number }, "", url);
}

async function load(number) {
  const url = `/tickets/${encodeURIComponent(number)}/drawer/`;
  mark(number);
  await htmx.ajax("GET", url, { target: "#drawer", swap: "innerHTML" });
  if (panel().firstElementChild?.dataset.ticket !== number) return false;
  panel().scrollTop = 0;
  root().classList.add("has-drawer");
  return true;
}

export async function openDrawer(number) {
  if (await load(number)) remember(number);
}

export const refreshDrawer = () => selected() && load(selected());

export function closeDrawer() {
  const number = selected();
  if (!number) return false;
  hide();
  remember("");
  rowOf(number)?.querySelector("[data-main]")?.focus({ preventScroll: true });
  return true;
}

function hide() {
  root().classList.remove("has-drawer");
  panel().replaceChildren();
  mark("");
}

function onClick(event) {
  const link = event.target.closest("[data-drawer]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    const { row } = link.closest("[data-row]").dataset;
    // A second Enter on the ticket that is open goes on to its own page.
    if (selected() === row && event.detail === 0) return;
    event.preventDefault();
    openDrawer(row);
  }
  if (event.target.closest("[data-close-drawer]")) closeDrawer();
  if (event.target.closest("[data-refresh-drawer]")) refreshDrawer();
}

export function startDrawer() {
  if (!root()) return;
  mark(inAddress());
  document.addEventListener("click", onClick);
  addEventListener("popstate", () => (inAddress() ? load(inAddress()) : hide()));
}
