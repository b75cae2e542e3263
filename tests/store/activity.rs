//! People with whom nothing happens: which records count as something that happened, or as something under way.
//!
//! Every table that hangs on people stands in one of the two lists here, so that a new one cannot be forgotten: whoever
//! adds it says whether its rows keep their person.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{Bool, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection};
use store::{BackEnd, DueBefore, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { every_table_that_hangs_on_people_counts_or_does_not, whatever_counts_keeps_the_person }

/// How a row keeps its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeps {
    /// As something that happened on a day.
    Since,
    /// As something under way, whenever it began.
    Whenever,
}

/// A column with its value, as SQL writes it. `{c}` is the person, `{t}` the instant of the row.
type Field = (&'static str, &'static str);
/// A table with the columns that matter in it.
type Row = (&'static str, &'static [Field]);

/// The tables that count, each with rows that keep a person.
const COUNTS: &[(&str, Keeps, &[Row])] = &[
    ("candidates", Keeps::Since, &[]),
    ("candidate_activity", Keeps::Since, &[("candidate_activity", &[("last_active_at", "{t}")])]),
    ("applications", Keeps::Since, &[("applications", &[("status", "'declined'"), ("updated_at", "{t}")])]),
    ("applications", Keeps::Whenever, &[("applications", &[("status", "'screening'")])]),
    (
        "encounters",
        Keeps::Since,
        &[
            ("applications", &[("id", "'a'"), ("status", "'declined'")]),
            (
                "encounters",
                &[
                    ("application_id", "'a'"),
                    ("updated_at", "{t}"),
                    ("status", "'held'"),
                    ("kind", "'meeting'"),
                    ("mode", "'online'"),
                ],
            ),
        ],
    ),
    ("engagements", Keeps::Whenever, &[("engagements", &[("reason", "'r'"), ("status", "'completed'")])]),
    (
        "promises",
        Keeps::Since,
        &[("promises", &[("to_candidate_id", "'{c}'"), ("state", "'kept'"), ("updated_at", "{t}")])],
    ),
    ("promises", Keeps::Whenever, &[("promises", &[("to_candidate_id", "'{c}'"), ("state", "'open'")])]),
    (
        "attendances",
        Keeps::Since,
        &[("attendances", &[("role", "'participant'"), ("status", "'attended'"), ("updated_at", "{t}")])],
    ),
    (
        "event_speakers",
        Keeps::Since,
        &[
            (
                "events",
                &[("id", "'e'"), ("starts_at", "{t}"), ("kind", "'briefing'"), ("audience", "'everyone'")],
            ),
            ("event_speakers", &[("event_id", "'e'"), ("candidate_id", "'{c}'")]),
        ],
    ),
    (
        "cohort_members",
        Keeps::Since,
        &[
            ("cohorts", &[("id", "'k'")]),
            (
                "cohort_members",
                &[
                    ("cohort_id", "'k'"),
                    ("left_on", "'2020-01-01'"),
                    ("left_reason", "'other'"),
                    ("updated_at", "{t}"),
                ],
            ),
        ],
    ),
    (
        "cohort_members",
        Keeps::Whenever,
        &[("cohorts", &[("id", "'k'")]), ("cohort_members", &[("cohort_id", "'k'")])],
    ),
    ("one_on_ones", Keeps::Since, &[("one_on_ones", &[("created_at", "{t}")])]),
    ("readiness_changes", Keeps::Since, &[("readiness_changes", &[("at", "{t}")])]),
    (
        "enrollments",
        Keeps::Since,
        &[("enrollments", &[("status", "'completed'"), ("ended_on", "'2020-01-01'"), ("updated_at", "{t}")])],
    ),
    ("consents", Keeps::Since, &[("consents", &[("withdrawn_at", "0"), ("created_at", "{t}")])]),
    ("consents", Keeps::Since, &[("consents", &[("withdrawn_at", "{t}")])]),
    ("consents", Keeps::Since, &[("consents", &[("until", "{t}")])]),
    ("consents", Keeps::Whenever, &[("consents", &[])]),
    (
        "ledger_entries",
        Keeps::Since,
        &[("ledger_entries", &[("source", "'manual'"), ("kind", "'alumni'"), ("updated_at", "{t}")])],
    ),
    ("notes", Keeps::Since, &[("notes", &[("candidate_id", "'{c}'"), ("updated_at", "{t}")])]),
    ("mark_events", Keeps::Since, &[("mark_events", &[("act", "'held'"), ("at", "{t}")])]),
    ("reveals", Keeps::Since, &[("reveals", &[("at", "{t}")])]),
    (
        "second_look_picks",
        Keeps::Since,
        &[
            ("second_looks", &[("id", "'l'"), ("created_at", "{t}")]),
            ("second_look_picks", &[("second_look_id", "'l'")]),
        ],
    ),
    (
        "second_look_picks",
        Keeps::Since,
        &[
            ("second_looks", &[("id", "'l'")]),
            (
                "second_look_picks",
                &[
                    ("second_look_id", "'l'"),
                    ("worth_a_look", "TRUE"),
                    ("found_for", "'o'"),
                    ("found_by", "'u'"),
                    ("found_at", "{t}"),
                ],
            ),
        ],
    ),
    (
        "decision_lines",
        Keeps::Since,
        &[
            ("decisions", &[("id", "'d'"), ("state", "'approved'"), ("updated_at", "{t}")]),
            ("decision_lines", &[("decision_id", "'d'"), ("outcome", "'selected'")]),
        ],
    ),
    (
        "notices",
        Keeps::Since,
        &[(
            "notices",
            &[
                ("outcome", "'selected'"),
                ("language", "'ja'"),
                ("state", "'sent'"),
                ("alternatives", "'[]'"),
                ("created_at", "{t}"),
            ],
        )],
    ),
    ("outcome_events", Keeps::Since, &[("outcome_events", &[("kind", "'declined'"), ("created_at", "{t}")])]),
    (
        "referrals",
        Keeps::Since,
        &[(
            "referrals",
            &[
                ("candidate_id", "'{c}'"),
                ("to_organization_id", "'y'"),
                ("kind", "'candidate'"),
                ("state", "'declined'"),
                ("updated_at", "{t}"),
            ],
        )],
    ),
    (
        "referrals",
        Keeps::Since,
        &[(
            "referrals",
            &[
                ("candidate_id", "'{c}'"),
                ("to_organization_id", "'y'"),
                ("kind", "'candidate'"),
                ("state", "'open'"),
                ("expires_at", "{t}"),
            ],
        )],
    ),
    (
        "proposal_people",
        Keeps::Since,
        &[
            ("proposals", &[("id", "'p'"), ("state", "'declined'"), ("updated_at", "{t}")]),
            ("proposal_people", &[("proposal_id", "'p'"), ("state", "'passed_over'")]),
        ],
    ),
    (
        "proposal_people",
        Keeps::Whenever,
        &[
            ("proposals", &[("id", "'p'"), ("state", "'interested'")]),
            ("proposal_people", &[("proposal_id", "'p'"), ("state", "'wanted'")]),
        ],
    ),
    (
        "survey_invited",
        Keeps::Since,
        &[
            ("survey_waves", &[("id", "'w'"), ("kind", "'before'"), ("closes_at", "{t}")]),
            ("survey_invited", &[("wave_id", "'w'")]),
        ],
    ),
    (
        "survey_links",
        Keeps::Since,
        &[
            ("survey_waves", &[("id", "'w'"), ("kind", "'before'"), ("closes_at", "{t}")]),
            ("survey_submissions", &[("wave_id", "'w'"), ("respondent_id", "'r'")]),
            ("survey_links", &[("respondent_id", "'r'")]),
        ],
    ),
    (
        "survey_links",
        Keeps::Whenever,
        &[
            ("survey_waves", &[("id", "'w'"), ("kind", "'before'")]),
            ("survey_submissions", &[("wave_id", "'w'"), ("respondent_id", "'r'")]),
            ("survey_links", &[("respondent_id", "'r'")]),
        ],
    ),
];

