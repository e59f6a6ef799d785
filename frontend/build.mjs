// Builds static/dist/: `npm run build`. No source map comments: hashed static storage would look for the files.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";
import { icons } from "./icons.mjs";

const root = path.resolve(import.meta.dirname, "..");
const out = path.join(root, "static", "dist");
const used = ["templates/**/*.html", "frontend/js/**/*.js", "*/templatetags/*.py", "*/forms.py", "*/forms/*.py"];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { app: "frontend/js/app.js", phone: "frontend/js/phone.js", public: "frontend/js/public.js" },
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2020",
  minify: true,
  legalComments: "none",
  chunkNames: "[name]-[hash]",
});
await build({
  entryPoints: { sw: "frontend/js/sw.js" }, absWorkingDir: root, outdir: out, bundle: true, format: "iife", target: "es2020",
  minify: true, legalComments: "none",
});
await build({
  entryPoints: { app: "frontend/css/app.css" },
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  minify: true,
  legalComments: "none",
  loader: { ".woff2": "empty", ".woff": "empty", ".ttf": "empty" },
});

const [purged] = await new PurgeCSS().purge({
  content: used.map((glob) => path.join(root, glob)),
  css: [path.join(out, "app.css")],
  defaultExtractor: (text) => text.match(/[\w-/:.]+(?<![:.])/g) ?? [],
  safelist: { standard: [/^htmx-/, /^is-/, /^tone-/], greedy: [/dialog/, /progress/] },
  variables: false,
});
await writeFile(path.join(out, "app.css"), purged.css);

await icons(path.join(root, "frontend", "icon.svg"), path.join(out, "icons"));
for (const name of (await readdir(out)).filter((name) => /\.(js|css)$/.test(name))) {
  const file = path.join(out, name);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=[^\n*]*(\*\/)?/g, ""));
  console.log(`${name} ${(text.length / 1024).toFixed(0)} KiB`);
}
