// Receives webhooks and believes only what is signed with WEBHOOK_SECRET; says what it saw, a line a message.
//
// Listens at 127.0.0.1, port PORT (8090 when not set; 0 takes a free one). `https` is the business of the proxy before it.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

interface Message {
  type: string;
  timestamp: string;
  data: { organization_id: string; resource: string; id: string; version: number; kind: string };
}

const secret = process.env["WEBHOOK_SECRET"];
if (!secret) throw new Error("WEBHOOK_SECRET is not set");
const webhook = new Webhook(secret);
const LARGEST = 65_536;

// A message may come twice. A real receiver keeps the ids where it keeps what it did, in the same transaction.
const seen = new Set<string>();

class TooLarge extends Error {}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > LARGEST) throw new TooLarge();
  }
  return Buffer.concat(chunks);
}

async function receive(request: IncomingMessage): Promise<{ status: number; told: string }> {
  const id = String(request.headers["webhook-id"]);
  try {
    // Verify the very bytes that came: JSON that was parsed and written again is another text.
    const body = await bodyOf(request);
    const message = webhook.verify(body, request.headers as Record<string, string>) as Message;
    if (seen.has(id)) return { status: 204, told: "seen before" };
    seen.add(id);
    return { status: 204, told: `verified ${message.type} ${message.data.id}` };
  } catch (reason) {
    if (reason instanceof TooLarge) return { status: 413, told: "refused: too large" };
    if (reason instanceof WebhookVerificationError) return { status: 400, told: `refused: ${reason.message}` };
    throw reason;
  }
}

const server = createServer((request, response) => {
  receive(request).then(
    ({ status, told }) => {
      console.log(told);
      response.writeHead(status).end();
    },
    (fault: unknown) => {
      console.error(fault);
      response.writeHead(500).end();
    },
  );
});
server.listen(Number(process.env["PORT"] ?? 8090), "127.0.0.1", () => {
  console.log(`listening at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
