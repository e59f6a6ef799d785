// The signature pad, loaded when its step is reached. Pressure is not asked for: a finger has none to tell.
const LEAST_POINTS = 8;

export async function makePad(canvas, changed) {
  const { default: SignaturePad } = await import("signature_pad");
  const pad = new SignaturePad(canvas, { minWidth: 1.2, maxWidth: 2.6, backgroundColor: "rgb(255,255,255)" });
  pad.addEventListener("endStroke", changed);
  const points = () => pad.toData().flatMap((stroke) => stroke.points);
  return {
    fit() {
      const ratio = Math.max(devicePixelRatio || 1, 1);
      canvas.width = canvas.offsetWidth * ratio;
      canvas.height = canvas.offsetHeight * ratio;
      canvas.getContext("2d").scale(ratio, ratio);
    },
    clear: () => pad.clear(),
    // A tap by mistake is no name.
    isEmpty: () => pad.isEmpty() || points().length < LEAST_POINTS,
    picture: () => pad.toDataURL("image/png"),
    strokes() {
      const began = points()[0].time;
      const point = ({ x, y, time }) => [Math.round(x), Math.round(y), Math.round(time - began)];
      return JSON.stringify(pad.toData().map((stroke) => stroke.points.map(point)));
    },
  };
}
