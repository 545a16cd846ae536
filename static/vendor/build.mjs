// Turns installed packages (see ./rebuild) into the files of this folder:
//   nlds/components.css  the components in package.json, joined and minified
//   nlds/tokens.css      the design tokens those components really use
//   fonts/*.woff2        Source Sans 3, latin, the three weights we use
//   licences             beside the files they belong to
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";

const target = process.argv[2];
const root = dirname(new URL(import.meta.url).pathname);
const require = createRequire(import.meta.url);
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const modules = join(root, "node_modules");

const COMPONENT = /^@(utrecht|nl-design-system-candidate)\/(.+)-css$/;
const TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens";
const FONT = "@fontsource/source-sans-3";

/** The style sheet a component package ships: the two families name it differently. */
function componentCss(pkg) {
  const [, family, name] = pkg.match(COMPONENT);
  const file = family === "utrecht" ? "index.css" : `${name}.css`;
  return readFileSync(join(modules, pkg, "dist", file), "utf8");
}

function minify(name, css) {
  const { code } = transform({ filename: name, code: Buffer.from(css), minify: true });
  return code.toString();
}

/** Every custom property a text refers to. */
function references(css) {
  return [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);
}

/** The tokens reachable from `css`, in the order of the token file. */
function usedTokens(css, tokenCss) {
  const all = new Map([...tokenCss.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map((m) => [m[1], m[2]]));
  const used = new Set();
  const queue = references(css);
  while (queue.length > 0) {
    const name = queue.pop();
    if (used.has(name) || !all.has(name)) continue;
    used.add(name);
    queue.push(...references(all.get(name)));
  }
  return [...all].filter(([name]) => used.has(name));
}

function write(path, text) {
  writeFileSync(join(target, path), text);
  const packed = gzipSync(text, { level: 9 }).length;
  console.log(`${path}: ${text.length} bytes, ${packed} gzipped`);
}

mkdirSync(join(target, "nlds"), { recursive: true });
mkdirSync(join(target, "fonts"), { recursive: true });

const packages = Object.keys(dependencies).filter((name) => COMPONENT.test(name));
const listed = packages.map((name) => `${name} ${dependencies[name]}`).join(", ");
const components = packages.map(componentCss).join("\n");
write("nlds/components.css", `/* EUPL-1.2, see LICENSE.md: ${listed} */\n${minify("components.css", components)}\n`);

const own = ["css/app.css", "theme.css"].map((file) => readFileSync(join(target, "..", file), "utf8"));
const tokenCss = readFileSync(join(modules, TOKENS, "dist", "theme.css"), "utf8");
const declarations = usedTokens([components, ...own].join("\n"), tokenCss).map(([name, value]) => `${name}:${value};`);
const tokens = minify("tokens.css", `.wijkdeal-theme{${declarations.join("")}}`);
write("nlds/tokens.css", `/* EUPL-1.2, see LICENSE.md: ${TOKENS} ${dependencies[TOKENS]}, cut to the tokens in use */\n${tokens}\n`);

copyFileSync(join(modules, "@nl-design-system-candidate/button-css/LICENSE.md"), join(target, "nlds/LICENSE.md"));
const font = dirname(require.resolve(`${FONT}/package.json`));
for (const weight of [400, 600, 700]) {
  const file = `source-sans-3-latin-${weight}-normal.woff2`;
  copyFileSync(join(font, "files", file), join(target, "fonts", `source-sans-3-${weight}.woff2`));
}
const licence = readdirSync(font).find((file) => /^LICENSE/i.test(file));
copyFileSync(join(font, licence), join(target, "fonts", "LICENSE"));
