//! `tsumugi demo`: made, shown and served.

use std::io::IsTerminal;

use super::{CommandError, log, serve};
use crate::cli::DemoArgs;
use crate::config::{Settings, refuses_colour};
use crate::demo::{self, DemoOptions, DemoReport, Ink};
use crate::feeds::PublicUrl;
use crate::startup;

/// Makes the demo, prints it, and serves it unless told not to.
pub(super) fn run(arguments: &DemoArgs) -> Result<(), CommandError> {
    if arguments.flags.database_url.is_some() {
        let advice =
            "the demo makes its own database: name a folder with --data-dir instead of --database-url";
        return Err(CommandError::Usage(advice.to_owned()));
    }
    let settings = Settings::gather(&arguments.flags)?;
    log(&settings);
    // A taken port is told before anything is made.
    let listener = if arguments.no_serve { None } else { Some(serve::bind(&settings)?) };
    let options = DemoOptions {
        folder: arguments.data_dir.clone(),
        people: arguments.people,
        seed: arguments.seed,
        ink: ink(),
        ranking_threads: settings.ranking_threads,
    };
    let report = demo::run(&options, &startup::outside(), &mut std::io::stdout())?;
    let Some(listener) = listener else { return Ok(()) };
    // The world of a demo is this machine.
    let own = listener.local_addr().ok().and_then(|own| PublicUrl::parse(&format!("http://{own}")).ok());
    let public_url = settings.public_url.clone().or(own);
    let settings = Settings { database_url: report.database_url.clone(), public_url, ..settings };
    serve::serve(&settings, listener, |origin| close(&report, origin))
}

fn close(report: &DemoReport, origin: &str) {
    if let Err(error) = report.write_closing(origin, &mut std::io::stdout()) {
        tracing::warn!(%error, "the addresses could not be printed");
    }
}

/// In colour on a terminal, unless colour is refused.
fn ink() -> Ink {
    if refuses_colour() || !std::io::stdout().is_terminal() { Ink::Plain } else { Ink::Colour }
}
