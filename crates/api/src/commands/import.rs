//! `tsumugi import`: files into the database.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use domain::{Actor, CandidateContent, ImportMode, OrganizationId, PageRequest, SheetKind, TextEncoding};
use indicatif::{ProgressBar, ProgressStyle};
use matching::bulk::Effect;
use matching::candidates::create_candidate;
use matching::once::Once;
use matching::operator::{ImportError, import_regions, operator};
use matching::organizations::list_organizations;
use matching::postings::{NewPosting, create_posting};
use matching::{Engine, MatchingError};
use utoipa::ToSchema;

use super::{CommandError, open_for_command, print};
use crate::bulk::BulkBody;
use crate::cli::{ImportRecordsArgs, ImportRegionsArgs};
use crate::config::Settings;
use crate::contract::Contract;
use crate::dto::RequestBody;
use crate::dto::candidates::CandidateRequest;
use crate::dto::postings::PostingRequest;
use crate::extract::json;
use crate::extract::reading::content_of;
use crate::openapi::Document;

mod sheet;

pub(super) use sheet::{resumes, template};

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
    if let Some(is_packed) = sheet::is_sheet(&arguments.file) {
        return sheet::take_in(arguments, SheetKind::Candidates, is_packed);
    }
    check_no_sheet(arguments)?;
    records::<CandidateRequest>(arguments, "people", |engine, actor, content: CandidateContent| match content
        .external_id
    {
        Some(_) => Ok(Some(content)),
        None => create_candidate(engine, actor, content, &Once::unanswered()).map(|_| None),
    })
}

/// Applies with people.
pub(super) fn applications(arguments: &ImportRecordsArgs) -> Result<(), CommandError> {
    let is_packed = sheet::is_sheet(&arguments.file).ok_or_else(|| {
        CommandError::Usage(
            "applications come as a sheet: a file whose name ends in .csv or .csv.gz".to_owned(),
        )
    })?;
    sheet::take_in(arguments, SheetKind::Applications, is_packed)
}

/// Options that mean nothing where a line is a JSON object.
fn check_no_sheet(arguments: &ImportRecordsArgs) -> Result<(), CommandError> {
    let is_plain = arguments.mode == ImportMode::Upsert
        && arguments.may_close.is_none()
        && !arguments.validate_only
        && arguments.encoding == TextEncoding::Utf8;
    if is_plain {
        return Ok(());
    }
    let reason = "--mode, --may-close, --validate-only and --encoding go with a sheet (.csv, .csv.gz)";
    Err(CommandError::Usage(reason.to_owned()))
}

/// Writes or replaces postings.
pub(super) fn postings(arguments: &ImportRecordsArgs) -> Result<(), CommandError> {
    if let Some(is_packed) = sheet::is_sheet(&arguments.file) {
        return sheet::take_in(arguments, SheetKind::Postings, is_packed);
    }
    check_no_sheet(arguments)?;
    records::<PostingRequest>(arguments, "postings", |engine, actor, new: NewPosting| {
        match new.content.external_id {
            Some(_) => Ok(Some(new)),
            None => create_posting(engine, actor, new, &Once::unanswered()).map(|_| None),
        }
    })
}

/// Lines that are stored together.
const PORTION: usize = 500;

/// What became of the lines so far.
#[derive(Default)]
struct Tally {
    created: usize,
    replaced: usize,
    unchanged: usize,
    refused: usize,
}

/// Stores one record a line; a line that is wrong is told and never spoils the others. `create` makes what has no
/// external id, and gives back what has one, to be stored with others.
fn records<B: BulkBody + ToSchema>(
    arguments: &ImportRecordsArgs,
    what: &str,
    create: impl Fn(&Engine, &Actor, B::Content) -> Result<Option<B::Content>, MatchingError>,
) -> Result<(), CommandError> {
    let engine = open_for_command(&Settings::gather(&arguments.flags)?)?;
    // Nobody is ranked here, but what is stored goes to the pool too, which has to be there.
    engine.load_pool(&mut |_, _| ())?;
    let actor = operator(find_organization(&engine, &arguments.organization)?);
    let contract = Contract::of_document(Document::of_routes().value());
    let file = open_file(&arguments.file)?;
    let bar = progress(file.metadata().map_or(0, |facts| facts.len()));
    let mut tally = Tally::default();
    let (mut lines, mut contents) = (Vec::new(), Vec::new());
    let store = |lines: &mut Vec<usize>, contents: &mut Vec<B::Content>, tally: &mut Tally| {
        let outcomes = B::store(&engine, &actor, std::mem::take(contents))?;
        for (line, outcome) in lines.drain(..).zip(outcomes) {
            tally.note(&bar, line, outcome.map(|stored| stored.effect));
        }
        Ok::<(), CommandError>(())
    };
    for (line, text) in (1..).zip(BufReader::new(file).lines()) {
        let text =
            text.map_err(|error| CommandError::Failed(format!("line {line} cannot be read: {error}")))?;
        bar.inc(text.len() as u64 + 1);
        if text.trim().is_empty() {
            continue;
        }
        match read::<B>(&contract, &engine, &text) {
            Err(reason) => tally.refuse(&bar, line, &reason),
            Ok(content) => match create(&engine, &actor, content) {
                Ok(Some(content)) => {
                    lines.push(line);
                    contents.push(content);
                }
                made => tally.note(&bar, line, made.map(|_| Effect::Created)),
            },
        }
        if contents.len() >= PORTION {
            store(&mut lines, &mut contents, &mut tally)?;
        }
    }
    store(&mut lines, &mut contents, &mut tally)?;
    bar.finish_and_clear();
    let Tally { created, replaced, unchanged, refused } = tally;
    let stored = created + replaced + unchanged;
    print::line(&format!(
        "{what} stored: {stored} ({created} new, {replaced} replaced, {unchanged} unchanged)"
    ))?;
    match refused {
        0 => Ok(()),
        count => Err(CommandError::Failed(format!("lines refused: {count}; the others are stored"))),
    }
}

impl Tally {
    fn note(&mut self, bar: &ProgressBar, line: usize, outcome: Result<Effect, MatchingError>) {
        match outcome {
            Ok(Effect::Created) => self.created += 1,
            Ok(Effect::Replaced) => self.replaced += 1,
            Ok(Effect::Unchanged) => self.unchanged += 1,
            Err(error) => self.refuse(bar, line, &super::in_words(&error)),
        }
    }

    fn refuse(&mut self, bar: &ProgressBar, line: usize, reason: &str) {
        self.refused += 1;
        bar.suspend(|| eprintln!("line {line}: {reason}"));
    }
}

/// A bar over the bytes of the file, on stderr; none where that is no terminal.
fn progress(bytes: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn read<B: RequestBody>(contract: &Contract, engine: &Engine, text: &str) -> Result<B::Content, String> {
    let value = json::parse(text.as_bytes())?;
    let content = content_of::<B>(contract, engine.reference(), value);
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
