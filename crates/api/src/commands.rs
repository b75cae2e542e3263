//! The commands of the executable, one a file.

use std::io::IsTerminal;

use matching::{Engine, EngineOptions, MatchingError};
use tracing_subscriber::EnvFilter;

use crate::cli::{AuditCommand, Command, ImportCommand, KeysCommand, RetentionCommand};
use crate::config::{ConfigError, Settings, refuses_colour};
use crate::demo::{DemoError, Outside};
use crate::openapi::Document;
use crate::startup;

mod audit;
mod bench;
mod config;
mod demo;
mod import;
mod keys;
mod migrate;
mod print;
mod retention;
mod serve;

/// Why a command failed, in a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Wrong usage that only a command can know.
    #[error("{0}")]
    Usage(String),
    /// A use case refused; faults are told one a line.
    #[error("{}", in_words(.0))]
    Refused(#[from] MatchingError),
    /// The demo.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl CommandError {
    /// 2 for wrong usage, 1 for everything else.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Usage(_) => 2,
            Self::Refused(_) | Self::Demo(_) | Self::Failed(_) => 1,
        }
    }
}

fn in_words(error: &MatchingError) -> String {
    match error {
        MatchingError::Invalid(faults) => {
            let lines = faults.as_slice().iter().map(|fault| format!("{} {}", fault.pointer, fault.detail));
            lines.collect::<Vec<_>>().join("\n  ")
        }
        other => other.to_string(),
    }
}

/// Runs one command.
///
/// # Errors
/// Why it failed.
pub fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Keys(KeysCommand::Create(arguments)) => keys::create(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Audit(AuditCommand::Verify(arguments)) => audit::verify(&arguments),
        Command::Audit(AuditCommand::Head(arguments)) => audit::head(&arguments),
        Command::Retention(RetentionCommand::Run(arguments)) => retention::run(&arguments),
        Command::Import(ImportCommand::Regions(arguments)) => import::regions(&arguments),
        Command::Import(ImportCommand::Candidates(arguments)) => import::candidates(&arguments),
        Command::Import(ImportCommand::Postings(arguments)) => import::postings(&arguments),
        Command::Import(ImportCommand::Applications(arguments)) => import::applications(&arguments),
        Command::Import(ImportCommand::Resumes(arguments)) => import::resumes(&arguments),
        Command::Import(ImportCommand::Template(arguments)) => import::template(&arguments),
        Command::Openapi => print::line(Document::of_routes().yaml().trim_end()),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Config(arguments) => config::show(&arguments),
    }
}

/// Sends the log to stderr.
fn log(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let is_coloured = std::io::stderr().is_terminal() && !refuses_colour();
    let log =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(is_coloured).with_env_filter(filter);
    // A second log in one process (tests) leaves the first in place.
    let _ = log.try_init();
}

fn open(settings: &Settings, outside: &Outside) -> Result<Engine, CommandError> {
    let options = EngineOptions {
        database_url: settings.database_url.clone(),
        ranking_threads: settings.ranking_threads,
    };
    Ok(Engine::open(&options, outside.clock.clone(), outside.entropy.clone())?)
}

/// The engine for a command that does something and ends.
fn open_for_command(settings: &Settings) -> Result<Engine, CommandError> {
    log(settings);
    open(settings, &startup::outside())
}
