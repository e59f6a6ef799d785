// Comfort only: the server answers a second copy of a form with the first answer anyway.
const buttons = (form) => form.querySelectorAll("button:not([type=button])");
const asks = (form) => form.method === "post" || form.hasAttribute("hx-post");

// A page about to be left stays locked: a second answer would swallow the message meant for the next page.
const leaves = (xhr) => xhr?.status === 204 && xhr.getResponseHeader("HX-Redirect");

export function release(form) {
  delete form.dataset.sending;
  for (const button of buttons(form)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function hold(form) {
  form.dataset.sending = "";
  // A tick later, so that the pressed button's own name and value still travel.
  setTimeout(() => {
    if (!("sending" in form.dataset)) return;
    for (const button of buttons(form)) {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }
  });
}

export function startSubmitGuard() {
  // While capturing, before htmx hears of it: it would queue the second click of a double-click and send it later.
  document.addEventListener(
    "submit",
    (event) => {
      if (!("sending" in event.target.dataset)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented && !event.target.hasAttribute("hx-post")) return;
    if (asks(event.target)) hold(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.localName === "form" && !leaves(event.detail.xhr)) release(event.target);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
}
