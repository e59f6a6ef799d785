// Comfort only: the server answers a second copy of a form with the first answer anyway.
const buttons = (form) => form.querySelectorAll("button:not([type=button])");

function release(form) {
  for (const button of buttons(form)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

export function startSubmitGuard() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented && !event.target.hasAttribute("hx-post")) return;
    if (event.target.method !== "post" && !event.target.hasAttribute("hx-post")) return;
    // A tick later, so that the pressed button's own name and value still travel.
    setTimeout(() => {
      for (const button of buttons(event.target)) {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      }
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.localName === "form") release(event.target);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
}
