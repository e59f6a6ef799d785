// Keeps `<time data-due>` and `<progress data-due>` true while the page is open, by the server's clock.
import { say } from "./words.js";

const HOUR = 3600000;
let offset = 0;

// The server's instant as it was when the answer left it: what this machine's clock lacks.
export function setClock(told, at = performance.timeOrigin) {
  const skew = told ? Date.parse(told) - at : 0;
  offset = Math.abs(skew) < 12 * HOUR ? skew : 0;
}

export const serverNow = () => Date.now() + offset;

export function remaining(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  if (minutes >= 72 * 60) return say("days", Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

export function tone(left, whole) {
  if (left < 0) return "tone-late";
  return left < whole * 0.25 ? "tone-warn" : "tone-ok";
}

function paint(element, now) {
  const due = Date.parse(element.dataset.due);
  const start = Date.parse(element.dataset.start);
  const left = due - now;
  const wanted = tone(left, due - start);
  if (!element.classList.contains(wanted)) {
    element.classList.remove("tone-ok", "tone-warn", "tone-late");
    element.classList.add(wanted);
    if (left < 0) element.closest("[data-row]")?.classList.add("is-late");
  }
  if (element.localName === "progress") {
    element.value = left < 0 ? 1000 : Math.min(1000, Math.round((1000 * (now - start)) / (due - start)));
    return;
  }
  const told = say(left < 0 ? "late" : "left", remaining(left));
  if (element.textContent !== told) element.textContent = told;
}

export function paintAll() {
  const now = serverNow();
  for (const element of document.querySelectorAll("[data-due]")) paint(element, now);
}

export function startCountdowns() {
  setClock(document.body.dataset.now);
  paintAll();
  setInterval(paintAll, 5000);
  document.addEventListener("htmx:afterSettle", paintAll);
}
