// The app's mark as the pictures that phones ask for; a maskable one has room to be cut round.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";

const SIZES = { "app-192": [192, 0], "app-512": [512, 0], "app-maskable-512": [512, 0.12] };

export async function icons(source, out) {
  const mark = await readFile(source, "utf8");
  await mkdir(out, { recursive: true });
  for (const [name, [edge, margin]] of Object.entries(SIZES)) {
    const shift = 512 * margin;
    const inner = `<g transform="translate(${shift} ${shift}) scale(${1 - 2 * margin})">`;
    const drawn = mark.replace("<g>", inner);
    const picture = new Resvg(drawn, { fitTo: { mode: "width", value: edge } }).render().asPng();
    await writeFile(path.join(out, `${name}.png`), picture);
  }
}
