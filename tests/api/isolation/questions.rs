//! Requests made of a documented operation: which of its places name records, and a request with this or that in them.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::bodies::{self, Usual};
use super::document::Operation;
use super::world::{Kind, Openness, World};

/// A place of a request into which a record's id, or a word of one, can be put.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// `path`, `query` or `body`.
    pub(super) part: &'static str,
    /// The parameter's name, or the pointer.
    pub(super) name: String,
    /// What belongs there.
    pub(super) takes: Takes,
}

/// What belongs in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Takes {
    /// The id of a record.
    Id(Kind),
    /// Words that are looked for.
    Words,
    /// Where a page begins.
    Cursor,
    /// A word of ours that is about nobody, such as a region's code.
    Code,
}

/// Whose records stand in the places that a question is not about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// B's own.
    Own,
    /// Those of A that B may see, as far as there are any.
    Seen,
    /// Those of A that B may not see, which belong together.
    Hidden,
}

/// A request, ready to be sent.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) method: String,
    /// Below `/api/v1`, with the query.
    pub(super) path: String,
    pub(super) media_type: Option<String>,
    pub(super) body: String,
}

impl Question {
    /// Everything that it says.
    pub(super) fn said(&self) -> String {
        format!("{} {}", self.path, self.body)
    }
}

/// An operation with its places.
pub(super) struct Form<'a> {
    pub(super) operation: &'a Operation,
    pub(super) places: Vec<Place>,
    template: Option<(String, Value)>,
    fresh: &'a Cell<u32>,
}

impl<'a> Form<'a> {
    /// # Panics
    /// A parameter or a body that is not known: say below what it takes.
    pub(super) fn of(operation: &'a Operation, fresh: &'a Cell<u32>) -> Self {
        let template =
            operation.body.as_ref().map(|(media, schema)| (media.clone(), bodies::template(schema, media)));
        let path = operation.path_parameters.iter().map(|name| Place {
            part: "path",
            name: name.clone(),
            takes: path_takes(operation, name),
        });
        let query = operation.query.iter().filter_map(|(name, _)| {
            let takes = query_takes(operation, name)?;
            Some(Place { part: "query", name: name.clone(), takes })
        });
        let slots = template.iter().flat_map(|(_, template)| bodies::slots(template));
        // The external id of the path is the body's.
        let is_upsert = operation.path_parameters.iter().any(|name| name == "external_id");
        let slots = slots.filter(move |slot| !(is_upsert && slot.pointer == "/external_id"));
        let body = slots.map(|slot| Place { part: "body", name: slot.pointer, takes: Takes::Id(slot.kind) });
        let places = path.chain(query).chain(body).collect();
        Self { operation, places, template, fresh }
    }

