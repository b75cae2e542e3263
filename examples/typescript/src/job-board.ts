// An afternoon of a job board's integrator: people and postings in, a ranking, its reasons and its outcome out.
//
// Asks for the server and the key in TSUMUGI and KEY. It may be run as often as you like: what is there already is
// replaced or left alone, and the one person it makes is deleted again.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { components } from "./schema.js";
import { Refused, sendInBulk, tsumugi, wanted } from "./tsumugi.js";

type Schemas = components["schemas"];
type CandidateRequest = Schemas["CandidateRequest"];
type Posting = Schemas["Posting"];
type RankedCandidate = Schemas["RankedCandidate"];

const people: CandidateRequest[] = [
  {
    external_id: "jb-1",
    display_name: "山口 理沙",
    skills: [{ skill: "instagram", proficiency: 4 }],
    home_municipality: "131016",
    work_styles: ["remote", "hybrid"],
    hours_per_week: 10,
  },
  {
    external_id: "jb-2",
    display_name: "鈴木 花",
    skills: [{ skill: "インスタ", proficiency: 2 }],
    hours_per_week: 400, // more hours than a week has: this line is refused, the others are not
  },
  {
    external_id: "jb-3",
    display_name: "佐藤 健",
    skills: [{ skill: "写真", proficiency: 3 }],
    home_municipality: "202151",
    work_styles: ["remote"],
    hours_per_week: 6,
  },
];

const wish: Schemas["PostingRequest"] = {
  title: "みそ蔵の新商品を首都圏に届ける",
  contract_form: "quasi_mandate",
  municipality: "202151",
  work_style: "remote",
  hours_per_week: { min: 4, desired: 8 },
  required_skills: [{ skill: "instagram", min_proficiency: 2 }],
  reward: { kind: "monthly", min_yen: 50_000, max_yen: 80_000 },
};

/** Sends everybody. A wrong line is told at its place; the rest is stored. */
async function sendPeople(): Promise<void> {
  const statuses: number[] = [];
  for await (const outcome of sendInBulk("/api/v1/candidates/bulk", people)) {
    const faults = outcome.problem?.errors ?? [];
    const told = faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
    console.log(`  ${people[outcome.index]?.external_id}: ${outcome.status} ${told}`.trimEnd());
    statuses[outcome.index] = outcome.status;
    if (outcome.index === 1) assert.equal(faults[0]?.pointer, "/hours_per_week");
  }
  const [first, second, third] = statuses;
  assert.ok(first === 200 || first === 201);
  assert.equal(second, 422);
  assert.ok(third === 200 || third === 201);
}

/** Writes the posting under our own key and publishes it, unless that was done before. */
async function publishPosting(): Promise<Posting> {
  const path = { external_id: "job-board-1" };
  let posting = wanted(
    await tsumugi.PUT("/api/v1/postings/by-external-id/{external_id}", { params: { path }, body: wish }),
  );
  if (posting.status === "draft") {
    posting = wanted(
      await tsumugi.POST("/api/v1/postings/{id}/transitions", {
        params: { path: { id: posting.id } },
        body: { to: "published" },
      }),
    );
  }
  assert.equal(posting.status, "published");
  console.log(`  ${posting.title}: ${posting.status}`);
  return posting;
}

/** Who stands first, and the ETag by which the list can be named later. */
async function readRanking(posting: Posting): Promise<{ first: RankedCandidate; etag: string }> {
  const answer = await tsumugi.GET("/api/v1/postings/{id}/matches", {
    params: { path: { id: posting.id }, query: { limit: 3 } },
  });
  const ranking = wanted(answer);
  for (const person of ranking.items) {
    console.log(`  ${person.rank}. ${person.display_name ?? person.reference} ${(person.score / 10_000).toFixed(1)}`);
  }
  const [first] = ranking.items;
  const etag = answer.response.headers.get("ETag");
  assert.ok(first && etag);
  const sum = first.breakdown.reduce((sum, line) => sum + line.contribution, 0);
  assert.equal(sum, first.score, "every point is accounted for");
  return { first, etag };
}

