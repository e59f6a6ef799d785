// Asks every few seconds whether anything changed and puts it in place: nothing moves under the cursor.
import htmx from "htmx.org";
import { paintAll, setClock } from "./countdown.js";
import { refreshDrawer, selected } from "./drawer.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const EVERY = 6000;
const WHEN_LOST = 15000;
const FOCUSABLE = "a, button, input, select, textarea";
let stamp = "";
let timer = 0;
let asking = false;

const root = () => document.getElementById("console");
const shown = () => [...document.querySelectorAll("#rows [data-row]")];

function address() {
  const url = new URL(root().dataset.live, location);
  url.searchParams.set("shown", shown().map((row) => row.dataset.row).join(","));
  if (selected()) url.searchParams.set("ticket", selected());
  if (stamp) url.searchParams.set("stamp", stamp);
  return url;
}

function replaceRow(row, fresh) {
  const places = [...row.querySelectorAll(FOCUSABLE)];
  const at = places.indexOf(document.activeElement);
  const kept = ["is-current", "is-selected"].filter((name) => row.classList.contains(name));
  row.className = fresh.className;
  row.classList.add(...kept, "is-fresh");
  row.dataset.mark = fresh.dataset.mark;
  row.replaceChildren(...fresh.children);
  if (at >= 0) (row.querySelectorAll(FOCUSABLE)[at] ?? row.querySelector(FOCUSABLE))?.focus({ preventScroll: true });
  setTimeout(() => row.classList.remove("is-fresh"), 4000);
}

function announce(fresh, gone) {
  const news = document.getElementById("news");
  news.hidden = !fresh && !gone;
  news.textContent = fresh ? `${fresh} ${news.dataset.told}` : news.dataset.moved;
}

function putRows(told) {
  const here = new Map([...told.querySelectorAll("[data-here] [data-row]")].map((row) => [row.dataset.row, row]));
  const left = new Map([...told.querySelectorAll("[data-left] [data-row]")].map((row) => [row.dataset.row, row]));
  const rows = shown();
  if (!rows.length) return here.size ? relist() : undefined;
  const known = new Set(rows.map((row) => row.dataset.row));
  for (const row of rows) {
    const fresh = here.get(row.dataset.row) ?? left.get(row.dataset.row);
    if (fresh && fresh.dataset.mark !== row.dataset.mark) replaceRow(row, fresh);
  }
  announce([...here.keys()].filter((number) => !known.has(number)).length, left.size);
}

function putCounts(told) {
  for (const told_count of told.querySelectorAll("data[data-count]")) {
    const place = document.querySelector(`.nav-count[data-count="${told_count.dataset.count}"]`);
    if (!place) continue;
    place.textContent = told_count.value;
    if (told_count.dataset.count === "overdue") place.classList.toggle("is-late", told_count.value !== "0");
  }
  const bell = document.querySelector("[data-unread].bell-count");
  const unread = Number(told.dataset.unread);
  if (bell) {
    bell.hidden = !unread;
    bell.textContent = unread > 99 ? "99+" : unread;
  }
  document.getElementById("summary").textContent = told.dataset.summary;
}

function putDrawer(told) {
  const drawer = document.getElementById("drawer");
  const inside = drawer.firstElementChild;
  if (!selected() || told.dataset.thread === "0" || inside.dataset.thread === told.dataset.thread) return;
  // Somebody is about to press something there: tell him, and leave the moment to him.
  if (drawer.matches(":hover") || drawer.contains(document.activeElement)) {
    drawer.querySelector(".drawer-changed").hidden = false;
  } else refreshDrawer();
}

export async function relist() {
  const url = new URL(location);
  url.searchParams.delete("ticket");
  await htmx.ajax("GET", url.pathname + url.search, { target: "#queue", swap: "innerHTML" });
  announce(0, 0);
  if (selected()) document.querySelector(`[data-row="${CSS.escape(selected())}"]`)?.classList.add("is-selected");
}

function put(text, asked) {
  const told = new DOMParser().parseFromString(text, "text/html").getElementById("live-told");
  if (!told) return;
  stamp = told.dataset.stamp;
  setClock(told.dataset.now, (asked + Date.now()) / 2);
  putRows(told);
  putCounts(told);
  putDrawer(told);
  paintAll();
}

function linked(well) {
  const line = document.getElementById("link-state");
  line.textContent = well ? line.dataset.live : line.dataset.lost;
  line.classList.toggle("is-lost", !well);
}

export async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  clearTimeout(timer);
  let well = false;
  try {
    const asked = Date.now();
    const answer = await fetch(address(), { headers: { "HX-Request": "true" } });
    if (answer.status === 401) return expired();
    if (answer.status === 200) put(await answer.text(), asked);
    well = answer.ok;
  } catch {
    well = false; // no network: the next round tries again
  } finally {
    asking = false;
  }
  linked(well);
  timer = setTimeout(ask, well ? EVERY : WHEN_LOST);
}

function expired() {
  linked(false);
  if (!document.querySelector(".toast-line[data-stays]")) {
    toast(say("stale"), { href: "/login/", text: say("signIn") });
  }
}

export function startLive() {
  if (!root()) return;
  timer = setTimeout(ask, EVERY / 2);
  document.addEventListener("visibilitychange", ask);
  document.getElementById("news").addEventListener("click", relist);
  document.body.addEventListener("console:acted", (event) => {
    toast(event.detail.text, null, "tone-ok");
    ask();
  });
}
