//! The command line: results on stdout, talk on stderr, exit codes 0, 1 and 2.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::commands::{self, CommandError};
use crate::config::{Flags, unknown_variables};
use crate::demo;

/// 紬 Tsumugi: matching for regional side-jobs, explained line by line.
#[derive(Debug, Parser)]
#[command(name = "tsumugi", version, propagate_version = true, arg_required_else_help = true)]
pub struct CommandLine {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, its documentation and the console.
    Serve(ServeArgs),
    /// Make a database full of invented people and postings, show a ranking, and serve it.
    Demo(DemoArgs),
    /// Make keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Bring the database to this version, or take migrations back.
    Migrate(MigrateArgs),
    /// Look whether the audit log is as it was written.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Erase what has been kept for as long as its body keeps it.
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Read a file into the database.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Print the OpenAPI document (YAML).
    Openapi,
    /// Measure the engine on this machine, over invented people.
    Bench(BenchArgs),
    /// Show the effective configuration, without secrets.
    Config(ConfigArgs),
}

/// Serve.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// The demo.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The folder of the demo's database.
    #[arg(long, env = "TSUMUGI_DATA_DIR", value_name = "DIR", default_value = demo::USUAL_FOLDER)]
    pub data_dir: PathBuf,
    /// How many people.
    #[arg(long, env = "TSUMUGI_PEOPLE", value_name = "N", default_value_t = demo::FEWEST_PEOPLE)]
    pub people: usize,
    /// What everything is drawn from: the same seed makes the same demo.
    #[arg(long, env = "TSUMUGI_SEED", value_name = "N", default_value_t = demo::USUAL_SEED)]
    pub seed: u64,
    /// Print and end.
    #[arg(long, env = "TSUMUGI_NO_SERVE")]
    pub no_serve: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a key, and its organization when missing; prints the key, and only the key.
    Create(KeysCreateArgs),
}

/// A key to be made.
#[derive(Debug, Args)]
pub struct KeysCreateArgs {
    /// The name of the organization.
    #[arg(long, env = "TSUMUGI_ORGANIZATION", value_name = "NAME")]
    pub organization: String,
    /// What kind of organization is made when it is missing.
    #[arg(long, env = "TSUMUGI_KIND", value_name = "KIND", default_value = "coordinator_body")]
    pub kind: String,
    /// What the key may do: scopes joined with commas, or `admin` for everything.
    #[arg(long, env = "TSUMUGI_SCOPES", value_name = "a,b|admin", default_value = "admin")]
    pub scopes: String,
    /// Print JSON instead of the bare key.
    #[arg(long)]
    pub json: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Migrations.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Take this many migrations back instead.
    #[arg(long, env = "TSUMUGI_DOWN", value_name = "N")]
    pub down: Option<usize>,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Walk every chain and name the first line of each that was altered, taken out or moved. Exit code 1 when any was.
    Verify(AuditVerifyArgs),
    /// Print where each chain ends, one JSON object a line, to be kept elsewhere.
    Head(AuditHeadArgs),
}

