//! Every operation with every record of A in every place, by one key of B: the answer must be the one that is given for
//! a record that never was, byte for byte but for what changes by itself, and no answer holds a canary.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use domain::Scope;
use serde_json::{Value, json};

use super::NOBODY;
use super::document::Operation;
use super::exceptions::Exceptions;
use super::questions::{Beside, Form, Place, Question, Takes};
use super::world::{Kind, Object, Openness, World};
use crate::client::{Answer, Client};

/// A word that stands nowhere.
const NOWHERE: &str = "nirgendwo0001x";

/// What changes from one answer to the next by itself.
const VOLATILE: [&str; 3] = ["request_id", "as_of", "instance"];

/// They are about the session that asks, and the second ends it; keys have none.
const OF_SESSIONS: [&str; 2] = ["get_session", "end_session"];

/// What can be done once only, and was done while the records were made.
const DONE_ONCE: [&str; 4] =
    ["create_application", "create_enrollment", "create_proposal", "create_referral"];

/// A key of B and what it has seen.
pub(super) struct Sweep<'a> {
    pub(super) world: &'a World,
    pub(super) exceptions: &'a Exceptions,
    pub(super) client: Client,
    pub(super) held: Vec<Scope>,
    /// A's cursors.
    pub(super) cursors: &'a [String],
    pub(super) fresh: &'a Cell<u32>,
    /// A header that goes with the questions.
    pub(super) condition: Option<(&'static str, &'static str)>,
    pub(super) asked: u32,
    pub(super) faults: Vec<String>,
}

