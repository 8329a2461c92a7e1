// Every page that links lead to: at three widths, light and dark, by keyboard, without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, fits, go, open, picture, reachable, site, widths } from "./support.mjs";

/** Pages that are opened at most; of those that differ only in what they are about, one. */
const pagesMax = 60;

let started;
let paths;
before(async () => {
  started = await browser();
  paths = await found();
});
after(async () => { await started?.close(); });

/** What kind of page an address is: one mention is like another. */
const kind = (path) => path.replace(/^\/mentions\/.+/, "/mentions/*").replace(/^\/rules\/.+/, "/rules/*").replace(/^\/alerts\/.+/, "/alerts/*");

/** The addresses of pages, found by following links from the first one. */
const found = async () => {
  const { context, page } = await open(started);
  const [waiting, known, kinds] = [["/"], [], new Set()];
  while (waiting.length > 0 && known.length < pagesMax) {
    const path = waiting.shift();
    if (kinds.has(kind(path))) continue;
    kinds.add(kind(path));
    const answer = await page.request.get(site + path);
    assert.equal(answer.status(), 200, `a link leads to ${path}, which answers ${answer.status()}`);
    const headers = answer.headers();
    if (!(headers["content-type"] ?? "").startsWith("text/html") || headers["content-disposition"]) continue;
    known.push(path);
    await go(page, path);
    const links = await page.$$eval("a[href]:not([download])", (all) => all.map((link) => link.href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin === new URL(site).origin) waiting.push(url.pathname);
    }
  }
  await context.close();
  return known;
};

test("the first page is here with less than 60 kB", async () => {
  const { context, page } = await open(started);
  let sent = 0;
  page.on("requestfinished", async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    sent += responseBodySize + responseHeadersSize;
  });
  await page.goto(site, { waitUntil: "networkidle" });
  assert.ok(sent > 1_000 && sent < 60_000, `${sent} bytes`);
  await context.close();
});

test("every page is right at every width, light and dark", { timeout: 1_200_000 }, async (t) => {
  assert.ok(paths.includes("/playground"), `links lead to ${paths.join(", ")}`);
  for (const path of paths) {
    await t.test(path, async () => {
      for (const scheme of ["light", "dark"]) {
        const { context, page, wrong } = await open(started, { scheme });
        for (const width of widths) {
          const what = `${path} at ${width}, ${scheme}`;
          await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
          await go(page, path);
          await fits(page, what);
          // What is seen differs by width, what it is colored by scheme.
          if ((width === 390) === (scheme === "light")) await accessible(page, what);
          await picture(page, `${path === "/" ? "first" : path}-${width}-${scheme}`);
        }
        assert.deepEqual(wrong, [], path);
        await context.close();
      }
    });
  }
});

test("every page fits the narrowest screen and is usable there by keyboard", { timeout: 1_200_000 }, async (t) => {
  for (const path of paths) {
    await t.test(path, async () => {
      // 320 px is also a laptop's screen at four times the size.
      const { context, page } = await open(started, { width: 320 });
      await go(page, path);
      await fits(page, `${path} at 320`);
      await reachable(page, path);
      await picture(page, `${path === "/" ? "first" : path}-320`);
      await context.close();
    });
  }
});

test("reports are right in every language, on a phone and on paper", { timeout: 1_200_000 }, async (t) => {
  const reports = paths.filter((path) => path === "/" || /^\/reports\/./.test(path));
  for (const lang of ["sv", "fr", "it", "ro"]) {
    for (const path of reports) {
      await t.test(`${path} ${lang}`, async () => {
        const { context, page, wrong } = await open(started, { width: 390 });
        await go(page, `${path}?lang=${lang}`);
        assert.equal(await page.locator(`[lang=${lang}] h1, h1[lang=${lang}]`).count(), 1, `${path} says its language`);
        await fits(page, `${path} in ${lang} at 390`);
        await picture(page, `${path === "/" ? "first" : path}-390-${lang}`);
        await page.setViewportSize({ width: 1280, height: 900 });
        await fits(page, `${path} in ${lang} at 1280`);
        await picture(page, `${path === "/" ? "first" : path}-1280-${lang}`);
        await page.setViewportSize({ width: 718, height: 900 });
        await page.emulateMedia({ media: "print" });
        await fits(page, `${path} in ${lang} on paper`);
        assert.deepEqual(wrong, [], path);
        await context.close();
      });
    }
  }
});

test("on paper stands what is said, and nothing to press", { timeout: 1_200_000 }, async (t) => {
  for (const path of paths) {
    await t.test(path, async () => {
      // A4 without its margins, in pixels of CSS.
      const { context, page } = await open(started, { width: 718 });
      await go(page, path);
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator("h1").first().isVisible(), `${path} has its heading`);
      const pressed = await page.locator("header.site, footer.site, button:visible, select:visible").evaluateAll((all) =>
        all.filter((it) => it.checkVisibility()).map((it) => it.outerHTML.slice(0, 90)));
      assert.deepEqual(pressed, [], path);
      await fits(page, `${path} on paper`);
      await picture(page, `${path === "/" ? "first" : path}-paper`);
      await context.close();
    });
  }
});

test("every page says what it has to say without scripts", { timeout: 1_200_000 }, async (t) => {
  for (const path of paths) {
    await t.test(path, async () => {
      const { context, page, wrong } = await open(started, { width: 390, script: false });
      await go(page, path);
      assert.equal(await page.locator("h1").count(), 1, `${path} has one first heading`);
      assert.ok((await page.locator("main").innerText()).trim().length > 20, `${path} says something`);
      assert.deepEqual(wrong, [], path);
      await context.close();
    });
  }
});

test("what is answered elsewhere leaves the list, and can be put back, without scripts too", async () => {
  for (const script of [true, false]) {
    const { context, page, wrong } = await open(started, { width: 390, script });
    await go(page, "/todo?period=all");
    const address = () => page.locator("button.settle").first().getAttribute("formaction");
    const first = await address();
    await page.getByRole("button", { name: "answered elsewhere" }).first().click();
    await page.getByText("Taken off the list, last one answered elsewhere").click();
    assert.match(page.url(), /\/todo\?period=all$/);
    assert.notEqual(await address(), first);
    if (script) {
      await fits(page, "the list with what was taken off");
      await accessible(page, "the list with what was taken off");
      await picture(page, "todo-taken-off");
    }
    await page.getByRole("button", { name: "Put back" }).first().click();
    await page.waitForLoadState();
    assert.equal(await address(), first);
    assert.equal(await page.getByText("Taken off the list").count(), 0);
    assert.deepEqual(wrong, []);
    await context.close();
  }
});
