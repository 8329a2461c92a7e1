// The playground as a person uses it: typing, mending, asking why, trying posts of one's own, saving; and without scripts.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { accessible, browser, fits, go, open, picture, reachable } from "./support.mjs";

/** The demo's own rules, as the site calls them, and where they lie; the tests may write them. */
const name = "rules/demo/velmora.rules.toml";
const file = `${process.env.TAGLINE_DEMO}/${name}`;

const RULE = `[[theme]]
id = "squeak"
label = "Squeak"
query = 'squeak* OR "makes noise"'
`;

let started;
before(async () => { started = await browser(); });
after(async () => { await started?.close(); });

/** Opens the playground with the demo's own rules. */
const playground = async (how) => {
  const opened = await open(started, how);
  await go(opened.page, `/playground?file=${encodeURIComponent(name)}`);
  return opened;
};

/** Puts text behind what stands in the editor, as keys would, and waits for the answer. */
const type = async (page, text) => {
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.locator("#text").focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(text);
  await answered;
  await page.waitForFunction(() => !document.querySelector(".busy"));
};

/** Tries posts of one's own. */
const paste = async (page, posts) => {
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.locator("details.own").evaluate((details) => { details.open = true; });
  await page.locator("#posts").fill(posts);
  await answered;
  await page.waitForFunction(() => !document.querySelector(".busy"));
};

