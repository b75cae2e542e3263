"""An afternoon of a job board's integrator: people and postings in, a ranking, its reasons and its outcome out.

Asks for the server and the key in TSUMUGI and KEY. It may be run as often as you like: what is there already is
replaced or left alone, and the one person it makes is deleted again.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from tsumugi import Refused, connect, send_in_bulk, wanted
from tsumugi_client import AuthenticatedClient
from tsumugi_client.api.candidates import create_candidate, delete_candidate
from tsumugi_client.api.changes import list_changes
from tsumugi_client.api.matching import explain_match, rank_candidates
from tsumugi_client.api.outcomes import report_outcome
from tsumugi_client.api.postings import transition_posting, upsert_posting
from tsumugi_client.models import (
    AskedHoursRequest,
    Candidate,
    CandidateRanking,
    CandidateRequest,
    ChangeFeed,
    ContractForm,
    HeldSkillRequest,
    MatchExplanation,
    OutcomeEvent,
    OutcomeKind,
    OutcomeRequest,
    Posting,
    PostingRequest,
    PostingStatus,
    RankedCandidate,
    RequiredSkillRequest,
    RewardKind,
    RewardRequest,
    TransitionRequest,
    WorkStyle,
)

PEOPLE = [
    CandidateRequest(
        external_id="jb-1",
        display_name="山口 理沙",
        skills=[HeldSkillRequest(skill="instagram", proficiency=4)],
        home_municipality="131016",
        work_styles=[WorkStyle.REMOTE, WorkStyle.HYBRID],
        hours_per_week=10,
    ),
    CandidateRequest(
        external_id="jb-2",
        display_name="鈴木 花",
        skills=[HeldSkillRequest(skill="インスタ", proficiency=2)],
        hours_per_week=400,  # more hours than a week has: this line is refused, the others are not
    ),
    CandidateRequest(
        external_id="jb-3",
        display_name="佐藤 健",
        skills=[HeldSkillRequest(skill="写真", proficiency=3)],
        home_municipality="202151",
        work_styles=[WorkStyle.REMOTE],
        hours_per_week=6,
    ),
]

POSTING = PostingRequest(
    title="みそ蔵の新商品を首都圏に届ける",
    contract_form=ContractForm.QUASI_MANDATE,
    municipality="202151",
    work_style=WorkStyle.REMOTE,
    hours_per_week=AskedHoursRequest(min_=4, desired=8),
    required_skills=[RequiredSkillRequest(skill="instagram", min_proficiency=2)],
    reward=RewardRequest(kind=RewardKind.MONTHLY, min_yen=50_000, max_yen=80_000),
)


def send_people(client: AuthenticatedClient) -> None:
    """Sends everybody. A wrong line is told at its place; the rest is stored."""
    outcomes = list(send_in_bulk(client, "/api/v1/candidates/bulk", (person.to_dict() for person in PEOPLE)))
    for outcome in outcomes:
        person = PEOPLE[outcome["index"]]
        faults = (outcome.get("problem") or {}).get("errors", [])
        told = "; ".join(f"{fault['pointer']} {fault['detail']}" for fault in faults)
        print(f"  {person.external_id}: {outcome['status']} {told}".rstrip())
    assert [outcome["index"] for outcome in outcomes] == [0, 1, 2]
    assert {outcomes[0]["status"], outcomes[2]["status"]} <= {200, 201}
    assert outcomes[1]["status"] == 422
    assert outcomes[1]["problem"]["errors"][0]["pointer"] == "/hours_per_week"


def publish_posting(client: AuthenticatedClient) -> Posting:
    """Writes the posting under our own key and publishes it, unless that was done before."""
    posting = wanted(Posting, upsert_posting.sync("job-board-1", client=client, body=POSTING))
    if posting.status == PostingStatus.DRAFT:
        move = TransitionRequest(to=PostingStatus.PUBLISHED)
        posting = wanted(Posting, transition_posting.sync(posting.id, client=client, body=move))
    assert posting.status == PostingStatus.PUBLISHED
    print(f"  {posting.title}: {posting.status}")
    return posting


def read_ranking(client: AuthenticatedClient, posting: UUID) -> tuple[RankedCandidate, str]:
    """Who stands first, and the ETag by which the list can be named later."""
    answer = rank_candidates.sync_detailed(posting, client=client, limit=3)
    ranking = wanted(CandidateRanking, answer.parsed)
    for person in ranking.items:
        print(f"  {person.rank}. {person.display_name or person.reference} {person.score / 10_000:.1f}")
    first = ranking.items[0]
    assert sum(line.contribution for line in first.breakdown) == first.score, "every point is accounted for"
    return first, answer.headers["ETag"]


def explain(client: AuthenticatedClient, posting: UUID, person: RankedCandidate) -> None:
    explained = wanted(
        MatchExplanation,
        explain_match.sync(client=client, posting_id=posting, candidate_id=person.candidate_id),
    )
    for reason in explained.reasons_ja:
        print(f"  ・{reason}")
    assert explained.eligible and explained.score == person.score
    assert not explained.why_not_shown


def sign_up_once(client: AuthenticatedClient) -> Candidate:
    """Makes a person, twice by the same key as after a broken connection: there is one person, and one answer."""
    key = str(uuid4())
    body = CandidateRequest(display_name="井上 恵")
    first = create_candidate.sync_detailed(client=client, body=body, idempotency_key=key)
    again = create_candidate.sync_detailed(client=client, body=body, idempotency_key=key)
    person = wanted(Candidate, first.parsed)
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    print(f"  {person.display_name}: sent twice, made once")
    return person


def report(client: AuthenticatedClient, posting: UUID, person: RankedCandidate, etag: str) -> None:
    """Tells what became of the first, and of which list that came. Told again, an event is counted once."""
    event = OutcomeRequest(
        event_id=f"mail-{uuid4()}",
        kind=OutcomeKind.CONTACTED,
        posting_id=posting,
        candidate_id=person.candidate_id,
        happened_at=datetime.now(UTC),
        ranking_etag=etag,
    )
    answers = [report_outcome.sync_detailed(client=client, body=event) for _ in range(2)]
    stored = [wanted(OutcomeEvent, answer.parsed) for answer in answers]
    assert [int(answer.status_code) for answer in answers] == [201, 200]
    assert stored[0].id == stored[1].id
    print(f"  {stored[0].kind}: told twice, counted once")


def be_refused(client: AuthenticatedClient) -> None:
    """A body with faults: all of them come at once, each with a pointer to its field. Nothing is stored."""
    wrong = PostingRequest(
        title="みそ蔵の新商品を首都圏に届ける",
        contract_form=ContractForm.QUASI_MANDATE,
        municipality="202151",
        work_style=WorkStyle.REMOTE,
        hours_per_week=AskedHoursRequest(min_=9, desired=8),
        required_skills=[RequiredSkillRequest(skill="instagrm")],
    )
    try:
        wanted(Posting, upsert_posting.sync("job-board-2", client=client, body=wrong))
    except Refused as refused:
        problem = refused.problem
        for fault in problem.errors:
            print(f"  {fault.pointer}: {fault.detail}")
        assert problem.status == 422 and problem.code == "validation_failed"
        assert {fault.pointer for fault in problem.errors} == {"/hours_per_week/min", "/required_skills/0/skill"}
    else:
        raise AssertionError("a posting with two faults was taken")


def follow_changes(client: AuthenticatedClient, cursor: str, person: Candidate) -> None:
    """All that has changed since the cursor. A program that goes on keeps the last cursor with what it applied."""
    seen = []
    while True:
        page = wanted(ChangeFeed, list_changes.sync(client=client, cursor=cursor))
        seen += page.items
        cursor = page.next_cursor
        if not page.has_more:
            break
    for change in seen:
        print(f"  {change.resource} {change.id} {change.kind}, version {change.version}")
    kinds = [change.kind for change in seen if change.id == str(person.id)]
    assert kinds == ["created", "deleted"], kinds


def main() -> None:
    with connect() as client:
        start = wanted(ChangeFeed, list_changes.sync(client=client, cursor="latest"))
        print("People, in bulk:")
        send_people(client)
        print("A posting:")
        posting = publish_posting(client)
        print("The ranking:")
        first, etag = read_ranking(client, posting.id)
        print("Why the first is first:")
        explain(client, posting.id, first)
        print("A person, with an idempotency key:")
        person = sign_up_once(client)
        print("An outcome:")
        report(client, posting.id, first, etag)
        print("A request with faults:")
        be_refused(client)
        assert delete_candidate.sync_detailed(person.id, client=client).status_code == 204
        print("What has changed since we began:")
        follow_changes(client, start.next_cursor, person)


if __name__ == "__main__":
    main()
