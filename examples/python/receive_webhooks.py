"""Receives webhooks and believes only what is signed with WEBHOOK_SECRET; says what it saw, a line a message.

Listens at 127.0.0.1, port PORT (8090 when not set; 0 takes a free one). `https` is the business of the proxy before it.
"""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

WEBHOOK = Webhook(os.environ["WEBHOOK_SECRET"])
LARGEST = 65_536

# A message may come twice. A real receiver keeps the ids where it keeps what it did, in the same transaction.
seen: set[str] = set()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > LARGEST:
            self.answer(413, "refused: too large")
            return
        # Verify the very bytes that came: JSON that was read and written again is another text.
        body = self.rfile.read(length)
        try:
            message = WEBHOOK.verify(body, dict(self.headers))
        except WebhookVerificationError as reason:
            self.answer(400, f"refused: {reason}")
            return
        if self.headers["webhook-id"] in seen:
            self.answer(204, "seen before")
            return
        seen.add(self.headers["webhook-id"])
        self.answer(204, f"verified {message['type']} {message['data']['id']}")

    def answer(self, status: int, told: str) -> None:
        print(told, flush=True)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """One line a message is enough."""


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Receiver)
    print(f"listening at http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