    /// A request with these values in these places; what stands in the others is said by `beside`.
    pub(super) fn question(
        &self,
        (world, beside): (&World, Beside),
        values: &BTreeMap<&Place, &str>,
        extra: &str,
    ) -> Question {
        let given = |part: &str, name: &str| {
            let found = values.iter().find(|(place, _)| (place.part, place.name.as_str()) == (part, name));
            found.map(|(_, value)| (*value).to_owned())
        };
        let mut path = self.operation.path.clone();
        for name in &self.operation.path_parameters {
            let usual = || match path_takes(self.operation, name) {
                Takes::Id(kind) => stand_in(world, beside, kind).unwrap_or_else(|| world.own[&kind].clone()),
                Takes::Code if self.operation.collection() == "me" => world.own_page.clone(),
                Takes::Code | Takes::Words | Takes::Cursor => code(self.operation, name).to_owned(),
            };
            let value = given("path", name).unwrap_or_else(usual);
            path = path.replace(&format!("{{{name}}}"), &encoded(&value));
        }
        let mut query: Vec<String> = Vec::new();
        for (name, required) in &self.operation.query {
            let kind = match query_takes(self.operation, name) {
                Some(Takes::Id(kind)) => Some(kind),
                _ => None,
            };
            let usual = || match (kind, required) {
                (Some(kind), true) => {
                    stand_in(world, beside, kind).or_else(|| Some(world.own[&kind].clone()))
                }
                // One of two must be named.
                (Some(Kind::ApiKey), false)
                    if self.operation.id == "list_people_read" && given("query", "user_id").is_none() =>
                {
                    Some(world.own[&Kind::ApiKey].clone())
                }
                (Some(kind), false) => stand_in(world, beside, kind),
                (None, true) => Some(word(self.operation, name).to_owned()),
                (None, false) => None,
            };
            query.extend(
                given("query", name).or_else(usual).map(|value| format!("{name}={}", encoded(&value))),
            );
        }
        query.extend((!extra.is_empty()).then(|| extra.to_owned()));
        let text_of = |slot: &bodies::Slot| {
            given("body", &slot.pointer).or_else(|| match slot.usual {
                Usual::Third => stand_in(world, beside, slot.kind).or_else(|| Some(world.third_id.clone())),
                Usual::Own => {
                    stand_in(world, beside, slot.kind).or_else(|| Some(world.own[&slot.kind].clone()))
                }
                Usual::Absent => stand_in(world, beside, slot.kind).filter(|_| slot.kind != Kind::ExternalId),
                Usual::Fresh => {
                    self.fresh.set(self.fresh.get() + 1);
                    let ending = if slot.kind == Kind::Mail { "@example.jp" } else { "" };
                    Some(format!("b-event-{}{ending}", self.fresh.get()))
                }
            })
        };
        let body = self.template.as_ref().map(|(_, template)| match template {
            Value::String(text) => text.clone(),
            template => bodies::filled(template, text_of).to_string(),
        });
        Question {
            method: self.operation.method.clone(),
            path: if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) },
            media_type: self.template.as_ref().map(|(media_type, _)| media_type.clone()),
            body: body.unwrap_or_default(),
        }
    }
}

/// A record of A in the place of one of B's.
fn stand_in(world: &World, beside: Beside, kind: Kind) -> Option<String> {
    let hidden = match beside {
        // A body's own key would make a record of B by that key.
        _ if kind == Kind::ExternalId => return None,
        Beside::Own => return None,
        Beside::Seen => false,
        Beside::Hidden => true,
    };
    world
        .of(kind)
        .find(|object| (object.openness == Openness::Hidden) == hidden)
        .map(|object| object.id.clone())
}

fn path_takes(operation: &Operation, name: &str) -> Takes {
    let kind = match (name, operation.collection()) {
        ("external_id", _) => Kind::ExternalId,
        ("consent_id", _) => Kind::Consent,
        ("delivery_id", _) => Kind::Delivery,
        ("candidate_id", _) => Kind::Candidate,
        ("outcome" | "language", "notice-templates") => return Takes::Code,
        ("id", "decisions") => Kind::Decision,
        ("id", "notice-batches") => Kind::NoticeBatch,
        ("id", "notices") => Kind::Notice,
        ("id", "notes") => Kind::Note,
        ("id", "region-groups") => Kind::RegionGroup,
        ("id", "programs") => Kind::Program,
        ("id", "rounds") => Kind::Round,
        ("id", "events") => Kind::Event,
        ("id", "second-looks") => Kind::SecondLook,
        ("check_in_id", _) => Kind::CheckIn,
        ("month" | "year", _) | ("number", "surveys") | ("token", "answers") => return Takes::Code,
        ("code", "regions") | ("id", "skills") | ("kind", "imports/templates") => return Takes::Code,
        ("id", "agreements") => Kind::Agreement,
        ("id", "alliances") => Kind::Alliance,
        ("id", "handovers") => Kind::Handover,
        ("id", "posting-templates") => Kind::PostingTemplate,
        ("id", "promises") => Kind::Promise,
        ("id", "proposals") => Kind::Proposal,
        ("id", "referrals") => Kind::Referral,
        ("id", "directory") => Kind::Organization,
        ("id", "api-keys") => Kind::ApiKey,
        ("id", "applications") => Kind::Application,
        ("id", "candidates") => Kind::Candidate,
        ("token", _) => return Takes::Code,
        ("id", "encounters") => Kind::Encounter,
        ("id", "cohorts") => Kind::Cohort,
        ("id", "courses") => Kind::Course,
        ("id", "enrollments") => Kind::Enrollment,
        ("id", "surveys") => Kind::Survey,
        ("id", "waves") => Kind::Wave,
        ("id", "events/outcomes") => Kind::Outcome,
        ("id", "engagements") => Kind::Engagement,
        ("id", "ledger-entries") => Kind::LedgerEntry,
        ("id", "imports") => Kind::Import,
        ("id", "jobs") => Kind::Job,
        ("id", "match-runs") => Kind::MatchRun,
        ("id", "organizations") => Kind::Organization,
        ("id", "postings") => Kind::Posting,
        ("id", "users") => Kind::User,
        ("id", "webhooks") => Kind::Webhook,
        _ => panic!("{}: {{{name}}} is not known: say in questions.rs whose id it is", operation.id),
    };
    Takes::Id(kind)
}

