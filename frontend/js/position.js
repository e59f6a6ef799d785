// Asks for the position on tap and with consent only, and stores an outcome; nothing here stops the check-in.
import { tapped } from "./outbox/clock.js";

const OUTCOMES = { 1: "refused", 2: "no_signal", 3: "no_signal" };

function fill(form, outcome, place = {}) {
  const { latitude, longitude, accuracy } = place;
  form.elements.outcome.value = outcome;
  if (latitude === undefined) return;
  form.elements.latitude.value = latitude.toFixed(6);
  form.elements.longitude.value = longitude.toFixed(6);
  form.elements.accuracy.value = Math.round(accuracy);
}

function ask(form) {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(fill(form, "unsupported"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(fill(form, "ok", coords)),
      ({ code }) => resolve(fill(form, OUTCOMES[code] ?? "no_signal")),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 },
    );
  });
}

const agreed = (form) => "consented" in form.dataset || form.elements.consent?.checked;

export function startPosition() {
  // While capturing, before the guard against double clicks takes this first round for the sending itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-position]") || form.elements.outcome.value) return;
    // The moment that counts is that of the tap, not when a satellite was found.
    form.tapped = tapped();
    if (!agreed(form)) return fill(form, "refused");
    event.preventDefault();
    const button = form.querySelector("button");
    const label = button.textContent;
    button.textContent = button.dataset.busy;
    button.disabled = true;
    ask(form).then(() => {
      button.textContent = label;
      button.disabled = false;
      form.requestSubmit(button);
    });
  }, true);
}
