//! `tsumugi import`: files into the database.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use domain::{Actor, CandidateContent, Faults, OrganizationId, PageRequest};
use matching::candidates::{create_candidate, upsert_candidate};
use matching::once::Once;
use matching::operator::{ImportError, import_regions, operator};
use matching::organizations::list_organizations;
use matching::postings::{NewPosting, create_posting, upsert_posting};
use matching::{Engine, MatchingError, Replacement};
use utoipa::ToSchema;

use super::{CommandError, open_for_command, print};
use crate::cli::{ImportRecordsArgs, ImportRegionsArgs};
use crate::config::Settings;
use crate::contract::Contract;
use crate::dto::RequestBody;
use crate::dto::candidates::CandidateRequest;
use crate::dto::postings::PostingRequest;
use crate::extract::json;
use crate::extract::reading::Reading;
use crate::openapi::Document;

/// Lays a table of municipalities over the built-in one.
pub(super) fn regions(arguments: &ImportRegionsArgs) -> Result<(), CommandError> {
    let engine = open_for_command(&Settings::gather(&arguments.flags)?)?;
    let file = open_file(&arguments.file)?;
    let count = import_regions(&engine, file).map_err(|error| match error {
        ImportError::Matching(error) => CommandError::from(error),
        other => CommandError::Failed(format!("{}: {other}; nothing was changed", arguments.file.display())),
    })?;
    print::line(&format!("{count} municipalities"))
}

/// Registers or replaces people.
pub(super) fn candidates(arguments: &ImportRecordsArgs) -> Result<(), CommandError> {
    records::<CandidateRequest>(arguments, "people", |engine, actor, content: CandidateContent| match content
        .external_id
        .clone()
    {
        Some(id) => upsert_candidate(engine, actor, &id, Replacement { content, expected: None }).map(|_| ()),
        None => create_candidate(engine, actor, content, &Once::unanswered()).map(|_| ()),
    })
}

/// Writes or replaces postings.
pub(super) fn postings(arguments: &ImportRecordsArgs) -> Result<(), CommandError> {
    records::<PostingRequest>(arguments, "postings", |engine, actor, new: NewPosting| {
        match new.content.external_id.clone() {
            Some(id) => {
                upsert_posting(engine, actor, &id, Replacement { content: new, expected: None }).map(|_| ())
            }
            None => create_posting(engine, actor, new, &Once::unanswered()).map(|_| ()),
        }
    })
}

/// Stores one record a line; a line that is wrong is told and never spoils the others.
fn records<B: RequestBody + ToSchema>(
    arguments: &ImportRecordsArgs,
    what: &str,
    store: impl Fn(&Engine, &Actor, B::Content) -> Result<(), MatchingError>,
) -> Result<(), CommandError> {
    let engine = open_for_command(&Settings::gather(&arguments.flags)?)?;
    // Nobody is ranked here, but what is stored goes to the pool too, which has to be there.
    engine.load_pool(&mut |_, _| ())?;
    let actor = operator(find_organization(&engine, &arguments.organization)?);
    let contract = Contract::of_document(Document::of_routes().value());
    let (mut stored, mut refused) = (0usize, 0usize);
    for (line, text) in
        BufReader::new(open_file(&arguments.file)?).lines().zip(1usize..).map(|(text, line)| (line, text))
    {
        let text =
            text.map_err(|error| CommandError::Failed(format!("line {line} cannot be read: {error}")))?;
        if text.trim().is_empty() {
            continue;
        }
        let outcome = read::<B>(&contract, &engine, &text)
            .and_then(|content| store(&engine, &actor, content).map_err(|error| super::in_words(&error)));
        match outcome {
            Ok(()) => stored += 1,
            Err(reason) => {
                refused += 1;
                eprintln!("line {line}: {reason}");
            }
        }
    }
    print::line(&format!("{what} stored: {stored}"))?;
    match refused {
        0 => Ok(()),
        count => Err(CommandError::Failed(format!("lines refused: {count}; the others are stored"))),
    }
}

fn read<B: RequestBody>(contract: &Contract, engine: &Engine, text: &str) -> Result<B::Content, String> {
    let value = json::parse(text.as_bytes())?;
    let mut faults = Faults::default();
    let body: B = contract.read_body(&B::name(), value, &mut faults);
    let content = body.into_content(Reading::new(engine.reference(), faults));
    content.map_err(|faults| super::in_words(&MatchingError::Invalid(faults)))
}

fn find_organization(engine: &Engine, named: &str) -> Result<OrganizationId, CommandError> {
    // The directory is the same for everybody, so any operator may read it.
    let reader = operator(OrganizationId::from_parts(0, [0; 10]));
    let id = OrganizationId::parse(named).ok();
    let mut after = None;
    loop {
        let page = list_organizations(engine, &reader, &PageRequest { limit: 200, after })?;
        let found = page.items.iter().find(|body| Some(body.id) == id || body.content.name == named);
        if let Some(found) = found {
            return Ok(found.id);
        }
        after = page.items.last().map(|body| body.id);
        if !page.has_more {
            let advice = "make it with: tsumugi keys create --organization NAME";
            return Err(CommandError::Failed(format!("there is no organization {named}; {advice}")));
        }
    }
}

fn open_file(path: &Path) -> Result<File, CommandError> {
    File::open(path).map_err(|error| CommandError::Failed(format!("cannot read {}: {error}", path.display())))
}
