//! Two organizations on one server: with the keys of one, nothing of the other is read, changed, counted or heard of.
//!
//! A's records hold words that stand nowhere else, and the operations are those of the served document, so that a new
//! operation is asked too, or fails the test for want of something to send.

use std::cell::Cell;

use domain::{OrganizationKind, Scope, Word};
use matching::operator::{OperatorKey, issue_operator_key};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

mod bodies;
mod canaries;
mod document;
mod exceptions;
mod holdings;
mod kept;
mod log;
mod narrow;
mod outside;
mod questions;
mod roles;
mod sheets;
mod shown;
mod sweep;
mod world;

use exceptions::Exceptions;
use holdings::holdings;
use shown::whoever_is_shown_is_on_record;
use sweep::Sweep;
use world::{Kind, Object, World, settle};

crate::on_both!(
    no_key_of_another_organization_opens_anything,
    nobody_is_counted_who_is_not_open,
    whoever_is_shown_is_on_record,
);

/// An id that no record has.
const NOBODY: &str = "019a7c00-0000-7000-8000-00000000dead";

/// A key of the job board, B, with these scopes, made by the operator, who may also give none.
fn key_of_b(app: &TestApp, scopes: &[Scope]) -> Client {
    app.board().with_key(&secret_of_b(app, scopes))
}

fn secret_of_b(app: &TestApp, scopes: &[Scope]) -> String {
    let wanted = OperatorKey {
        organization: "求人サイト".to_owned(),
        kind: OrganizationKind::JobBoard,
        scopes: scopes.iter().copied().collect(),
    };
    issue_operator_key(app.engine(), &wanted).unwrap().secret
}

fn no_key_of_another_organization_opens_anything(app: &TestApp) {
    let mut world = World::build(app);
    let operations = document::operations(&app.board());
    let cursors = holdings::cursors(&app.city(), &operations);
    let before = holdings(&app.city(), &operations, &world.objects);
    let login = secret_of_b(app, &[Scope::Admin]);
    // All of them now: B may be called otherwise afterwards.
    let keys: Vec<(Client, Vec<Scope>)> = std::iter::once(Vec::new())
        .chain(Scope::ALL.iter().map(|scope| vec![*scope]))
        .map(|held| (key_of_b(app, &held), held))
        .collect();

    // And a user of each role, who may do what the role says.
    let keys: Vec<(Client, Vec<Scope>)> = keys.into_iter().chain(roles::users_of_b(app)).collect();

    let (exceptions, fresh) = (Exceptions::default(), Cell::new(0));
    let mut faults = outside::leaks(app, &world, &login);
    let mut sweeps: Vec<Sweep<'_>> = keys
        .into_iter()
        .map(|(client, held)| {
            let (world, exceptions, cursors, fresh) = (&world, &exceptions, cursors.as_slice(), &fresh);
            Sweep {
                world,
                exceptions,
                client,
                held,
                cursors,
                fresh,
                condition: None,
                asked: 0,
                faults: Vec::new(),
            }
        })
        .collect();
    // Reading first: what B writes with A's words in it is B's own from then on.
    let (keyless, keyed): (Vec<_>, Vec<_>) = operations.iter().partition(|operation| operation.is_keyless());
    let (reading, writing): (Vec<_>, Vec<_>) = keyed.into_iter().partition(|operation| operation.reads());
    // Nobody is met for an application that was moved on to its end.
    let (meeting, writing): (Vec<_>, Vec<_>) =
        writing.into_iter().partition(|operation| operation.collection() == "encounters");
    for operations in [reading, meeting, writing] {
        sweeps.iter_mut().for_each(|sweep| sweep.run(operations.iter().copied()));
    }
    let mut asked: u32 = sweeps.iter().map(|sweep| sweep.asked).sum();
    faults.extend(sweeps.into_iter().flat_map(|sweep| sweep.faults));
    // Last the person of B who reads their own page: for them no key of an organization counts.
    world.own_page = own_page_of_b(app);
    let mut person = Sweep {
        world: &world,
        exceptions: &exceptions,
        client: app.anonymous(),
        held: Vec::new(),
        cursors: &cursors,
        fresh: &fresh,
        condition: None,
        asked: 0,
        faults: Vec::new(),
    };
    person.run(keyless);
    asked += person.asked;
    faults.extend(person.faults);
    faults.extend(what_b_has_heard(app, &world));
    let own: Vec<Object> =
        world.own.iter().map(|(kind, id)| Object::own(*kind, id)).chain(runs_of_b(app)).collect();
    for (name, items) in holdings(&app.board(), &operations, &own) {
        let leaked = world.canaries.found_in(&items.concat(), "");
        faults.extend((!leaked.is_empty()).then(|| format!("B's {name}: {leaked:?}")));
    }
    faults.extend(outside::leaks(app, &world, &login));
    let after = holdings(&app.city(), &operations, &world.objects);
    faults.extend(kept::differences(&before, &after, &world.own[&Kind::Organization]));
    println!("{asked} questions about {} records", world.objects.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults[..faults.len().min(50)].join("\n"));
    assert_eq!(exceptions.not_needed(), Vec::<String>::new(), "exceptions that nothing needs");
}

