// The service card: write, show the summary, sign with a finger. The pad is loaded when its step is reached.
const LABEL = (field) => field.closest("[data-field]")?.dataset.field;

function told(field) {
  if (field.type === "checkbox") return field.checked ? "是" : "否";
  if (field.localName === "select") return field.selectedOptions[0]?.textContent ?? "";
  return field.value.trim();
}

export function serviceCard() {
  return {
    step: 1,
    lines: [],
    empty: true,
    pad: null,
    summarise() {
      const fields = [...this.$refs.form.querySelectorAll("[data-field] :is(input, textarea, select)")];
      this.lines = fields.map((field) => ({ label: LABEL(field), text: told(field) || "（未填）" }));
    },
    async go(step) {
      this.step = step;
      if (step === 2) {
        this.summarise();
        await this.$nextTick();
        await this.ready();
      }
      scrollTo(0, 0);
    },
    async ready() {
      const canvas = this.$refs.canvas;
      const ratio = Math.max(devicePixelRatio || 1, 1);
      canvas.width = canvas.offsetWidth * ratio;
      canvas.height = canvas.offsetHeight * ratio;
      canvas.getContext("2d").scale(ratio, ratio);
      if (!this.pad) {
        const { default: SignaturePad } = await import("signature_pad");
        this.pad = new SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6, backgroundColor: "rgb(255,255,255)" });
        this.pad.addEventListener("endStroke", () => this.keep());
      }
      this.wipe();
    },
    keep() {
      this.empty = this.pad.isEmpty();
      this.$refs.signature.value = this.empty ? "" : this.pad.toDataURL("image/png");
    },
    wipe() {
      this.pad?.clear();
      this.empty = true;
      this.$refs.signature.value = "";
    },
  };
}
