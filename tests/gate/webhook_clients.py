"""Lets receivers of others' making judge the webhooks of the running server (BASE, KEY).

    webhook_clients.py NODE_RECEIVER        the compiled examples/typescript/src/receive-webhooks.ts

The receivers are those of examples/, in Python and on Node, each with the Standard Webhooks library of its language.
Both get a ping, a real change and a message of a secret in replacement. Then one message, as it came, is shown to
receivers with the old, the new and a wrong secret, and again after it was altered. Exit code 0, and a line of figures.
"""

import base64
import json
import os
import queue
import secrets
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 30
NOWHERE = "http://127.0.0.1:9/"
POSTING = {
    "title": "みそ蔵の新商品を首都圏に届ける",
    "contract_form": "quasi_mandate",
    "municipality": "202151",
    "work_style": "remote",
}
COMMANDS = {
    "python": [sys.executable, "examples/python/receive_webhooks.py"],
    "node": ["node", *sys.argv[1:]],
}
SHELL = ["sh", "examples/curl/verify-webhook.sh"]


def api(method, path, body=None, media_type="application/json"):
    request = urllib.request.Request(
        f"{os.environ['BASE']}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": media_type},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read() or b"null")


def merge_patch(path, body):
    return api("PATCH", path, body, "application/merge-patch+json")


class Receiver:
    """One of the examples as a process of its own; its lines are read while it runs, and it ends with the block."""

    def __init__(self, language, secret):
        self.language, self.said = language, queue.Queue()
        environment = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": "0"}
        self.process = subprocess.Popen(COMMANDS[language], env=environment, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self.hears("listening at ").removeprefix("listening at ")

    def _read(self):
        for line in self.process.stdout:
            self.said.put(line.rstrip("\n"))

    def hears(self, beginning):
        """The next line, which has to begin so; a message that came twice may be told between."""
        line = "seen before"
        while line == "seen before":
            try:
                line = self.said.get(timeout=PATIENCE)
            except queue.Empty:
                raise SystemExit(f"the receiver in {self.language} never said {beginning!r}") from None
        if not line.startswith(beginning):
            raise SystemExit(f"the receiver in {self.language} said {line!r}, not {beginning!r}")
        return line

    def judges(self, headers, body):
        """The status it gives a message."""
        request = urllib.request.Request(self.url, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            return refusal.code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Recorder(BaseHTTPRequestHandler):
    """Keeps messages as they come."""

    kept: queue.Queue = queue.Queue()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        names = ("webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type")
        self.kept.put(({name: self.headers[name] for name in names}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def recorded():
    try:
        return Recorder.kept.get(timeout=PATIENCE)
    except queue.Empty:
        raise SystemExit("no message reached the recorder") from None


def make_webhook(url):
    return api("POST", "/webhooks", {"url": url, "event_types": ["posting.updated"]})


def check_deliveries(language, posting):
    """A ping, a change, and a message signed for a secret in replacement: all of them reach and convince it."""
    webhook = make_webhook(NOWHERE)
    with Receiver(language, webhook["secret"]) as receiver:
        merge_patch(f"/webhooks/{webhook['id']}", {"url": receiver.url})
        api("POST", f"/webhooks/{webhook['id']}/ping")
        receiver.hears(f"verified webhook.ping {webhook['id']}")
        merge_patch(f"/postings/{posting['id']}", {"seats": posting["seats"]})
        receiver.hears(f"verified posting.updated {posting['id']}")
        api("POST", f"/webhooks/{webhook['id']}/rotate-secret", {})
        api("POST", f"/webhooks/{webhook['id']}/ping")
        receiver.hears(f"verified webhook.ping {webhook['id']}")
    api("DELETE", f"/webhooks/{webhook['id']}")
    return 3


def record_during_overlap():
    """A message sent while a secret is replaced, and the old and the new secret."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    webhook = make_webhook(f"http://127.0.0.1:{server.server_port}/")
    renewed = api("POST", f"/webhooks/{webhook['id']}/rotate-secret", {})
    api("POST", f"/webhooks/{webhook['id']}/ping")
    message = recorded()
    api("DELETE", f"/webhooks/{webhook['id']}")
    server.shutdown()
    signatures = message[0]["webhook-signature"].split(" ")
    if webhook["secret"] == renewed["secret"] or len(signatures) != 2:
        raise SystemExit(f"two secrets were to sign, there are {len(signatures)} signatures")
    return message, webhook["secret"], renewed["secret"]


def altered(message):
    """What nobody may believe: another body, another id, another time."""
    headers, body = message
    yield headers, body.replace(b"webhook.ping", b"webhook.pinh")
    yield {**headers, "webhook-id": headers["webhook-id"] + "0"}, body
    yield {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}, body


def check_verdicts(judge, message, message_secrets):
    """`judge(secret, message)` is whether it is believed. Answers how often it was, and how often not."""
    old, new = message_secrets
    wrong = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    believed = [judge(old, message), judge(new, message)]
    refused = [judge(wrong, message), *(judge(old, other) for other in altered(message))]
    if not all(believed) or any(refused):
        raise SystemExit(f"believed: {believed}, where all should be; of the false ones: {refused}")
    return len(believed), len(refused)


def judged_by(language, stack):
    receivers = {}

    def judge(secret, message):
        receiver = receivers.get(secret) or stack.enter_context(Receiver(language, secret))
        receivers[secret] = receiver
        status = receiver.judges(*message)
        if status not in (204, 400):
            raise SystemExit(f"the receiver in {language} answered {status}")
        return status == 204

    return judge


def judged_by_shell(secret, message):
    headers, body = message
    parts = [headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")]
    environment = {**os.environ, "WEBHOOK_SECRET": secret}
    said = subprocess.run([*SHELL, *parts], input=body, env=environment, capture_output=True, check=False)
    if said.returncode not in (0, 1):
        raise SystemExit(f"verify-webhook.sh ended with {said.returncode}: {said.stderr.decode()}")
    return said.returncode == 0


def main():
    posting = api("PUT", "/postings/by-external-id/webhook-clients", POSTING)
    delivered = 0
    for language in COMMANDS:
        posting["seats"] += 1
        delivered += check_deliveries(language, posting)
    message, *both = record_during_overlap()
    with ExitStack() as stack:
        judges = [judged_by_shell, *(judged_by(language, stack) for language in COMMANDS)]
        verdicts = [check_verdicts(judge, message, both) for judge in judges]
    believed, refused = (sum(column) for column in zip(*verdicts, strict=True))
    print(
        f"{delivered} deliveries verified by {' and '.join(COMMANDS)}; shown to them and to openssl, one was believed "
        f"{believed} times with the old and the new secret, and refused {refused} times altered or with a wrong one"
    )


if __name__ == "__main__":
    main()