fn code(operation: &Operation, name: &str) -> &'static str {
    match operation.collection() {
        "notice-templates" if name == "language" => "ja",
        "notice-templates" => "not_selected",
        "regions" => "202151",
        "surveys" => "1",
        "imports/templates" => "candidates",
        "engagements" => "2026-09",
        "reports/fiscal-years" => "2021",
        _ => "instagram",
    }
}

/// A word of ours that a query must have.
fn word(operation: &Operation, name: &str) -> &'static str {
    match (operation.id.as_str(), name) {
        ("create_import", "kind") => "candidates",
        ("report_on_period", "from") => "2021-04-01",
        ("report_on_period", "until") => "2026-03-31",
        _ => panic!("{}: ?{name}= is needed: say in questions.rs what to send", operation.id),
    }
}

/// `None`: a word of ours that is about nobody, and is left out.
fn query_takes(operation: &Operation, name: &str) -> Option<Takes> {
    Some(match name {
        "application_id" => Takes::Id(Kind::Application),
        "posting_id" => Takes::Id(Kind::Posting),
        "program_id" => Takes::Id(Kind::Program),
        "cohort_id" => Takes::Id(Kind::Cohort),
        "round_id" => Takes::Id(Kind::Round),
        "region_group_id" => Takes::Id(Kind::RegionGroup),
        "candidate_id" => Takes::Id(Kind::Candidate),
        "before" | "after" => Takes::Id(Kind::Wave),
        "course_id" => Takes::Id(Kind::Course),
        "user_id" => Takes::Id(Kind::User),
        "match_run_id" => Takes::Id(Kind::MatchRun),
        "organization_id" => Takes::Id(Kind::Organization),
        "api_key_id" => Takes::Id(Kind::ApiKey),
        "resource_id" => Takes::Id(Kind::Candidate),
        "external_id" => Takes::Id(Kind::ExternalId),
        "cursor" => Takes::Cursor,
        "q" | "speciality" => Takes::Words,
        "fiscal_year"
        | "limit"
        | "action"
        | "resource"
        | "sort"
        | "status"
        | "state"
        | "kind"
        | "pool"
        | "readiness"
        | "region"
        | "interest"
        | "category"
        | "skill"
        | "min_proficiency"
        | "contract_form"
        | "work_style"
        | "hours_per_week"
        | "min_hours_per_week"
        | "from"
        | "until"
        | "min_reward_yen_per_hour"
        | "max_reward_yen_per_hour"
        | "prefecture"
        | "mode"
        | "validate_only"
        | "may_close"
        | "encoding"
        | "lang"
        | "allied"
        | "direction"
        | "due_until"
        | "outcome"
        | "format"
        | "due_before"
        | "overdue"
        | "mark"
        | "mentions"
        | "split"
        | "running_on"
        | "source" => return None,
        _ => panic!("{}: ?{name}= is not known: say in questions.rs what it takes", operation.id),
    })
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