/// The tables that do not count, and why.
const COUNTS_NOT: &[(&str, &str)] = &[
    ("candidate_skills", "part of the record, which is new whenever they are"),
    ("candidate_ties", "part of the record"),
    ("candidate_interests", "part of the record"),
    ("application_moves", "each moves its application, which counts"),
    ("application_access", "a key to a page; what is done there moves the application"),
    ("waiting_list_entries", "who waits has an open application"),
    ("engagement_logs", "of an engagement, which counts whenever it was"),
    ("engagement_check_ins", "of an engagement"),
    ("note_versions", "of a note, which counts"),
    ("note_mentions", "of a note"),
    ("study_logs", "each is of an enrollment, which is new with it"),
    ("survey_tokens", "who has one is invited, which counts"),
    ("matches", "a run ranks whoever is there, without them"),
    ("handover_people", "copied from records that count"),
    ("idempotency_keys", "an answer kept for a day, of something that counts"),
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    needed: bool,
}

/// A connection beside the program's, which asks for no references.
enum Beside {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Beside {
    fn of(ground: &Ground) -> Self {
        match ground.store.back_end() {
            BackEnd::Sqlite => {
                let path = ground.url.strip_prefix("sqlite://").unwrap();
                let mut connection = SqliteConnection::establish(path).unwrap();
                connection.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
                Self::Sqlite(connection)
            }
            BackEnd::Postgres => {
                let mut connection = PgConnection::establish(&ground.url).unwrap();
                connection.batch_execute("SET session_replication_role = replica").unwrap();
                Self::Postgres(connection)
            }
        }
    }