async function explain(posting: Posting, person: RankedCandidate): Promise<void> {
  const query = { posting_id: posting.id, candidate_id: person.candidate_id };
  const explained = wanted(await tsumugi.GET("/api/v1/matches/explain", { params: { query } }));
  for (const reason of explained.reasons_ja) console.log(`  ・${reason}`);
  assert.ok(explained.eligible);
  assert.equal(explained.score, person.score);
  assert.deepEqual(explained.why_not_shown, []);
}

/** Makes a person, twice by the same key as after a broken connection: there is one person, and one answer. */
async function signUpOnce(): Promise<Schemas["Candidate"]> {
  const request = {
    params: { header: { "Idempotency-Key": randomUUID() } },
    body: { display_name: "井上 恵" },
  };
  const person = wanted(await tsumugi.POST("/api/v1/candidates", request));
  const again = await tsumugi.POST("/api/v1/candidates", request);
  assert.deepEqual(wanted(again), person);
  assert.equal(again.response.headers.get("Idempotent-Replayed"), "true");
  console.log(`  ${person.display_name}: sent twice, made once`);
  return person;
}

/** Tells what became of the first, and of which list that came. Told again, an event is counted once. */
async function report(posting: Posting, person: RankedCandidate, etag: string): Promise<void> {
  const body: Schemas["OutcomeRequest"] = {
    event_id: `mail-${randomUUID()}`,
    kind: "contacted",
    posting_id: posting.id,
    candidate_id: person.candidate_id,
    happened_at: new Date().toISOString(),
    ranking_etag: etag,
  };
  const first = await tsumugi.POST("/api/v1/events/outcomes", { body });
  const again = await tsumugi.POST("/api/v1/events/outcomes", { body });
  assert.deepEqual([first.response.status, again.response.status], [201, 200]);
  assert.equal(wanted(first).id, wanted(again).id);
  console.log(`  ${body.kind}: told twice, counted once`);
}

/** A body with faults: all of them come at once, each with a pointer to its field. Nothing is stored. */
async function beRefused(): Promise<void> {
  const path = { external_id: "job-board-2" };
  const body = { ...wish, hours_per_week: { min: 9, desired: 8 }, required_skills: [{ skill: "instagrm" }] };
  const answer = await tsumugi.PUT("/api/v1/postings/by-external-id/{external_id}", { params: { path }, body });
  assert.throws(() => wanted(answer), Refused);
  assert.ok(answer.error);
  for (const fault of answer.error.errors) console.log(`  ${fault.pointer}: ${fault.detail}`);
  assert.equal(answer.error.code, "validation_failed");
  const pointers = answer.error.errors.map((fault) => fault.pointer).sort();
  assert.deepEqual(pointers, ["/hours_per_week/min", "/required_skills/0/skill"]);
}

/** All that has changed since the cursor. A program that goes on keeps the last cursor with what it applied. */
async function followChanges(start: string, person: Schemas["Candidate"]): Promise<void> {
  const seen: Schemas["Change"][] = [];
  let cursor = start;
  let more = true;
  while (more) {
    const page = wanted(await tsumugi.GET("/api/v1/changes", { params: { query: { cursor } } }));
    seen.push(...page.items);
    cursor = page.next_cursor;
    more = page.has_more;
  }
  for (const change of seen) {
    console.log(`  ${change.resource} ${change.id} ${change.kind}, version ${change.version}`);
  }
  const kinds = seen.filter((change) => change.id === person.id).map((change) => change.kind);
  assert.deepEqual(kinds, ["created", "deleted"]);
}

const start = wanted(await tsumugi.GET("/api/v1/changes", { params: { query: { cursor: "latest" } } }));
console.log("People, in bulk:");
await sendPeople();
console.log("A posting:");
const posting = await publishPosting();
console.log("The ranking:");
const { first, etag } = await readRanking(posting);
console.log("Why the first is first:");
await explain(posting, first);
console.log("A person, with an idempotency key:");
const person = await signUpOnce();
console.log("An outcome:");
await report(posting, first, etag);
console.log("A request with faults:");
await beRefused();
const gone = await tsumugi.DELETE("/api/v1/candidates/{id}", { params: { path: { id: person.id } } });
assert.equal(gone.response.status, 204);
console.log("What has changed since we began:");
await followChanges(start.next_cursor, person);
