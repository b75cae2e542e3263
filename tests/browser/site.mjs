// The site under test and the browser that looks at it. Everything a test must know about the markup of the
// console stands here, so that a changed class or id is changed in one place.
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(`${root}target/tools/node/package.json`);
const { chromium } = require("playwright-core");

export const axeSource = require("axe-core").source;

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests/browser/run`);
  return value;
}

/** Address of the running demo server, `http://127.0.0.1:PORT`. */
export const BASE = needed("BASE");
/** The demo's API key; it opens the console too. */
export const KEY = needed("KEY");

export const LANGUAGES = ["ja", "en"];
export const SIZES = [{ width: 1366, height: 768 }, { width: 1536, height: 864 }];

/** One person of the ranking (the link that opens the drawer), the one whose drawer is open, the drawer. */
export const PERSON = "#people .person a";
export const SELECTED = `${PERSON}[aria-current="true"]`;
export const DRAWER = "#person";

// Without these Chromium looks up hosts of its maker at every start.
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export function openBrowser(...more) {
  return chromium.launch({ executablePath: needed("CHROMIUM"), args: [...QUIET, ...more] });
}

/** Path of a page with the language asked for. */
export function inLanguage(path, lang) {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
}

/** A logged-in context, in which everything that must not happen is written down. */
export async function logIn(browser, { base = BASE, size = SIZES[0], ...options } = {}) {
  const context = await browser.newContext({ baseURL: base, viewport: size, ...options });
  const faults = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== new URL(base).origin) faults.push(`request to ${url.origin}`);
  });
  context.on("console", (message) => {
    // A page that is meant to be a 404 says so on the console as well; nothing else may.
    const own = message.location().url === message.page()?.url() && message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !own) faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  context.on("weberror", (error) => faults.push(`script: ${error.error()}`));
  await context.exposeBinding("tsumugiFault", (_, fault) => faults.push(fault));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      window.tsumugiFault(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const page = await context.newPage();
  await page.goto("/login");
  await page.locator('input[name="key"]').fill(KEY);
  await page.locator('form:has(input[name="key"]) button').first().click();
  await page.waitForURL((url) => url.pathname.startsWith("/console"));
  return { context, page, faults };
}

async function api(path) {
  const answer = await fetch(`${BASE}/api/v1${path}`, { headers: { authorization: `Bearer ${KEY}` } });
  if (!answer.ok) throw new Error(`${answer.status} from ${path}`);
  return answer.json();
}

/** The posting of Shiojiri with the most applicants: 103 for 2 seats. */
export async function shiojiriPosting() {
  let best = { applicants: -1 };
  let cursor = null;
  do {
    const list = await api(`/postings?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    for (const posting of list.items.filter((item) => item.municipality === "202151")) {
      const ranking = await api(`/postings/${posting.id}/matches?pool=applicants&limit=1`);
      const applicants = ranking.totals.considered;
      if (applicants > best.applicants) best = { id: posting.id, applicants };
    }
    cursor = list.next_cursor;
  } while (cursor);
  if (best.applicants < 0) throw new Error("the demo has no posting in Shiojiri");
  return best;
}

/** The pages of the console, by a name that also names their screenshots. */
export async function pages() {
  const { id } = await shiojiriPosting();
  return {
    postings: "/console/postings",
    ranking: `/console/postings/${id}/matches?pool=applicants`,
    feasibility: `/console/postings/${id}/feasibility`,
  };
}

/** Where the screenshots of this run are kept. */
export function screenshot(name) {
  mkdirSync(`${root}target/screenshots`, { recursive: true });
  return `${root}target/screenshots/${name}.png`;
}
