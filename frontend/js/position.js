// Asks for the position on tap only and stores an outcome; nothing that happens here stops the check-in.
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

export function startPosition() {
  // While capturing, before the guard against double clicks takes this first round for the sending itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-position]") || form.elements.outcome.value) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.textContent = button.dataset.busy;
    button.disabled = true;
    ask(form).then(() => {
      button.disabled = false;
      form.requestSubmit(button);
    });
  }, true);
}
