// Every page, in both languages and at both sizes: axe finds nothing, nothing leaves the origin, nothing is said
// on the console, the language is the one asked for. The screenshots are for a person to look at.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeSource, BASE, inLanguage, LANGUAGES, logIn, openBrowser, pages, screenshot, SIZES } from "./site.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NOWHERE = "/console/postings/01900000-0000-7000-8000-000000000000/matches";

let browser;
let known;
before(async () => {
  browser = await openBrowser();
  known = await pages();
});
after(() => browser.close());

async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
    TAGS,
  );
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((n) => n.html).join(" | ")}`);
}

/** Japanese text whose nearest `lang` is not Japanese; labels that only a screen reader says count as text. */
function japaneseNotMarked(page) {
  return page.evaluate(() => {
    const japanese = /[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]/;
    const marked = (element) => element.closest("[lang]")?.lang.startsWith("ja");
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (marked(element) || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
      const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
      for (const name of ["aria-label", "title", "alt", "placeholder", "aria-description"]) {
        texts.push(element.getAttribute(name) ?? "");
      }
      found.push(...texts.filter((text) => japanese.test(text)).map((text) => `<${element.localName}> ${text.trim()}`));
    }
    return found;
  });
}

for (const lang of LANGUAGES) {
  for (const size of SIZES) {
    const place = `${lang}, ${size.width}×${size.height}`;
    describe(place, () => {
      let site;
      before(async () => (site = await logIn(browser, { size })));
      after(() => site.context.close());

      for (const name of ["postings", "ranking", "feasibility"]) {
        test(`${name} (${place})`, async () => {
          site.faults.length = 0;
          const answer = await site.page.goto(inLanguage(known[name], lang), { waitUntil: "networkidle" });
          assert.equal(answer.status(), 200);
          await site.page.screenshot({ path: screenshot(`${name}-${lang}-${size.width}x${size.height}`) });
          assert.equal(await site.page.evaluate(() => document.documentElement.lang), lang);
          if (lang === "en") assert.deepEqual(await japaneseNotMarked(site.page), []);
          assert.deepEqual(await violations(site.page), []);
          assert.deepEqual(site.faults, []);
        });
      }

      test(`a page that is not there (${place})`, async () => {
        site.faults.length = 0;
        const answer = await site.page.goto(inLanguage(NOWHERE, lang));
        assert.equal(answer.status(), 404);
        if (lang === "en") assert.deepEqual(await japaneseNotMarked(site.page), []);
        assert.deepEqual(await violations(site.page), []);
        assert.deepEqual(site.faults, []);
      });
    });
  }

  test(`the login page, fresh and after a wrong key (${lang})`, async () => {
    const context = await browser.newContext({ baseURL: BASE, viewport: SIZES[0] });
    const page = await context.newPage();
    await page.goto(inLanguage("/login", lang));
    assert.deepEqual(await violations(page), []);
    await page.locator('input[name="key"]').fill("tsk_wrong");
    await page.locator('form:has(input[name="key"]) button').first().click();
    await page.waitForLoadState();
    assert.equal(new URL(page.url()).pathname, "/login");
    assert.deepEqual(await violations(page), []);
    if (lang === "en") assert.deepEqual(await japaneseNotMarked(page), []);
    await context.close();
  });
}

test("without a login the console shows the login page", async () => {
  const context = await browser.newContext({ baseURL: BASE });
  const page = await context.newPage();
  await page.goto(known.ranking);
  assert.equal(new URL(page.url()).pathname, "/login");
  await context.close();
});
