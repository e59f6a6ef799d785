// The service card: write, show the summary, sign with a finger. The pad is loaded when its step is reached.
import { toast } from "./toast.js";
import { say } from "./words.js";

function told(field) {
  if (field.type === "checkbox") return say(field.checked ? "yes" : "no");
  return field.value.trim();
}

function line(field) {
  const text = told(field);
  if (!text && !field.getAttribute("aria-required")) return [];
  return [{ label: field.closest("[data-field]").dataset.field, text: text || say("empty") }];
}

function missing(work) {
  return [...work.querySelectorAll("[aria-required]")].find((field) => !told(field));
}

function point(field) {
  field.classList.add("is-invalid");
  field.addEventListener("input", () => field.classList.remove("is-invalid"), { once: true });
  field.focus();
  toast(say("fill", field.closest("[data-field]").dataset.field));
}

async function makePad(canvas) {
  const { default: SignaturePad } = await import("signature_pad");
  return new SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6, backgroundColor: "rgb(255,255,255)" });
}

function sharpen(canvas) {
  const ratio = Math.max(devicePixelRatio || 1, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
}

export function serviceCard() {
  let pad = null; // outside of the reactive state: a proxied pad would draw through the proxy
  return {
    step: 1,
    lines: [],
    empty: true,
    init() {
      if (this.$root.dataset.start === "2") this.$nextTick(() => this.go(2));
    },
    async go(step) {
      // Nobody signs a card with a gap in it: the empty field comes first, and the customer signs once.
      const gap = step === 2 && missing(this.$refs.work);
      if (gap) return point(gap);
      this.step = step;
      scrollTo(0, 0);
      if (step !== 2) return;
      this.lines = [...this.$refs.work.querySelectorAll("[data-field] :is(input, textarea)")].flatMap(line);
      await this.$nextTick();
      sharpen(this.$refs.canvas);
      if (!pad) {
        pad = await makePad(this.$refs.canvas);
        pad.addEventListener("endStroke", () => this.keep());
      }
      this.wipe();
    },
    keep() {
      this.empty = pad.isEmpty();
      this.$refs.signature.value = this.empty ? "" : pad.toDataURL("image/png");
    },
    wipe() {
      pad.clear();
      this.empty = true;
      this.$refs.signature.value = "";
    },
  };
}
