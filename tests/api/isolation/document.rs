//! The operations as the served document tells them: nothing is asked that is not documented, and everything that is.

use domain::{Scope, Word};
use serde_json::Value;

use crate::client::Client;

/// Operations that every key may use: they tell of nobody. Everything else names its scope in its description.
const OPEN_TO_EVERY_KEY: &[&str] = &[
    "get_index",
    "list_categories",
    "list_regions",
    "get_region",
    "list_skills",
    "get_skill",
    "normalize_skills",
    "download_import_template",
    "show_own_page",
    "withdraw_own_application",
    "answer_own_offer",
    "update_own_profile",
    "delete_own_consent",
    "create_session",
    "get_session",
    "end_session",
    // The token is the right to it.
    "get_survey_questions",
    "answer_survey",
    // What bodies say of themselves to all.
    "list_directory",
    "get_directory_entry",
];

/// Scopes of the kinds of sheets.
const SHEETS: [Scope; 3] = [Scope::CandidatesWrite, Scope::PostingsWrite, Scope::ApplicationsWrite];

/// Operations whose scope depends on the kind of the record, which is looked for first: one of these opens some kind.
const BY_THE_RECORD: &[(&str, [Scope; 4])] = &[
    ("list_jobs", JOBS),
    ("get_job", JOBS),
    ("follow_job", JOBS),
    ("cancel_job", [Scope::MatchesWrite, SHEETS[0], SHEETS[1], SHEETS[2]]),
    ("get_import", [SHEETS[0], SHEETS[0], SHEETS[1], SHEETS[2]]),
    ("list_import_rows", [SHEETS[0], SHEETS[0], SHEETS[1], SHEETS[2]]),
    ("download_import_report", [SHEETS[0], SHEETS[0], SHEETS[1], SHEETS[2]]),
];

const JOBS: [Scope; 4] = [Scope::MatchesRead, SHEETS[0], SHEETS[1], SHEETS[2]];

/// Operations on users, who are all given a role that opens reports alone: nobody hands on more than they have.
const HANDS_ON: [&str; 6] =
    ["create_user", "replace_user", "update_user", "set_user_password", "disable_user", "enable_user"];

/// Operations that read the record before they write it, by the scope of reading.
const READ_FIRST: &[(&str, Scope)] = &[
    ("update_agreement", Scope::AgreementsRead),
    ("update_alliance", Scope::AlliancesRead),
    ("update_promise", Scope::HandoversRead),
    ("start_posting_from_template", Scope::AlliancesRead),
    ("update_candidate", Scope::CandidatesRead),
    ("update_encounter", Scope::SelectionsRead),
    ("update_cohort", Scope::PreparationRead),
    ("update_course", Scope::PreparationRead),
    ("update_organization", Scope::OrganizationsRead),
    ("update_region_group", Scope::ProgramsRead),
    ("update_program", Scope::ProgramsRead),
    ("update_round", Scope::ProgramsRead),
    ("update_event", Scope::ProgramsRead),
    ("update_posting", Scope::PostingsRead),
    // Where the body names its organization, it is compared with the record's.
    ("replace_posting", Scope::PostingsRead),
    ("update_engagement_terms", Scope::EngagementsRead),
    ("update_ledger_entry", Scope::EngagementsRead),
    ("update_webhook", Scope::WebhooksRead),
    ("update_user", Scope::UsersRead),
    ("replace_user", Scope::UsersWrite),
    ("set_user_password", Scope::UsersWrite),
    ("disable_user", Scope::UsersWrite),
    ("enable_user", Scope::UsersWrite),
];

/// One operation.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// `get_candidate`.
    pub(super) id: String,
    /// `GET`.
    pub(super) method: String,
    /// `/candidates/{id}`, below `/api/v1`.
    pub(super) path: String,
    /// The names of the path's parameters, in order.
    pub(super) path_parameters: Vec<String>,
    /// The query's parameters, and whether each is needed.
    pub(super) query: Vec<(String, bool)>,
    /// The headers that it takes.
    pub(super) headers: Vec<String>,
    /// The media type of the body and the name of its schema.
    pub(super) body: Option<(String, String)>,
    /// The scopes that its description names: a key needs all scopes of one of these lists.
    pub(super) scopes: Vec<Vec<Scope>>,
    /// With which scope it reads the record before it writes.
    pub(super) reads_first: Option<Scope>,
}

impl Operation {
    /// Whether a key of its own in the path opens it, and no key of an organization.
    pub(super) fn is_keyless(&self) -> bool {
        ["/me/", "/answers/"].iter().any(|keyless| self.path.starts_with(keyless))
    }

    /// Whether it only reads.
    pub(super) fn reads(&self) -> bool {
        self.method == "GET"
    }

