// An expired session throws nothing away: who has typed something signs in beside it and sends again.
import { toast } from "./toast.js";
import { say } from "./words.js";

const FIELDS = "form textarea, form input:not([type=hidden]):not([type=search]):not([type=file])";

const typed = (field) =>
  ["checkbox", "radio"].includes(field.type)
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

export function startSession() {
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401) return;
    if (![...document.querySelectorAll(FIELDS)].some(typed)) return;
    event.preventDefault();
    if (document.querySelector(".toast-line[data-stays]")) return;
    toast(say("expired"), { href: "/login/", text: say("signIn") });
  });
  // Signing in elsewhere has changed the token that this page was drawn with.
  document.addEventListener(
    "submit",
    (event) => {
      const field = event.target.elements.csrfmiddlewaretoken;
      const fresh = cookie("csrftoken");
      if (field && fresh) field.value = fresh;
      document.querySelector(".toast-line[data-stays]")?.remove();
    },
    true,
  );
}
