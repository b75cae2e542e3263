// The ranking of the Shiojiri posting as a coordinator uses it: by keyboard, without JavaScript, on a narrow
// screen, on plain HTTP inside a building; and how much of it travels.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import {
  BASE, DRAWER, inLanguage, LANGUAGES, logIn, openBrowser, pages, PERSON, SELECTED, shiojiriPosting,
} from "./site.mjs";

const KIB = 1024;
const BUDGET = { html: 40 * KIB, css: 15 * KIB, js: 10 * KIB };

let browser;
let known;
before(async () => {
  browser = await openBrowser();
  known = await pages();
});
after(() => browser.close());

/** Place of the person whose drawer is open among all, -1 when none is. */
function selectedIndex(page) {
  return page.evaluate(([person, selected]) => [...document.querySelectorAll(person)]
    .findIndex((element) => element.matches(selected)), [PERSON, SELECTED]);
}

async function pressAndWait(page, key, index) {
  await page.keyboard.press(key);
  await page.waitForFunction(([person, selected, wanted]) => [...document.querySelectorAll(person)]
    .findIndex((element) => element.matches(selected)) === wanted, [PERSON, SELECTED, index], { timeout: 5_000 });
}

test("all 103 applicants of the Shiojiri posting are ranked on one page", async () => {
  const { applicants } = await shiojiriPosting();
  assert.equal(applicants, 103);
  const { context, page } = await logIn(browser);
  await page.goto(known.ranking);
  // Somebody a hard rule excludes is not ranked, but nobody is shown twice.
  const links = await page.locator(PERSON).evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length > 10 && links.length <= applicants, `${links.length} people are shown`);
  assert.equal(new Set(links).size, links.length);
  await context.close();
});

test("J and K move to the next and the previous person, and the drawer follows", async () => {
  const { context, page, faults } = await logIn(browser);
  await page.goto(known.ranking, { waitUntil: "networkidle" });
  await pressAndWait(page, "j", (await selectedIndex(page)) + 1);
  const first = await selectedIndex(page);
  const before = await page.locator(DRAWER).innerText();
  await pressAndWait(page, "j", first + 1);
  await page.waitForFunction(([drawer, old]) => document.querySelector(drawer).innerText !== old, [DRAWER, before]);
  await pressAndWait(page, "k", first);
  await page.waitForFunction(([drawer, old]) => document.querySelector(drawer).innerText === old, [DRAWER, before]);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const lang of LANGUAGES) {
  test(`without JavaScript the ranking is shown and a link opens a person (${lang})`, async () => {
    const { context, page, faults } = await logIn(browser, { javaScriptEnabled: false });
    await page.goto(inLanguage(known.ranking, lang));
    const people = page.locator(PERSON);
    assert.ok((await people.count()) > 10);
    const before = await page.locator(DRAWER).innerText();
    await people.nth(2).click();
    await page.waitForURL(/[?&]m=/);
    const drawer = await page.locator(DRAWER).innerText();
    assert.notEqual(drawer, before);
    assert.equal(await page.locator(SELECTED).count(), 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`320 px wide, no page scrolls sideways (${lang})`, async () => {
    const { context, page } = await logIn(browser, { size: { width: 320, height: 640 } });
    for (const path of Object.values(known)) {
      await page.goto(inLanguage(path, lang));
      assert.deepEqual(await tooWide(page), [], path);
    }
    await context.close();
  });
}

/** What sticks out of the window to the right and is in no scroller of its own. */
function tooWide(page) {
  return page.evaluate(() => {
    const scrolls = (element) => {
      for (let up = element; up && up !== document.body; up = up.parentElement) {
        if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    const hidden = (element) => {
      for (let up = element; up && up !== document.body; up = up.parentElement) {
        const box = up.getBoundingClientRect();
        if (["hidden", "clip"].includes(getComputedStyle(up).overflowX) && box.width <= 1) return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > innerWidth + 1 && !scrolls(element) && !hidden(element);
    });
    const found = out.slice(0, 5).map((element) => element.cloneNode(false).outerHTML);
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`the page is ${width} px wide`, ...found] : found;
  });
}

test("each page stays within its budget: HTML 40 KiB, CSS 15 KiB, JS 10 KiB, gzipped", async () => {
  const { context, page } = await logIn(browser);
  for (const [name, path] of Object.entries(known)) {
    for (const lang of LANGUAGES) {
      const weight = { html: 0, css: 0, js: 0 };
      const kinds = { document: "html", stylesheet: "css", script: "js" };
      const bodies = [];
      const collect = (answer) => {
        const kind = kinds[answer.request().resourceType()];
        if (kind) bodies.push(answer.body().then((body) => (weight[kind] += gzipSync(body).length)));
      };
      page.on("response", collect);
      await page.goto(inLanguage(path, lang), { waitUntil: "networkidle" });
      page.off("response", collect);
      await Promise.all(bodies);
      assert.ok(weight.html > 0 && weight.css > 0, `${name}: nothing was weighed`);
      for (const kind of Object.keys(BUDGET)) {
        assert.ok(weight[kind] <= BUDGET[kind], `${name} (${lang}): ${kind} is ${weight[kind]} of ${BUDGET[kind]} bytes`);
      }
    }
  }
  await context.close();
});

test("the console works on plain HTTP under a name that is not localhost", async () => {
  const { port } = new URL(BASE);
  const inside = await openBrowser("--host-resolver-rules=MAP tsumugi.test 127.0.0.1");
  try {
    const { page, faults } = await logIn(inside, { base: `http://tsumugi.test:${port}` });
    await page.goto(known.ranking, { waitUntil: "networkidle" });
    assert.equal(await page.evaluate(() => isSecureContext), false);
    await pressAndWait(page, "j", (await selectedIndex(page)) + 1);
    assert.deepEqual(faults, []);
  } finally {
    await inside.close();
  }
});