    /// Whether a key with these scopes may use it.
    pub(super) fn is_open_to(&self, held: &[Scope]) -> bool {
        let has_all = |needed: &Vec<Scope>| needed.iter().all(|scope| held.contains(scope));
        let may_read = self.reads_first.is_none_or(|scope| held.contains(&scope));
        held.contains(&Scope::Admin) || self.scopes.is_empty() || may_read && self.scopes.iter().any(has_all)
    }

    /// Whether a key that may not use it is told by the way that there is no such record.
    pub(super) fn looks_first(&self, held: &[Scope]) -> bool {
        self.reads_first.is_some_and(|scope| held.contains(&scope))
            || BY_THE_RECORD
                .iter()
                .any(|(id, any)| *id == self.id && any.iter().any(|one| held.contains(one)))
    }

    /// The collection that its path begins with: `candidates`, `events/outcomes`.
    pub(super) fn collection(&self) -> &str {
        self.path.trim_start_matches('/').split("/{").next().unwrap_or_default()
    }
}

/// All operations of the document that the server serves.
pub(super) fn operations(client: &Client) -> Vec<Operation> {
    let document = client.send_to(("GET", "/openapi.json"), &[], b"").expect(200);
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if method != "parameters" {
                all.push(read((path, method), &methods["parameters"], operation));
            }
        }
    }
    assert!(all.len() > 80, "only {} operations are documented", all.len());
    all
}

fn read((path, method): (&str, &str), shared: &Value, operation: &Value) -> Operation {
    let id = operation["operationId"].as_str().unwrap().to_owned();
    let parameters = [shared, &operation["parameters"]];
    let parameters: Vec<&Value> = parameters.into_iter().filter_map(Value::as_array).flatten().collect();
    let named = |place: &str| {
        let here: Vec<(String, bool)> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == place)
            .map(|parameter| {
                let name = parameter["name"].as_str().expect("parameters are written out");
                (name.to_owned(), parameter["required"] == true)
            })
            .collect();
        here
    };
    let words = operation["description"].as_str().unwrap_or_default().split_whitespace();
    let by_the_record = BY_THE_RECORD.iter().find(|(first, _)| *first == id);
    let scopes = match by_the_record {
        Some((_, any)) => any.map(|scope| vec![scope]).to_vec(),
        None if HANDS_ON.contains(&id.as_str()) => vec![vec![Scope::UsersWrite, Scope::ReportsRead]],
        None => scopes(&words.collect::<Vec<_>>().join(" ")),
    };
    assert_eq!(
        scopes.is_empty(),
        OPEN_TO_EVERY_KEY.contains(&id.as_str()),
        "{id}: its description names no scope (`Scope: …`), or it names one and stands in the list without"
    );
    Operation {
        method: method.to_uppercase(),
        path: path.strip_prefix("/api/v1").expect("operations lie below /api/v1").to_owned(),
        path_parameters: named("path").into_iter().map(|(name, _)| name).collect(),
        query: named("query"),
        headers: named("header").into_iter().map(|(name, _)| name).collect(),
        body: body(operation),
        scopes,
        reads_first: READ_FIRST.iter().find(|(first, _)| *first == id).map(|(_, scope)| *scope),
        id,
    }
}

/// `Scope: `a`.` is one, `Scopes: `a` and `b`.` are two together, `Scope: `a` or `b`.` one of them; what is needed with
/// some header only does not count. A key that rotates itself needs none, but no question here is about the key that
/// asks it.
fn scopes(description: &str) -> Vec<Vec<Scope>> {
    let Some((_, rest)) = description.split_once("copes: ").or_else(|| description.split_once("cope: "))
    else {
        return Vec::new();
    };
    let sentence = rest.split(['.', ';']).next().unwrap_or_default();
    let named = |text: &str| text.split('`').filter_map(Scope::parse).collect::<Vec<_>>();
    match sentence.contains(" or ") {
        // Of a sheet that is sent, the kind says which; the questions here send people.
        true if sentence.ends_with("as the kind") => vec![vec![SHEETS[0]]],
        true => named(sentence).into_iter().map(|scope| vec![scope]).collect(),
        false => match named(sentence.split(',').next().unwrap_or_default()) {
            none if none.is_empty() => Vec::new(),
            all => vec![all],
        },
    }
}

fn body(operation: &Value) -> Option<(String, String)> {
    let mut kinds = operation["requestBody"]["content"].as_object()?.iter();
    // Packed or not, it is the same.
    let (media_type, content) = kinds.find(|(media_type, _)| *media_type != "application/gzip")?;
    // Of a body of many lines, what a line is.
    let references = [&content["schema"]["$ref"], &content["x-item-schema"]["$ref"]];
    let schema = references.into_iter().find_map(Value::as_str).and_then(|path| path.rsplit('/').next());
    let name = schema.unwrap_or_else(|| operation["operationId"].as_str().unwrap());
    Some((media_type.clone(), name.to_owned()))
}
