"""What the examples share: the generated client from the environment, answers or problems, and bulk as NDJSON."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import httpx
from tsumugi_client import AuthenticatedClient
from tsumugi_client.models import Problem

Wanted = TypeVar("Wanted")


class Refused(Exception):
    """The server answered with a problem (RFC 9457)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail} (request {problem.request_id})")
        self.problem = problem


def connect() -> AuthenticatedClient:
    """The client for the server at TSUMUGI with the key KEY."""
    return AuthenticatedClient(
        base_url=os.environ["TSUMUGI"],
        token=os.environ["KEY"],
        timeout=httpx.Timeout(30),
        raise_on_unexpected_status=True,
    )


def wanted(kind: type[Wanted], answer: object) -> Wanted:
    """The answer as what was asked for. Every generated call may also answer with a `Problem`: that is raised."""
    if isinstance(answer, Problem):
        raise Refused(answer)
    if not isinstance(answer, kind):
        raise TypeError(f"{kind.__name__} was expected, not {type(answer).__name__}")
    return answer


def send_in_bulk(client: AuthenticatedClient, path: str, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Sends a record a line and gives back an outcome a line, however many there are.

    The generator leaves bulk operations out, because it does not know NDJSON; so this talks to httpx, on which the
    generated client stands, with the same address, key and timeout.
    """
    lines = (json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)
    headers = {"Content-Type": "application/x-ndjson"}
    with client.get_httpx_client().stream("POST", path, content=lines, headers=headers) as answer:
        if answer.status_code != 200:
            answer.read()
            raise Refused(Problem.from_dict(answer.json()))
        yield from (json.loads(line) for line in _lines(answer.iter_bytes()))


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Only `\\n` ends a line of NDJSON; httpx's `iter_lines` also cuts at U+2028, which JSON may hold as it is."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from filter(None, whole)
    if rest:
        yield rest
