// Keeps `<time data-due>` and `<progress data-due>` true while the page is open, by the server's clock.
const HOUR = 3600000;

const skew = () => {
  const told = document.body.dataset.now;
  return told ? Date.parse(told) - performance.timeOrigin : 0;
};

export function remaining(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  if (minutes >= 72 * 60) return `${Math.floor(minutes / 1440)} 天 ${Math.floor((minutes % 1440) / 60)} 小时`;
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
  element.classList.remove("tone-ok", "tone-warn", "tone-late");
  element.classList.add(tone(left, due - start));
  if (element.localName === "progress") {
    element.value = left < 0 ? 1000 : Math.min(1000, Math.round((1000 * (now - start)) / (due - start)));
  } else {
    element.textContent = (left < 0 ? "超 " : "剩 ") + remaining(left);
  }
}

export function startCountdowns() {
  const offset = Math.abs(skew()) < 12 * HOUR ? skew() : 0;
  const all = () => {
    const now = Date.now() + offset;
    for (const element of document.querySelectorAll("[data-due]")) paint(element, now);
  };
  all();
  setInterval(all, 15000);
  document.addEventListener("htmx:afterSettle", all);
}