/// Looking at the audit log.
#[derive(Debug, Args)]
pub struct AuditVerifyArgs {
    /// What `tsumugi audit head` printed some time ago: none of it may have gone since.
    #[arg(long, env = "TSUMUGI_AGAINST", value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Print what was found as JSON.
    #[arg(long)]
    pub json: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Where the chains end.
#[derive(Debug, Args)]
pub struct AuditHeadArgs {
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// What is kept for a time only.
#[derive(Debug, Subcommand)]
pub enum RetentionCommand {
    /// Erase what is due today, for every organization. `serve` does it by itself once a day; while it runs, leave it to
    /// that, for its memory does not hear of what another program erases.
    Run(RetentionRunArgs),
}

/// Erasing what is due.
#[derive(Debug, Args)]
pub struct RetentionRunArgs {
    /// Erase nothing; say what would be.
    #[arg(long)]
    pub dry_run: bool,
    /// Print what went as JSON.
    #[arg(long)]
    pub json: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Imports.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Lay a table of municipalities (CSV) over the built-in one.
    Regions(ImportRegionsArgs),
    /// Register or replace people: a sheet (.csv, .csv.gz), or one JSON object a line, as the API takes it. A row is the
    /// whole record: what it leaves out is cleared.
    Candidates(ImportRecordsArgs),
    /// Write or replace postings: a sheet (.csv, .csv.gz), or one JSON object a line, as the API takes it.
    Postings(ImportRecordsArgs),
    /// Apply with people: a sheet (.csv, .csv.gz).
    Applications(ImportRecordsArgs),
    /// Register people by their résumés (JSON Resume 1.0).
    Resumes(ImportResumesArgs),
    /// Print a sheet to begin with: the headings and an example row.
    Template(ImportTemplateArgs),
}

/// A sheet to begin with.
#[derive(Debug, Args)]
pub struct ImportTemplateArgs {
    /// What its rows are.
    #[arg(value_parser = word_parser::<domain::SheetKind>())]
    pub kind: domain::SheetKind,
    /// The language of the headings.
    #[arg(long, value_name = "ja|en", default_value = "ja", value_parser = word_parser::<sheets::Language>())]
    pub lang: sheets::Language,
}

/// Résumés.
#[derive(Debug, Args)]
pub struct ImportResumesArgs {
    /// The files, a résumé each.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The organization they are registered by: its name or id.
    #[arg(long, env = "TSUMUGI_ORGANIZATION", value_name = "NAME|ID")]
    pub organization: String,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// A table of municipalities.
#[derive(Debug, Args)]
pub struct ImportRegionsArgs {
    /// The file (CSV with a heading).
    pub file: PathBuf,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Records of an organization.
#[derive(Debug, Args)]
pub struct ImportRecordsArgs {
    /// The file: a sheet where its name ends in .csv or .csv.gz, else one JSON object a line.
    pub file: PathBuf,
    /// The organization they belong to: its name or id.
    #[arg(long, env = "TSUMUGI_ORGANIZATION", value_name = "NAME|ID")]
    pub organization: String,
    /// How the bytes of a sheet spell text; cp932 is what Excel saves as plain CSV in Japan.
    #[arg(long, value_name = "utf-8|cp932", default_value = "utf-8", value_parser = word_parser::<domain::TextEncoding>())]
    pub encoding: domain::TextEncoding,
    /// What becomes of records that a sheet does not have: replace closes them.
    #[arg(long, value_name = "upsert|replace", default_value = "upsert", value_parser = word_parser::<domain::ImportMode>())]
    pub mode: domain::ImportMode,
    /// With --mode replace: when the sheet lacks more records than this, none is closed.
    #[arg(long, value_name = "COUNT")]
    pub may_close: Option<u32>,
    /// Store nothing of a sheet; say what would become of its rows.
    #[arg(long)]
    pub validate_only: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Measurements.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Print JSON, one object a line, instead of a table.
    #[arg(long)]
    pub json: bool,
    /// How many people, joined with commas [default: 10000,100000,1000000,10000000, and 100000 for a soak]; numbers
    /// that memory has no room for are left out.
    #[arg(long, value_name = "N,N", value_delimiter = ',')]
    pub people: Vec<usize>,
    /// Measure this part alone.
    #[arg(long, value_name = "PART", value_enum)]
    pub only: Option<BenchPart>,
    /// Instead of measuring, let writers, readers and batches work on one pool for so many minutes, and compare the
    /// answers with the plain scan's all along; fails when one differs or memory keeps growing.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub soak_minutes: Option<u64>,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum BenchPart {
    /// The engine alone.
    Engine,
    /// A server's start over a full database, up to a million people.
    Start,
    /// The ranking endpoint, from the connection to the database, beside a bare handler.
    Http,
    /// Registering people in bulk over HTTP, beside plain inserts.
    Bulk,
}

/// The configuration.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Print JSON instead of TOML.
    #[arg(long)]
    pub json: bool,
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let line = CommandLine::try_parse();
    let line = match line {
        Ok(line) => line,
        Err(error) => {
            // Help goes to stdout and is no failure; clap knows which is which.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = unknown_variables(&CommandLine::command())
        .map_err(CommandError::from)
        .and_then(|()| commands::run(line.command));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "tsumugi: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// Reads a word of a closed vocabulary.
fn word_parser<W: domain::Word + Send + Sync>() -> impl Fn(&str) -> Result<W, String> + Clone + Send + Sync {
    |text| W::parse(text).ok_or_else(|| format!("must be one of: {}", W::choices()))
}
