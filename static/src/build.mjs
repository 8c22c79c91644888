// Builds static/dist from static/src: one stylesheet, one script (and those of single pages), the font, the marks
// and the pictures for Easy Read. `npm run build`.
import { cpSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const source = dirname(fileURLToPath(import.meta.url));
const root = join(source, "..", "..");
const dist = join(root, "static", "dist");
const packages = join(root, "node_modules");
const font = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2";
const moreLetters = font.replace("-latin-", "-latin-ext-"); // for what is printed: ŵ and ŷ, and names from elsewhere

function stylesheet() {
  const { css } = sass.compile(join(source, "app.scss"), { loadPaths: [packages], quietDeps: true });
  // Each theme sets every colour, so GOV.UK Frontend's own colours (the fallbacks) would never show.
  const ours = css.replace(/var\((--govuk-[a-z-]+-colour), #[0-9a-f]{3,8}\)/gi, "var($1)");
  return esbuild.transformSync(ours, { loader: "css", minify: true, target: ["chrome111", "firefox113", "safari16.4"] }).code;
}

function script() {
  esbuild.buildSync({
    entryPoints: ["app.js", "passkeys.js", "say.js"].map((name) => join(source, name)),
    outdir: dist,
    nodePaths: [packages],
    bundle: true,
    minify: true,
    legalComments: "none",
    target: ["chrome111", "firefox113", "safari16.4"],
  });
}

// The pictures for Easy Read: of thousands, those that projects/symbols.py offers. Each says whose work it is.
function symbols() {
  const read = (file) => JSON.parse(readFileSync(file));
  const drawn = read(join(packages, "@iconify-json", "openmoji", "icons.json"));
  mkdirSync(join(dist, "symbols"));
  for (const name of read(join(source, "symbols.json"))) {
    const { body, width = drawn.width, height = drawn.height } = drawn.icons[name];
    const whose = "<!-- OpenMoji, https://openmoji.org, CC BY-SA 4.0 -->";
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${whose}${body}</svg>\n`;
    writeFileSync(join(dist, "symbols", `${name}.svg`), svg);
  }
}

function build() {
  const css = stylesheet();
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "fonts"), { recursive: true });
  writeFileSync(join(dist, "app.css"), css);
  script();
  cpSync(join(packages, font), join(dist, "fonts", "atkinson.woff2"));
  cpSync(join(packages, moreLetters), join(dist, "fonts", "atkinson-more.woff2"));
  cpSync(join(source, "images"), join(dist, "images"), { recursive: true });
  symbols();
}

build();
if (process.argv.includes("--watch")) {
  watch(source, { recursive: true }, () => {
    try {
      build();
    } catch (error) {
      console.error(error.message);
    }
  });
}
