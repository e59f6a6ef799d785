// Pages of customers without login: no htmx, a few hundred lines less for a phone on a factory floor.
import { startCopying } from "./copy.js";
import { startPhotos } from "./photos.js";
import { startSubmitGuard } from "./submit.js";

const EVERY = 45000;

// Reads the page anew when something has happened, never under somebody who is writing.
function startFollowing() {
  const page = document.querySelector("[data-since]");
  if (!page) return;
  const writing = () => [...document.querySelectorAll("main textarea, main input[type=radio]")].some((field) =>
    field.type === "radio" ? field.checked : field.value);
  setInterval(async () => {
    if (document.hidden || writing()) return;
    const answer = await fetch(`?since=${page.dataset.since}`, { method: "GET" }).catch(() => null);
    if (answer && answer.status !== 204) location.reload();
  }, EVERY);
}

document.addEventListener("submit", (event) => {
  const { busy } = event.target.dataset;
  const button = event.target.querySelector("button:not([type=button])");
  if (busy && button) button.textContent = busy;
});
document.querySelector("[data-print]")?.addEventListener("click", () => print());

startCopying();
startPhotos();
startSubmitGuard();
startFollowing();
