// The service card: five steps of one form, a draft that is never lost, the summary for the customer, his signature.
import { keepDraft } from "./card_draft.js";
import { gapsOf, refusalsOf } from "./card_gaps.js";
import { makePad } from "./card_pad.js";
import { sumUp, tellParts } from "./card_summary.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const SUMMARY = 4;
const SIGN = 5;

export function serviceCard() {
  let pad = null; // outside of the reactive state: a proxied pad would draw through the proxy
  let draft = null;
  return {
    step: 1,
    gaps: [],
    checked: false,
    empty: true,
    trained: true,
    other: false,
    kept: "",
    language: "zh-hans",
    init() {
      const form = this.$root;
      this.kept = form.querySelector(".draft-state span").textContent;
      draft = keepDraft(form, { told: (text) => (this.kept = text), conflict: () => (this.other = true) });
      form.addEventListener("input", () => this.follow());
      form.addEventListener("change", () => this.follow());
      form.addEventListener("submit", (event) => this.beforeSending(event), true);
      form.addEventListener("outbox:refused", (event) => this.refused(event.detail.errors ?? {}));
      this.follow();
      const start = Number(form.dataset.start);
      if (start !== 1) this.$nextTick(() => this.go(start));
    },
    follow() {
      this.trained = this.$root.elements.training_done.checked;
      tellParts(this.$root);
      if (this.checked) this.gaps = gapsOf(this.$root);
    },
    check() {
      this.checked = true;
      this.gaps = gapsOf(this.$root);
      return this.gaps.length === 0;
    },
    async go(step) {
      // Nobody signs a card with a gap in it: the list comes first, and the customer signs once.
      if (step === SIGN && !this.check()) step = SUMMARY;
      if (step >= SUMMARY) this.check();
      this.step = step;
      scrollTo(0, 0);
      draft.save();
      if (step === SUMMARY) sumUp(this.$root);
      if (step !== SIGN) return;
      await this.$nextTick();
      pad ??= await makePad(this.$refs.canvas, () => this.keep());
      pad.fit();
      this.wipe();
    },
    async jump(step, hash) {
      await this.go(Number(step));
      await this.$nextTick();
      const field = hash.length > 1 && document.getElementById(hash.slice(1));
      if (!field) return;
      field.closest("details")?.setAttribute("open", "");
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    },
    refused(errors) {
      this.checked = true;
      this.gaps = refusalsOf(this.$root, errors);
      this.$nextTick(() => this.$refs.gaps.focus());
    },
    beforeSending(event) {
      if (event.submitter?.name !== "sign" || !this.$refs.signature) return;
      const stamped = this.$root.elements.stamp.files.length > 0;
      const lacks = !this.check() || (this.empty && !stamped) || !this.$root.elements.signer_name.value.trim();
      if (!lacks) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (this.gaps.length) return this.$refs.gaps.focus();
      if (!this.$root.elements.signer_name.value.trim()) return this.$root.elements.signer_name.focus();
      toast(say("sign"));
    },
    saveNow() {
      draft.save();
    },
    useOwn() {
      draft.useOwn();
      this.other = false;
      this.follow();
    },
    tickAll(button) {
      for (const box of button.closest(".conduct").querySelectorAll("input[type=checkbox]")) box.checked = true;
      draft.changed();
      this.follow();
    },
    count(button, step) {
      const field = button.parentElement.querySelector("input");
      field.value = Math.min(Number(field.max), Math.max(0, Number(field.value || 0) + step));
      draft.changed();
      this.follow();
    },
    speak(language) {
      this.language = language;
      sumUp(this.$root);
    },
    keep() {
      this.empty = pad.isEmpty();
      this.$refs.signature.value = this.empty ? "" : pad.picture();
      this.$refs.strokes.value = this.empty ? "" : pad.strokes();
    },
    wipe() {
      pad.clear();
      this.empty = true;
      this.$refs.signature.value = this.$refs.strokes.value = "";
    },
  };
}