impl Sweep<'_> {
    /// Asks everything of these operations.
    pub(super) fn run<'o>(&mut self, operations: impl IntoIterator<Item = &'o Operation>) {
        for operation in operations {
            if OF_SESSIONS.contains(&operation.id.as_str()) {
                continue;
            }
            let form = Form::of(operation, self.fresh);
            match operation.is_open_to(&self.held) {
                true => self.ask_all(&form),
                false => self.ask_in_vain(&form),
            }
        }
    }

    /// A key without the scope is refused, whatever it names.
    fn ask_in_vain(&mut self, form: &Form<'_>) {
        let mut values = vec![BTreeMap::new()];
        for place in &form.places {
            if let Takes::Id(kind) = place.takes {
                values
                    .extend(self.world.of(kind).map(|object| BTreeMap::from([(place, object.id.as_str())])));
            }
        }
        for values in values {
            let question = form.question((self.world, Beside::Own), &values, "");
            let answer = self.ask(&question);
            let looked = form.operation.looks_first(&self.held) && [404, 422].contains(&answer.status);
            if !looked && (answer.status != 403 || answer.body()["code"] != "missing_scope") {
                self.fault(&question, &answer, "is done without its scope");
            }
        }
    }

    fn ask_all(&mut self, form: &Form<'_>) {
        let extras: &[&str] = match form.operation.query.iter().any(|(name, _)| name == "pool") {
            true => &["", "pool=applicants"],
            false => &[""],
        };
        for extra in extras {
            if form.operation.path_parameters.is_empty() {
                self.ask_plainly(form, extra);
            }
            if self.held.contains(&Scope::Admin) && form.places.iter().any(|place| place.part == "path") {
                self.ask_with_tags(form);
            }
            for place in &form.places {
                let besides: &[Beside] = match (place.takes, form.places.len()) {
                    (Takes::Id(_), 2..) => &[Beside::Own, Beside::Seen, Beside::Hidden],
                    _ => &[Beside::Own],
                };
                besides.iter().for_each(|beside| self.fill(form, (place, *beside), extra));
            }
        }
    }

    /// With conditions that only a record can meet or fail.
    fn ask_with_tags(&mut self, form: &Form<'_>) {
        for (name, tag) in [("If-Match", "\"1\""), ("If-Match", "*"), ("If-None-Match", "*")] {
            if form.operation.headers.iter().any(|header| header == name) {
                self.condition = Some((name, tag));
                for place in form.places.iter().filter(|place| place.part == "path") {
                    self.fill(form, (place, Beside::Own), "");
                }
            }
        }
        self.condition = None;
    }

    /// As B asks for itself: it must be done, or else the other questions would show nothing.
    fn ask_plainly(&mut self, form: &Form<'_>, extra: &str) {
        let question = form.question((self.world, Beside::Own), &BTreeMap::new(), extra);
        let answer = self.ask(&question);
        let done_before = answer.status == 409 && DONE_ONCE.contains(&form.operation.id.as_str());
        if !(200..300).contains(&effect(&answer).0) && !done_before {
            self.fault(&question, &answer, "is refused, so that it shows nothing");
        }
    }

    /// Puts every fitting record of A into one place.
    fn fill(&mut self, form: &Form<'_>, (place, beside): (&Place, Beside), extra: &str) {
        let world = self.world;
        let ask = |sweep: &mut Self, value: &str| {
            let question = form.question((world, beside), &BTreeMap::from([(place, value)]), extra);
            let answer = sweep.ask(&question);
            (question, answer)
        };
        match place.takes {
            Takes::Cursor => {
                for cursor in self.cursors {
                    ask(self, cursor);
                }
            }
            Takes::Words => {
                let nothing = plain(&ask(self, NOWHERE).1, NOWHERE, form.operation);
                for object in world.of(Kind::ExternalId).take(3) {
                    let (question, answer) = ask(self, &object.id);
                    if plain(&answer, &object.id, form.operation) != nothing {
                        self.fault(&question, &answer, "finds what it must not");
                    }
                }
            }
            Takes::Id(Kind::ExternalId) => {
                let objects: Vec<&Object> = world.of(Kind::ExternalId).collect();
                self.compare(form, (place, beside, &objects, NOWHERE), ask);
            }
            Takes::Id(_) | Takes::Code => {
                // Which scope a key has does not change where an id is looked up: records of every other kind are
                // tried by those to whom all these operations are open, and by who has no key.
                let tries_all =
                    beside == Beside::Own && (self.held.is_empty() || self.held.contains(&Scope::Admin));
                let fits = |object: &&Object| {
                    object.kind != Kind::ExternalId && (tries_all || place.takes == Takes::Id(object.kind))
                };
                let objects: Vec<&Object> = world.objects.iter().filter(fits).collect();
                self.compare(form, (place, beside, &objects, NOBODY), ask);
            }
        }
    }

    /// What is said of each record against what is said of none.
    fn compare(
        &mut self,
        form: &Form<'_>,
        (place, beside, objects, nothing): (&Place, Beside, &[&Object], &str),
        mut ask: impl FnMut(&mut Self, &str) -> (Question, Answer),
    ) {
        let operation = form.operation;
        let of_nothing = plain(&ask(self, nothing).1, nothing, operation);
        let names_path = place.part == "path"
            && beside == Beside::Own
            && !matches!(place.takes, Takes::Code | Takes::Id(Kind::ExternalId));
        for object in objects {
            let (question, answer) = ask(self, &object.id);
            if plain(&answer, &object.id, operation) != of_nothing {
                let refused = effect(&answer).0 >= 400;
                let may_differ = object.openness != Openness::Hidden
                    && (refused || self.exceptions.allow(&operation.id, place, object.kind));
                if !may_differ {
                    let what = format!("tells {object:?} in {} from nothing: {of_nothing}", place.name);
                    self.fault(&question, &answer, &what);
                }
            } else if names_path && ![403, 404].contains(&answer.status) {
                self.fault(&question, &answer, "is neither refused nor not found");
            }
        }
    }

    /// Sends a question and looks for canaries in the whole answer.
    fn ask(&mut self, question: &Question) -> Answer {
        let media_type = question.media_type.as_deref().map(|media_type| ("Content-Type", media_type));
        // Without a key an address is answered only so often, so every question comes from another one.
        let from = Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) + self.asked).to_string();
        let headers: Vec<_> = media_type
            .into_iter()
            .chain(self.condition)
            .chain([("X-Forwarded-For", from.as_str())])
            .collect();
        let answer = self.client.send((&question.method, &question.path), &headers, question.body.as_bytes());
        self.asked += 1;
        let whole = format!("{}{}", answer.head(), answer.text);
        let leaked = self.world.canaries.found_in(&whole, &question.said());
        if !leaked.is_empty() {
            self.fault(question, &answer, &format!("LEAKS {leaked:?}"));
        }
        if answer.status >= 500 || answer.status == 429 {
            self.fault(question, &answer, "fails");
        }
        if question.method != "GET" && effect(&answer).0 < 300 {
            self.world.canaries.give(&question.said());
        }
        answer
    }

    fn fault(&mut self, question: &Question, answer: &Answer, what: &str) {
        let Question { method, path, body, .. } = question;
        let told: String = answer.text.chars().take(600).collect();
        self.faults.push(format!(
            "{method} {path} {:?} {body}\n  by {:?} {what}\n  → {} {told}",
            self.condition, self.held, answer.status
        ));
    }
}

/// The status and what was said of it: of a body of many lines, its only line.
fn effect(answer: &Answer) -> (u64, Value) {
    let body = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
    match answer.header("content-type") {
        Some("application/x-ndjson") => {
            (body["status"].as_u64().expect("a line has a status"), body["problem"].clone())
        }
        _ => (u64::from(answer.status), body),
    }
}

/// The answer without what changes by itself, and without the value that was asked for. Of what was written, only how
/// it ended: what is made anew differs.
fn plain(answer: &Answer, value: &str, operation: &Operation) -> String {
    let (status, mut body) = effect(answer);
    strip(&mut body);
    let told = match (status, &body) {
        (..300, _) if !operation.reads() => String::new(),
        (_, Value::Null) => answer.text.clone(),
        _ => body.to_string(),
    };
    format!("{status} {}", told.replace(value, "§"))
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                if VOLATILE.contains(&name.as_str()) {
                    *inner = json!(null);
                }
                strip(inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
