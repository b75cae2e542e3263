// Every page that the sitemap names carries one JobPosting in which the validator of Google's rules finds no error;
// its `.jsonld` says the same. The validator's check of schema.org's whole vocabulary would fetch it from the web, so
// it is left out; the properties we use are listed here instead.
//   node tests/gate/job_postings.mjs http://127.0.0.1:PORT
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tools = createRequire(`${root}target/tools/node/package.json`);
const { default: Validator } = await import(pathToFileURL(tools.resolve('@adobe/structured-data-validator')));

const base = process.argv[2];
const PROPERTIES = new Set([
  '@context', '@type', 'title', 'description', 'datePosted', 'validThrough', 'employmentType', 'hiringOrganization',
  'identifier', 'totalJobOpenings', 'url', 'directApply', 'jobStartDate', 'baseSalary', 'skills', 'jobLocation',
  'jobLocationType', 'applicantLocationRequirements',
]);

async function text(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

async function errors(job) {
  const found = await new Validator().validate({ jsonld: { JobPosting: [structuredClone(job)] } });
  return found.filter((issue) => issue.severity === 'ERROR').map((issue) => issue.issueMessage);
}

function scripts(html) {
  return [...html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)].map((match) => match[1]);
}

const pages = [...(await text(`${base}/sitemap.xml`)).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
const faults = [];
let last;
for (const page of pages) {
  const found = scripts(await text(page)).map((script) => JSON.parse(script));
  if (found.length !== 1 || found[0]['@type'] !== 'JobPosting') {
    faults.push(`${page}: ${found.length} descriptions, the first a ${found[0]?.['@type']}`);
    continue;
  }
  [last] = found;
  faults.push(...(await errors(last)).map((error) => `${page}: ${error}`));
  const odd = Object.keys(last).filter((name) => !PROPERTIES.has(name));
  if (odd.length > 0) faults.push(`${page}: ${odd} is no property we know`);
  if ((await text(`${page}.jsonld`)) !== JSON.stringify(last)) faults.push(`${page}.jsonld says something else`);
}
if (pages.length === 0) faults.push('the sitemap names no page');
// A validator that lets everything pass is no check.
for (const name of ['title', 'description', 'datePosted', 'hiringOrganization']) {
  const { [name]: _, ...broken } = last ?? {};
  if ((await errors(broken)).length === 0) faults.push(`the validator does not miss ${name}`);
}
faults.forEach((fault) => console.error(fault));
console.log(`${pages.length} pages with a JobPosting, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
