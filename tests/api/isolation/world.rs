//! What the two organizations have: A's records of every kind, each text of them a canary, and B's own few.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::canaries::Canaries;
use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::crowd;
use crate::receiver::{Received, Receiver};

mod alliance;
mod calls;
mod engagements;
mod listening;
mod marked;
mod people;
mod preparation;
mod selection;
mod stages;

pub(super) use people::{LOGIN_OF_B, PASSWORD_OF_B};

/// What an id is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Organization,
    Agreement,
    Alliance,
    Handover,
    /// A user to whom something is handed over.
    Successor,
    PostingTemplate,
    Promise,
    Proposal,
    Referral,
    ApiKey,
    Posting,
    Candidate,
    Cohort,
    Consent,
    Course,
    Enrollment,
    Survey,
    Wave,
    Application,
    Encounter,
    AuditEvent,
    Outcome,
    Import,
    Job,
    MatchRun,
    Engagement,
    CheckIn,
    LedgerEntry,
    Webhook,
    Delivery,
    User,
    Note,
    Decision,
    NoticeBatch,
    Notice,
    RegionGroup,
    Program,
    Round,
    /// 説明会・催し.
    Event,
    SecondLook,
    /// An organization's own key for a record: text, no UUID.
    ExternalId,
    /// A mail address by which somebody logs in. That one is taken is told to whoever makes users, by its nature.
    Mail,
}

/// Whether B may know of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Openness {
    /// It does not exist for B.
    Hidden,
    /// Everybody may read it.
    Public,
    /// A person whose profile a consent opens, without name and contact.
    Profile,
}

/// A record of A.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) openness: Openness,
}

impl Object {
    /// A record of the one who asks.
    pub(super) fn own(kind: Kind, id: &str) -> Self {
        Self { kind, id: id.to_owned(), openness: Openness::Public }
    }
}

/// Everything that was made.
pub(super) struct World {
    pub(super) canaries: Canaries,
    /// A's records. Of each kind the hidden ones that belong together come first.
    pub(super) objects: Vec<Object>,
    /// One record of B of each kind.
    pub(super) own: BTreeMap<Kind, String>,
    /// C, with which B has an agreement and A another one.
    pub(super) third_id: String,
    /// A's `Idempotency-Key` and the body that came with it.
    pub(super) once: (String, Value),
    /// What opens the page of a person of B; until it is made, of nobody.
    pub(super) own_page: String,
    /// Who is told of B's changes.
    pub(super) receiver_of_b: Receiver,
    /// Who is told of A's.
    receiver_of_a: Receiver,
}

impl World {
    /// B's records first, so that B listens while A writes.
    pub(super) fn build(app: &TestApp) -> Self {
        let (receiver_of_a, receiver_of_b) = (Receiver::start(), Receiver::start());
        let mut world = Self {
            canaries: Canaries::default(),
            objects: Vec::new(),
            own: BTreeMap::new(),
            third_id: app.coordinator_id.clone(),
            once: (String::new(), json!({})),
            own_page: format!("tsp_{}", "a".repeat(52)),
            receiver_of_b,
            receiver_of_a,
        };
        world.listen(app);
        world.select_own(app);
        world.call_own(app);
        world.mark(app);
        world.select(app);
        world.call(app);
        world.hand_over(app);
        assert!(world.canaries.len() > 100, "only {} places are marked", world.canaries.len());
        world
    }

    /// A's records of a kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object> {
        self.objects.iter().filter(move |object| object.kind == kind)
    }

    fn hide(&mut self, kind: Kind, id: &str) {
        self.canaries.keep(&format!("the id of a {kind:?}"), id);
        self.objects.push(Object { kind, id: id.to_owned(), openness: Openness::Hidden });
    }

    fn show(&mut self, kind: Kind, id: &str, openness: Openness) {
        self.objects.push(Object { kind, id: id.to_owned(), openness });
    }

    /// A key of A's own for a record, to be probed by B.
    fn external_id(&mut self, of: &str) -> String {
        let word = self.canaries.word(&format!("the external id of {of}"));
        self.objects.push(Object { kind: Kind::ExternalId, id: word.clone(), openness: Openness::Hidden });
        word
    }
}

/// The id of what was just made.
fn made(answer: &Answer) -> String {
    assert!([200, 201, 202].contains(&answer.status), "{}", answer.text);
    answer.id()
}

/// Sends a sheet and waits for its end: the ids of its job and of the import.
pub(super) fn imported(client: &Client, kind: &str, sheet: &str) -> (String, String) {
    let target = format!("/imports?kind={kind}");
    let answer = client.send(("POST", &target), &[("Content-Type", "text/csv")], sheet.as_bytes());
    let job = made(&answer);
    let ended = crowd::ended(client, &format!("/jobs/{job}"));
    assert_eq!(ended["state"], "succeeded", "{ended}");
    (job, ended["result"]["import_id"].as_str().unwrap().to_owned())
}

/// A refusal of a person by a posting's body, as it is reported.
fn outcome(event: &str, (posting, person): (&str, &str), reason: &str) -> Value {
    json!({
        "event_id": event, "kind": "declined", "posting_id": posting, "candidate_id": person,
        "happened_at": "2026-07-20T05:00:00Z", "reason": reason,
    })
}

/// Makes a last person and waits until the organization's webhook has been told of them, and of everything before.
pub(super) fn settle((client, webhook): (&Client, &str), receiver: &Receiver) -> Vec<Received> {
    let last = made(&client.post("/candidates", &json!({"display_name": "最後の人"})));
    let told = receiver.wait_for(|told| told.iter().any(|message| message.body.contains(&last)));
    for _ in 0..2400 {
        let pending = client.get(&format!("/webhooks/{webhook}/deliveries?state=pending")).expect(200);
        if pending["items"] == json!([]) {
            return receiver.received();
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("{} messages have come, and others are still to be delivered", told.len());
}
