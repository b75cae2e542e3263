// What the examples share: the typed client from the environment, answers or problems, and bulk as NDJSON.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type LineOutcome = Schemas["LineOutcome"];

/** The server answered with a problem (RFC 9457). */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail} (request ${problem.request_id})`);
  }
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const baseUrl = fromEnvironment("TSUMUGI");
const headers = { Authorization: `Bearer ${fromEnvironment("KEY")}` };

/** The client for the server at TSUMUGI with the key KEY. */
export const tsumugi = createClient<paths>({ baseUrl, headers });

/** The data of an answer. Every call may also answer with a problem: that is thrown. */
export function wanted<Data>(answer: { data?: Data; error?: Problem; response: Response }): Data {
  if (answer.error !== undefined) throw new Refused(answer.error);
  if (answer.data === undefined) throw new Error(`${answer.response.status} without a body`);
  return answer.data;
}

/**
 * Sends a record a line and gives back an outcome a line, however many there are.
 *
 * The types describe one line; openapi-fetch writes and reads whole JSON bodies. So this is plain `fetch`, on which
 * openapi-fetch stands.
 */
export async function* sendInBulk<Line>(path: keyof paths, records: Iterable<Line>): AsyncGenerator<LineOutcome> {
  const answer = await fetch(`${baseUrl}${path}`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/x-ndjson" },
    body: linesOf(records),
    duplex: "half", // what `fetch` asks for when a body is a stream
  });
  if (!answer.ok || answer.body === null) throw new Refused((await answer.json()) as Problem);
  let rest = "";
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield JSON.parse(line) as LineOutcome;
  }
  if (rest !== "") yield JSON.parse(rest) as LineOutcome;
}

function linesOf(records: Iterable<unknown>): ReadableStream<Uint8Array> {
  const source = records[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(stream) {
      const next = source.next();
      if (next.done) stream.close();
      else stream.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
  });
}