test("what is typed is checked, underlined and mended", async () => {
  const { context, page, wrong } = await playground();
  await type(page, "\n[[theme]]\nid = \"squeak\"\nquery = 'squeak 😀 OR noise OR squeak 😀'\n");
  const under = page.locator(".under mark");
  await under.first().waitFor();
  const shown = await page.locator("#findings li[data-start] .message").allInnerTexts();
  assert.ok(shown.length > 0, "something is found");
  const [marked, place] = await page.evaluate(() => {
    const text = document.getElementById("text").value;
    const item = document.querySelector("#findings li[data-start]");
    const [start, length] = [Number(item.dataset.start), Number(item.dataset.length)];
    return [document.querySelector(".under mark").textContent, text.slice(start, start + length)];
  });
  assert.equal(marked, place, "what is underlined is what is meant");

  // The copy with the underlines breaks and stands as the text does.
  const apart = await page.evaluate(() => {
    const [text, under] = [document.getElementById("text"), document.querySelector(".under")];
    text.scrollTop = text.scrollHeight;
    text.dispatchEvent(new Event("scroll"));
    // A mark takes no room of its own, or every letter behind it would stand beside what it underlines.
    const mark = getComputedStyle(under.querySelector("mark"));
    const room = ["paddingLeft", "paddingRight", "borderLeftWidth", "marginLeft"].map((side) => mark[side]);
    return [Math.abs(text.scrollTop - under.scrollTop), getComputedStyle(text).font === getComputedStyle(under).font, room.join(" ")];
  });
  assert.deepEqual(apart, [0, true, "0px 0px 0px 0px"]);
  await picture(page, "playground-finding");

  // An underline moves with the text before the next answer is there.
  const moved = await page.evaluate(() => {
    const text = document.getElementById("text");
    const before = document.querySelector(".under mark").textContent;
    text.setRangeText("# 😀\n", 0, 0, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    return [before, document.querySelector(".under mark")?.textContent];
  });
  assert.equal(moved[1], moved[0]);
  await page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.waitForFunction(() => !document.querySelector(".busy"));

  const mend = page.locator("#findings .mend").first();
  const before = await page.locator("#text").inputValue();
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await mend.click();
  await answered;
  await page.waitForFunction(() => !document.querySelector(".busy"));
  const after = await page.locator("#text").inputValue();
  assert.notEqual(after, before, "the mend is put in");
  const left = await page.locator("#findings li[data-start] .message").allInnerTexts();
  assert.ok(left.length < shown.length, `${left.join("; ")} after ${shown.join("; ")}`);
  await page.keyboard.press("Control+z");
  assert.equal(await page.locator("#text").inputValue(), before, "it can be undone");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a new rule is tried on posts while it is typed, with words marked by color and label", async () => {
  const { context, page, wrong } = await playground();
  await paste(page, "The brake squeaks 😀 badly\nmy bike makes noise\nall quiet here");
  assert.equal(await page.locator("#tried .summary").innerText(), "0 of 3 posts have a tag");
  await type(page, `\n${RULE}`);
  assert.equal(await page.locator("#tried .summary").innerText(), "2 of 3 posts have a tag");
  const marks = await page.locator("#tried .said mark").evaluateAll((all) => all.map((mark) => [mark.firstChild.textContent, mark.querySelector(".label").textContent]));
  assert.deepEqual(marks, [["squeaks", "squeak"], ["makes noise", "squeak"]]);
  const count = page.locator("#tried .counts button[value=squeak]");
  assert.equal(await count.innerText(), "2 Squeak");

  await count.click();
  await page.waitForFunction(() => document.querySelectorAll("#tried .posts > li").length === 2);
  await page.locator("#tried .counts button[value='-']").click();
  await page.waitForFunction(() => document.querySelectorAll("#tried .posts > li").length === 1);
  await page.locator("#tried .counts button[value='*']").click();
  await page.waitForFunction(() => document.querySelectorAll("#tried .posts > li").length === 3);

  await page.locator("#tried .posts > li").nth(0).getByRole("button").click();
  await page.locator(".why").waitFor();
  assert.match(await page.locator(".why").innerText(), /squeak[^]*by squeak\*/);
  await picture(page, "playground-why");
  await page.locator("#rule").selectOption("squeak");
  await page.locator("#tried .posts > li").nth(2).getByRole("button").click();
  await page.locator(".why", { hasText: "not squeak" }).waitFor();
  await accessible(page, "the playground with an explained post");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("what is half typed keeps what was found before", async () => {
  const { context, page } = await playground();
  await paste(page, "velmora bike");
  await type(page, "\n[[theme]]\nid = \"half\"\nquery = '(velmora'\n");
  assert.match(await page.locator("#findings-summary").innerText(), /1 error/);
  assert.equal(await page.locator("#tried.stale .posts > li").count(), 1);
  assert.equal(await page.locator(".under mark.error").count(), 1);
  await context.close();
});

test("posts come out of a file", async () => {
  const { context, page, wrong } = await playground();
  const table = "id,created_at,platform,message\n1,2026-11-01T10:00:00Z,twitter,velmora squeaks\n2,2026-11-01T11:00:00Z,twitter,\"fine, \"\"really\"\"\"\n";
  await page.locator("details.own").evaluate((details) => { details.open = true; });
  await page.locator("#upload").setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.getByRole("button", { name: "Take" }).click();
  await page.locator("#findings .done").waitFor();
  assert.match(await page.locator("#findings .done").innerText(), /2 posts are taken from export\.csv/);
  assert.equal(await page.locator("#tried .posts > li").count(), 2);
  assert.match(await page.locator("#tried .said").nth(1).innerText(), /fine, "really"/);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("hostile posts are shown and do nothing", async () => {
  const { context, page, wrong } = await playground();
  const hostile = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u202Ereversed\u202C", "=cmd|' /C calc'!A1", "z\u0300".repeat(500), "\u200B".repeat(500), "velmora </mark></p><h1>x"];
  await paste(page, hostile.join("\n"));
  assert.equal(await page.locator("#tried .posts > li").count(), hostile.length);
  assert.equal(await page.locator("h1").count(), 1);
  assert.equal(await page.locator("#tried img, #tried script").count(), 0);
  await fits(page, "the playground with hostile posts");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("rules are saved, and not over somebody else's work", async () => {
  const first = await playground();
  const second = await playground();
  const before = await readFile(file, "utf8");
  await type(first.page, `\n${RULE}`);
  await first.page.getByRole("button", { name: "Save" }).click();
  await first.page.locator("#findings .done").waitFor();
  assert.equal(await readFile(file, "utf8"), `${before}\n${RULE}`);

  await type(second.page, "\n# mine\n");
  await second.page.getByRole("button", { name: "Save" }).click();
  await second.page.locator("#findings .wrong").waitFor();
  assert.match(await second.page.locator("#findings .wrong").innerText(), /somebody changed the file/);
  assert.equal(await readFile(file, "utf8"), `${before}\n${RULE}`);

  await type(first.page, "\n[[theme]]\nid = 'broken'\nquery = '('\n");
  await first.page.getByRole("button", { name: "Save" }).click();
  await first.page.locator("#findings .wrong").waitFor();
  assert.equal(await readFile(file, "utf8"), `${before}\n${RULE}`, "broken rules are not written");

  const offered = first.page.waitForEvent("download");
  await first.page.getByRole("button", { name: "Download" }).click();
  const download = await offered;
  assert.equal(download.suggestedFilename(), "velmora.rules.toml");
  assert.match(await readFile(await download.path(), "utf8"), /id = 'broken'/);
  // The tests after this one begin with the rules as they were.
  await writeFile(file, before);
  await first.context.close();
  await second.context.close();
});

test("without scripts the form does it all", async () => {
  const { context, page, wrong } = await playground({ script: false });
  const text = await page.locator("#text").inputValue();
  await page.locator("#text").fill(`${text}\n${RULE}\n[[theme]]\nid = 'twice'\nquery = 'brake OR brake'\n`);
  await page.locator("#from-text").check();
  await page.locator("details.own summary").click();
  await page.locator("#posts").fill("the brake squeaks\nnothing");
  await page.getByRole("button", { name: "Try", exact: true }).click();
  assert.equal(await page.locator("#tried .summary").innerText(), "1 of 2 posts have a tag");
  assert.match((await page.locator("#findings .message").allInnerTexts()).join("\n"), /brake/);
  await page.locator("#tried .posts > li").nth(0).getByRole("button").click();
  assert.match(await page.locator(".why").innerText(), /squeak/);
  await page.locator("#tried .counts button[value='-']").click();
  assert.equal(await page.locator("#tried .posts > li").count(), 1);
  await picture(page, "playground-without-scripts");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the playground is reached by keyboard with posts and findings on it", async () => {
  const { context, page } = await playground({ width: 390 });
  await paste(page, "velmora bike\nnothing");
  await type(page, "\n[[theme]]\nid = 'twice'\nquery = 'brake OR brake'\n");
  await fits(page, "the playground on a phone");
  await reachable(page, "the playground");
  await context.close();
});

test("a sheet of rules and an export are shown before they do anything, and then do it", async () => {
  const { context, page, wrong } = await open(started, { width: 390 });
  await go(page, "/uploads");
  const sheet = "kind,id,label,any\ntheme,rattle,Rattle,rattles\nbanner,wrong,Wrong,x\n";
  await page.locator("#sheet").setInputFiles({ name: "rules.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await page.locator("#into").selectOption(name);
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.locator(".outcome").waitFor();
  await fits(page, "uploads with a sheet");
  await accessible(page, "uploads with a sheet");
  await picture(page, "uploads-sheet");
  const told = await page.locator(".outcome").innerText();
  assert.match(told, /1 added, 0 changed, 0 removed, 1 refused[^]*banner/);
  const before = await readFile(file, "utf8");
  await page.getByRole("button", { name: "Change the rules" }).click();
  await page.getByText("The rules are changed").waitFor();
  const after = await readFile(file, "utf8");
  assert.ok(after.startsWith(before.trimEnd()) && after.includes('id = "rattle"'), after.slice(-300));
  await writeFile(file, before);

  const table = "id,created_at,platform,message\n1,2026-11-01T10:00:00Z,twitter,velmora rattles\nx,never,twitter,velmora\n";
  await page.locator("#export").setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.getByRole("button", { name: "Show what it is taken for" }).click();
  await page.getByRole("button", { name: "Read them in" }).waitFor();
  assert.match(await page.locator(".outcome").innerText(), /1 post can be read, 1 record cannot[^]*message/);
  await fits(page, "uploads with an export");
  await picture(page, "uploads-export");
  await page.getByRole("button", { name: "Read them in" }).click();
  await page.getByText("The mentions are read in").waitFor();
  assert.match(await page.locator(".outcome").innerText(), /1 tagged|1 untagged/);
  assert.deepEqual(wrong, []);
  await context.close();
});
