// What the browser tests share: the browser, pages that are watched while they load, and what every page has to pass.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const needed = (name) => process.env[name] ?? assert.fail(`${name} is not set: tests/browser.rs sets it`);

/** Where the site is, without a slash at its end. */
export const site = needed("TAGLINE_URL").replace(/\/$/, "");

const require = createRequire(join(needed("TAGLINE_BROWSER"), "here.js"));
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

/** Where pictures are kept; empty to take none. */
const shots = process.env.TAGLINE_SHOTS ?? "";

/** The widths at which pages are looked at: a phone, a laptop, a wide screen. */
export const widths = [390, 1280, 1920];

const heights = { 390: 844, 1280: 800, 1920: 1080 };

/** Rules of WCAG 2.2, levels A and AA. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Starts the browser. */
export const browser = () =>
  chromium.launch({
    executablePath: needed("TAGLINE_CHROMIUM"),
    // In a container there is neither a user of one's own nor much shared memory.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"],
  });

/** Opens a page that notes what goes wrong on it. */
export const open = async (started, { width = 1280, scheme = "light", script = true } = {}) => {
  const context = await started.newContext({
    viewport: { width, height: heights[width] ?? 800 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
  });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site) && !url.startsWith("data:") && !url.startsWith("blob:")) wrong.push(`asks elsewhere: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
  });
  return { context, page, wrong };
};

/** Goes to an address of the site and waits until all of it is there. */
export const go = async (page, path) => {
  const answer = await page.goto(site + path, { waitUntil: "load" });
  assert.equal(answer.status(), 200, `${path} answers ${answer.status()}`);
};

/** That nothing sticks out to the right. */
export const fits = async (page, what) => {
  const [wide, seen, widest] = await page.evaluate(() => {
    const root = document.documentElement;
    const outside = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > root.clientWidth + 1;
    });
    const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    return [root.scrollWidth, root.clientWidth, outside.slice(0, 5).map(name)];
  });
  assert.ok(wide <= seen, `${what} is ${wide} px wide on a screen of ${seen}: ${widest.join(", ")}`);
};

/** That a program which knows the rules of accessibility finds nothing. */
export const accessible = async (page, what) => {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    rules,
  );
  const told = found.violations.map((violation) => {
    const where = violation.nodes.slice(0, 4).map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? violation.help})`);
    return `${violation.id}, ${violation.nodes.length} times: ${where.join("; ")}`;
  });
  assert.deepEqual(told, [], what);
};

/** That the tabulator key reaches whatever can be used, and shows where it is. */
export const reachable = async (page, what) => {
  const all = await page.evaluate(() => {
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const seen = [...document.querySelectorAll(usable)].filter((element) => {
      if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) return false;
      // Of radio buttons with one name only the chosen one is reached; arrows lead to the others.
      return element.type !== "radio" || element.checked;
    });
    seen.forEach((element, number) => { element.dataset.reach = String(number); });
    document.activeElement?.blur();
    return seen.length;
  });
  const reached = new Set();
  const unmarked = new Set();
  for (let press = 0; press < all + 20 && reached.size < all; press++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active || active === document.body) return null;
      const style = getComputedStyle(active);
      const around = active.closest(".editor");
      const outlined = (it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) > 0;
      const marked = outlined(style) || style.boxShadow !== "none" || (around && outlined(getComputedStyle(around)));
      return { number: active.dataset.reach, marked, name: active.outerHTML.slice(0, 120) };
    });
    if (!at) continue;
    if (at.number !== undefined) reached.add(at.number);
    if (!at.marked && at.number !== undefined) unmarked.add(at.name);
  }
  const missed = await page.evaluate(
    (known) => [...document.querySelectorAll("[data-reach]")].filter((it) => !known.includes(it.dataset.reach)).slice(0, 5).map((it) => it.outerHTML.slice(0, 120)),
    [...reached],
  );
  assert.equal(reached.size, all, `${what}: the keyboard does not reach ${missed.join("\n")}`);
  assert.deepEqual([...unmarked], [], `${what}: it is not seen where the keyboard is`);
};

/** Keeps a picture of the whole page, where pictures are kept. */
export const picture = async (page, name) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  const file = `${name.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "first"}.png`;
  await page.screenshot({ path: join(shots, file), fullPage: true, animations: "disabled" });
};
