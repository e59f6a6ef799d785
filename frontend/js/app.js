// Office pages: partial updates, live countdowns, dialogs, keyboard, and comfort against double clicks.
import htmx from "htmx.org";
import { startCopying } from "./copy.js";
import { startCountdowns } from "./countdown.js";
import { startDialogs } from "./dialogs.js";
import { startDrawer } from "./drawer.js";
import { startKeyboard } from "./keyboard.js";
import { forgetPages } from "./offline/forget.js";
import { startLive } from "./live.js";
import { startSession } from "./session.js";
import { startSubmitGuard } from "./submit.js";
import { startSuggestions } from "./suggest.js";
import { startTabs } from "./tabs.js";
import { startTicking } from "./tick.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

// Set before htmx's own start on DOMContentLoaded: it would add a style element and use eval otherwise.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  historyCacheSize: 0,
  selfRequestsOnly: true,
  scrollBehavior: "auto",
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 || xhr.getResponseHeader("HX-Retarget") || xhr.getResponseHeader("HX-Redirect")) return;
  toast(say("failed"));
});
document.addEventListener("htmx:sendError", () => toast(say("offline")));

// Whoever meets the sign-in page is out: nothing of anybody's pages stays behind on a phone.
if (document.querySelector("[data-signed-out]")) forgetPages();
startCopying();
startCountdowns();
startDialogs();
startDrawer();
startKeyboard();
startLive();
startSession();
startSubmitGuard();
startSuggestions();
startTabs();
startTicking();