/// What opens the page of somebody who has applied to a posting of B.
fn own_page_of_b(app: &TestApp) -> String {
    let b = app.board();
    let posting = app.published(&b, &crate::samples::posting("Bの最後の案件"));
    let person = b.post("/candidates", &crate::samples::candidate("Bの最後の応募者")).id();
    let pair = json!({"posting_id": posting, "candidate_id": person});
    let application = b.post("/applications", &pair).id();
    let made = b.post(&format!("/applications/{application}/access-token"), &json!({})).expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// The match runs that B has made meanwhile, over all postings that it may see, with what they have kept.
fn runs_of_b(app: &TestApp) -> Vec<Object> {
    let b = app.board();
    let page = b.get("/match-runs?limit=200").expect(200);
    let runs = page["items"].as_array().unwrap();
    assert!(runs.len() > 3, "B has ranked: {page}");
    runs.iter()
        .map(|run| {
            crate::crowd::ended(&b, &format!("/jobs/{}", run["job_id"].as_str().unwrap()));
            Object::own(Kind::MatchRun, run["id"].as_str().unwrap())
        })
        .collect()
}

/// Canaries in the messages to B's webhook, to which everything that B may hear of is sent.
fn what_b_has_heard(app: &TestApp, world: &World) -> Vec<String> {
    let told = settle((&app.board(), &world.own[&Kind::Webhook]), &world.receiver_of_b);
    assert!(told.len() > 100, "{} messages", told.len());
    let mut found: Vec<String> = Vec::new();
    for message in told {
        let leaked = world.canaries.found_in(&format!("{message:?}"), "");
        found.extend((!leaked.is_empty()).then(|| format!("a webhook of B: {} {leaked:?}", message.body)));
    }
    found
}

fn nobody_is_counted_who_is_not_open(app: &TestApp) {
    let world = World::build(app);
    let b = app.board();
    let total = |path: &str| b.get(path).expect(200)["total"].clone();
    assert_eq!(total("/candidates/facets"), 3, "B's three people");
    // B's two postings, and what A and C have published.
    assert_eq!(total("/postings/facets"), 4);
    assert_eq!(total(&format!("/postings/facets?organization_id={}", app.city_id)), 1);
    for word in world.of(Kind::ExternalId) {
        for list in ["candidates", "postings"] {
            for by in ["external_id", "q"] {
                let query = format!("{by}={}", word.id);
                assert_eq!(total(&format!("/{list}/facets?{query}")), 0, "{list} {query}");
                assert_eq!(b.get(&format!("/{list}?{query}")).expect(200)["items"], json!([]));
            }
        }
    }
    // B's three, and the one whose profile a consent opens.
    let considered = |answer: &Value| answer["totals"]["considered"].clone();
    let own = &world.own[&Kind::Posting];
    let published =
        world.of(Kind::Posting).find(|posting| posting.openness == world::Openness::Public).unwrap();
    for posting in [own, &published.id] {
        for part in ["matches", "feasibility"] {
            let answer = b.get(&format!("/postings/{posting}/{part}")).expect(200);
            assert_eq!(considered(&answer), 4, "{posting} {part}");
        }
    }
    let preview =
        b.post("/matches/preview", &json!({"posting": crate::samples::posting("案件")})).expect(200);
    assert_eq!((considered(&preview["ranking"]), considered(&preview["feasibility"])), (json!(4), json!(4)));
    let person = &world.own[&Kind::Candidate];
    // The published postings of all three.
    assert_eq!(considered(&b.get(&format!("/candidates/{person}/matches")).expect(200)), 3);

    // The same request with A's idempotency key is another request.
    let (key, body) = &world.once;
    let answer = b.json(("POST", "/candidates"), &[("Idempotency-Key", key)], body);
    assert_eq!((answer.status, answer.header("idempotent-replayed")), (201, None), "{}", answer.text);
    let whole = format!("{}{}", answer.head(), answer.text);
    assert_eq!(world.canaries.found_in(&whole, key), Vec::<String>::new());
    assert_eq!(total("/candidates/facets"), 4);
}
