"""Takes the notices of the running server (BASE, KEY) as a mail server of others' making does: aiosmtpd.

    mail_letters.py PORT        where the server's --smtp-url points to

103 people apply, two are chosen and 101 letters say why not. Each is parsed by Python's own reader of mail: one for each
person and no more, addressed and signed rightly, in UTF-8, with the words that were previewed. Exit code 0, and a line
of figures.
"""

import email
import email.policy
import json
import os
import sys
import threading
import time
import urllib.request

from aiosmtpd.controller import Controller

PATIENCE = 60
APPLICANTS = 103
POSTING = {
    "title": "市の魅力を全国に届ける（CMO）",
    "contract_form": "quasi_mandate",
    "municipality": "202151",
    "work_style": "remote",
    "seats": 2,
}


def api(method, path, body=None):
    request = urllib.request.Request(
        f"{os.environ['BASE']}/api/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['KEY']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read() or b"null")


class Keeper:
    """Keeps every letter that is handed over."""

    def __init__(self):
        self.letters, self.lock = [], threading.Lock()

    async def handle_DATA(self, _server, _session, envelope):
        with self.lock:
            self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def wait_for(self, many):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with self.lock:
                if len(self.letters) >= many:
                    return list(self.letters)
            time.sleep(0.1)
        raise SystemExit(f"only {len(self.letters)} of {many} letters have come")


def applied(posting):
    applications = []
    for number in range(APPLICANTS):
        person = {"display_name": f"応募者 {number}・髙橋", "email": f"applicant{number}@example.jp"}
        person = api("POST", "/candidates", person)["id"]
        application = api("POST", "/applications", {"posting_id": posting, "candidate_id": person})["id"]
        if number < 2:
            api("POST", f"/applications/{application}/transitions", {"to": "screening"})
        applications.append(application)
    return applications


def told(posting, applications):
    decision = api(
        "POST",
        f"/postings/{posting}/decisions",
        {"selected": applications[:2], "default_reason": "seats_filled", "reason": "経験と稼働がそろうため"},
    )["id"]
    path = f"/postings/{posting}/notices"
    preview = api("POST", f"{path}/preview", {"decision_id": decision})
    batch = api("POST", path, {"decision_id": decision, "digest": preview["digest"]})
    return batch["id"], {notice["recipient_email"]: notice for notice in preview["notices"]}


def check(letters, previewed):
    """Every letter says to the right person what was previewed."""
    ids = set()
    for sender, recipients, content in letters:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        notice = previewed.pop(recipients[0])
        wanted = {
            "recipients": ([notice["recipient_email"]], recipients),
            "sender": ("kikaku@example.jp", sender),
            "From": (("塩尻市", "kikaku@example.jp"), person(letter["From"])),
            "To": ((notice["recipient_name"], notice["recipient_email"]), person(letter["To"])),
            "Subject": (notice["subject"], letter["Subject"]),
            "type": ("text/plain", letter.get_content_type()),
            "charset": ("utf-8", letter.get_content_charset()),
            "body": (notice["body"].strip(), letter.get_content().replace("\r\n", "\n").strip()),
        }
        for name, (expected, found) in wanted.items():
            if expected != found:
                raise SystemExit(f"{name}: {found!r}, not {expected!r}")
        if not letter["Message-ID"] or not letter["Date"]:
            raise SystemExit(f"no Message-ID or Date: {dict(letter)}")
        ids.add(letter["Message-ID"])
    if len(ids) != len(letters) or previewed:
        raise SystemExit(f"{len(ids)} ids of {len(letters)} letters; nobody wrote to {sorted(previewed)}")


def person(header):
    address = header.addresses[0]
    return address.display_name, address.addr_spec


def main():
    keeper = Keeper()
    server = Controller(keeper, hostname="127.0.0.1", port=int(sys.argv[1]))
    server.start()
    posting = api("POST", "/postings", POSTING)["id"]
    api("POST", f"/postings/{posting}/transitions", {"to": "published"})
    batch, previewed = told(posting, applied(posting))
    check(keeper.wait_for(APPLICANTS), dict(previewed))
    time.sleep(1)
    if len(keeper.letters) != APPLICANTS:
        raise SystemExit(f"{len(keeper.letters)} letters, {APPLICANTS} were to come")
    states = [one["state"] for one in api("GET", f"/notice-batches/{batch}/deliveries?limit=200")["items"]]
    if states != ["sent"] * APPLICANTS:
        raise SystemExit(f"states: {sorted(set(states))}")
    unselected = sum(notice["outcome"] == "not_selected" for notice in previewed.values())
    server.stop()
    print(f"{APPLICANTS} letters taken by aiosmtpd once each, {unselected} of them with a reason why not, all as previewed")


if __name__ == "__main__":
    main()
