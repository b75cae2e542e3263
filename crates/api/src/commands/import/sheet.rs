//! Sheets and résumés from the command line: the same import as over HTTP, done at once, with a bar.

use std::path::Path;
use std::sync::Arc;

use domain::{Actor, ImportTerms, JobState, PageRequest, RowOutcome, SheetKind};
use indicatif::{ProgressBar, ProgressStyle};
use matching::candidates::create_candidate;
use matching::imports::{NewImport, create_import, get_import, list_import_rows};
use matching::once::Once;
use matching::operator::operator;
use matching::{Engine, MatchingError, imports};

use super::super::{CommandError, open_for_command, print};
use super::find_organization;
use crate::cli::{ImportRecordsArgs, ImportResumesArgs, ImportTemplateArgs};
use crate::config::Settings;
use crate::contract::Contract;
use crate::imports::report::faults_of;
use crate::imports::{ContractReader, resume, survey};
use crate::openapi::Document;

/// Rows of the report that are read at once.
const ROWS_AT_ONCE: usize = 500;

/// Whether a file is a sheet, and whether it is packed, by its name.
pub(super) fn is_sheet(file: &Path) -> Option<bool> {
    let name = file.file_name()?.to_str()?.to_ascii_lowercase();
    if name.ends_with(".csv") {
        return Some(false);
    }
    name.ends_with(".csv.gz").then_some(true)
}

/// Takes a sheet in; what is wrong with which row goes to stderr.
pub(super) fn take_in(
    arguments: &ImportRecordsArgs,
    kind: SheetKind,
    is_packed: bool,
) -> Result<(), CommandError> {
    let terms = ImportTerms {
        kind,
        mode: arguments.mode,
        validate_only: arguments.validate_only,
        may_close: arguments.may_close,
        encoding: arguments.encoding,
        is_packed,
    };
    let file = read(&arguments.file)?;
    let refused = |reason: String| CommandError::Failed(format!("{}: {reason}", arguments.file.display()));
    let rows = survey(&terms, &file).map_err(|problem| refused(problem.in_words()))?;
    let (engine, actor) = open(&Settings::gather(&arguments.flags)?, &arguments.organization)?;
    let contract = Contract::of_document(Document::of_routes().value());
    let reader = ContractReader::new(Arc::new(contract), Arc::clone(engine.reference()));
    engine.read_sheets_with(Arc::new(reader));
    let job = create_import(&engine, &actor, &NewImport { terms, file, rows }, &Once::unanswered())?;
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} rows {eta}");
    let bar = ProgressBar::new(rows).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let ended = imports::run(&engine, &job, &mut |job| {
        bar.set_length(u64::try_from(job.total).unwrap_or(0));
        bar.set_position(u64::try_from(job.done).unwrap_or(0));
    })?;
    bar.finish_and_clear();
    let id = ended.import_id.ok_or_else(|| CommandError::Failed("the import is gone".to_owned()))?;
    let counts = get_import(&engine, &actor, id)?.counts;
    tell_refused(&engine, &actor, id)?;
    let would = if terms.validate_only { "would be " } else { "" };
    print::line(&format!(
        "{kind} {would}stored: {} ({} new, {} replaced, {} unchanged); closed: {}",
        counts.created + counts.replaced + counts.unchanged,
        counts.created,
        counts.replaced,
        counts.unchanged,
        counts.closed,
    ))?;
    match (ended.state, ended.failure, counts.refused) {
        (JobState::Succeeded, _, 0) => Ok(()),
        (JobState::Succeeded, _, refused) if terms.validate_only => {
            Err(CommandError::Failed(format!("rows that would be refused: {refused}; nothing was stored")))
        }
        (JobState::Succeeded, _, refused) => {
            Err(CommandError::Failed(format!("rows refused: {refused}; the others are stored")))
        }
        (state, failure, _) => {
            Err(CommandError::Failed(failure.unwrap_or_else(|| format!("the import ended {state}"))))
        }
    }
}

fn tell_refused(engine: &Engine, actor: &Actor, id: domain::ImportId) -> Result<(), MatchingError> {
    let mut request = PageRequest { limit: ROWS_AT_ONCE, after: None };
    loop {
        let rows = list_import_rows(engine, actor, (id, Some(RowOutcome::Refused)), &request)?;
        for row in &rows.items {
            for fault in faults_of(row) {
                let line = row.line.unwrap_or_default();
                eprintln!("line {line}: {} {}", fault.heading, fault.detail);
            }
        }
        request.after = rows.items.last().map(|row| row.position);
        if !rows.has_more {
            return Ok(());
        }
    }
}

/// Registers people by their résumés.
pub(in crate::commands) fn resumes(arguments: &ImportResumesArgs) -> Result<(), CommandError> {
    let (engine, actor) = open(&Settings::gather(&arguments.flags)?, &arguments.organization)?;
    let contract = Contract::of_document(Document::of_routes().value());
    let mut refused = 0;
    for file in &arguments.files {
        let registered = read(file).and_then(|text| register(&engine, &actor, (&contract, &text)));
        match registered {
            Ok(told) => print::line(&format!("{}: {told}", file.display()))?,
            Err(error) => {
                refused += 1;
                eprintln!("{}: {error}", file.display());
            }
        }
    }
    match refused {
        0 => Ok(()),
        count => Err(CommandError::Failed(format!("résumés refused: {count}; the others are registered"))),
    }
}

/// The id of the person, and what of the résumé was left out.
fn register(
    engine: &Engine,
    actor: &Actor,
    (contract, text): (&Contract, &[u8]),
) -> Result<String, CommandError> {
    let (content, left_out) = resume::read(contract, engine.reference(), text)
        .map_err(|problem| CommandError::Failed(problem.in_words()))?;
    let person = create_candidate(engine, actor, content, &Once::unanswered())?;
    let left_out: Vec<String> =
        left_out.iter().map(|part| format!("{} ({})", part.pointer, part.why)).collect();
    Ok(match left_out.as_slice() {
        [] => person.id.to_string(),
        parts => format!("{}, left out: {}", person.id, parts.join(", ")),
    })
}

/// Prints a template.
pub(in crate::commands) fn template(arguments: &ImportTemplateArgs) -> Result<(), CommandError> {
    let template = sheets::template(arguments.kind, arguments.lang);
    print::bytes(&template)
}

fn open(settings: &Settings, organization: &str) -> Result<(Engine, Actor), CommandError> {
    let engine = open_for_command(settings)?;
    // Nobody is ranked here, but what is stored goes to the pool too, which has to be there.
    engine.load_pool(&mut |_, _| ())?;
    let actor = operator(find_organization(&engine, organization)?);
    Ok((engine, actor))
}

fn read(path: &Path) -> Result<Vec<u8>, CommandError> {
    std::fs::read(path)
        .map_err(|error| CommandError::Failed(format!("cannot read {}: {error}", path.display())))
}