    fn execute(&mut self, sql: &str) {
        let done = match self {
            Self::Sqlite(connection) => connection.batch_execute(sql),
            Self::Postgres(connection) => connection.batch_execute(sql),
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn columns(&mut self, table: &str) -> Vec<Column> {
        let columns = match self {
            Self::Sqlite(connection) => diesel::sql_query(format!(
                "SELECT name, lower(type) AS kind, \"notnull\" <> 0 OR pk > 0 AS needed FROM pragma_table_info('{table}')"
            ))
            .load(connection),
            Self::Postgres(connection) => diesel::sql_query(format!(
                "SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'NO' AS needed \
                 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
            ))
            .load(connection),
        };
        columns.unwrap()
    }

    /// Writes a row: the person and these fields, what else is needed blank.
    fn insert(&mut self, (table, fields): &Row) {
        let fields: BTreeMap<&str, &str> = fields.iter().copied().collect();
        let mut written: Vec<(String, String)> = Vec::new();
        for column in self.columns(table) {
            let value = match fields.get(column.name.as_str()) {
                Some(value) => (*value).to_owned(),
                None if !column.needed => continue,
                None if column.name == "candidate_id" => "'{c}'".to_owned(),
                None if column.kind.starts_with("bool") => "FALSE".to_owned(),
                None if column.kind == "text" => "'x'".to_owned(),
                None => "0".to_owned(),
            };
            let value = value.replace("{c}", &candidate_id(1).to_string());
            written.push((column.name, value.replace("{t}", &at(60).micros().to_string())));
        }
        assert!(!written.is_empty(), "{table} is no table");
        let (names, values): (Vec<String>, Vec<String>) = written.into_iter().unzip();
        let (names, values) = (names.join(", "), values.join(", "));
        self.execute(&format!("INSERT INTO {table} ({names}) VALUES ({values})"));
    }
}

fn every_table_that_hangs_on_people_counts_or_does_not(ground: &Ground) {
    let (tables, _) =
        ground.store.read(|tx| tx.tables_of_people()).unwrap_or_else(|error: StoreError| panic!("{error}"));
    let hanging: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
    let counts: BTreeSet<&str> = COUNTS.iter().map(|(table, ..)| *table).collect();
    let counts_not: BTreeSet<&str> = COUNTS_NOT.iter().map(|(table, _)| *table).collect();
    assert_eq!(counts.intersection(&counts_not).collect::<Vec<_>>(), Vec::<&&str>::new());
    let placed: BTreeSet<&str> = counts.union(&counts_not).copied().collect();
    assert_eq!(hanging, placed, "say of each table whether its rows keep their person");
}

fn whatever_counts_keeps_the_person(ground: &Ground) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidate(&candidate(1, 1))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let is_due = |seconds: i64| {
        let due = DueBefore { organization_id: organization_id(1), first_kept: at(seconds) };
        let (ids, count) = ground
            .store
            .read(|tx| {
                let ids = tx.list_candidates_to_erase(&due, 9)?;
                Ok::<_, StoreError>((ids, tx.count_candidates_to_erase(&due)?))
            })
            .unwrap();
        assert_eq!(ids.len() as u64, count);
        !ids.is_empty()
    };
    assert!(!is_due(0) && is_due(60), "the record itself was written at 0");
    let mut beside = Beside::of(ground);
    for (name, keeps, rows) in COUNTS {
        if rows.is_empty() {
            continue;
        }
        rows.iter().for_each(|row| beside.insert(row));
        assert!(!is_due(60), "{name} keeps nobody: {rows:?}");
        assert_eq!(is_due(61), *keeps == Keeps::Since, "{name}: {rows:?}");
        rows.iter().for_each(|(table, _)| beside.execute(&format!("DELETE FROM {table}")));
        assert!(is_due(60), "{name} is gone");
    }
}
