//! `tsumugi serve`: the server from start to end.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use actix_web::web;
use indicatif::{ProgressBar, ProgressStyle};
use matching::Engine;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{CommandError, log, open};
use crate::carrier::HttpsCarrier;
use crate::cli::ServeArgs;
use crate::config::Settings;
use crate::mailer::SmtpMailer;
use crate::server;
use crate::startup;
use crate::state::AppState;

/// Serves until SIGINT or SIGTERM.
pub(super) fn run(arguments: &ServeArgs) -> Result<(), CommandError> {
    let settings = Settings::gather(&arguments.flags)?;
    log(&settings);
    let listener = bind(&settings)?;
    serve(&settings, listener, |origin| {
        tracing::info!("listening on {origin}, documentation at {origin}/docs")
    })
}

/// The listener, or a plain sentence.
pub(super) fn bind(settings: &Settings) -> Result<TcpListener, CommandError> {
    let listen = &settings.listen;
    TcpListener::bind(listen).map_err(|error| {
        CommandError::Failed(match error.kind() {
            ErrorKind::AddrInUse => {
                format!(
                    "{listen} is taken: stop the program that uses it, or choose another port with --listen"
                )
            }
            ErrorKind::PermissionDenied => {
                format!("{listen} needs more rights: choose a port above 1023 with --listen")
            }
            _ => format!("cannot listen on {listen}: {error}; choose another address with --listen"),
        })
    })
}

/// Serves on a listener; `announce` is told the origin once everything is loaded.
pub(super) fn serve(
    settings: &Settings,
    listener: TcpListener,
    announce: impl FnOnce(&str) + Send,
) -> Result<(), CommandError> {
    let outside = startup::outside();
    let engine = Arc::new(open(settings, &outside)?);
    HttpsCarrier::warn_without_trust();
    engine.carry_webhooks_with(Arc::new(HttpsCarrier::new(settings.webhook_allow.clone())));
    if let Some(mail) = &settings.mail {
        let mailer = SmtpMailer::new(mail).map_err(CommandError::Failed)?;
        engine.mail_notices_with(Arc::new(mailer));
    }
    if let Some(links) = settings.page_links() {
        engine.link_letters_with(links);
    }
    let address = listener.local_addr().map_err(|error| CommandError::Failed(error.to_string()))?;
    let state = AppState::new(Arc::clone(&engine), outside.entropy, settings.http_limits())
        .known_as(settings.public_url.clone());
    let stopping = Arc::clone(&state.stopping);
    let state = web::Data::new(state);
    let (failed, failure) = watch::channel(None);
    let outcome = thread::scope(|scope| {
        scope.spawn(|| match load(&engine) {
            Ok(()) => announce(&format!("http://{address}")),
            // Whoever waits for it ends the server; nobody waiting means that it ends already.
            Err(error) => drop(failed.send(Some(error.to_string()))),
        });
        scope.spawn(|| matching::jobs::work(&engine, &stopping));
        scope.spawn(|| matching::imports::work(&engine, &stopping));
        scope.spawn(|| matching::stages::work(&engine, &stopping));
        scope.spawn(|| matching::webhooks::work(&engine, &stopping));
        scope.spawn(|| matching::notices::work(&engine, &stopping));
        scope.spawn(|| matching::retention::work(&engine, &stopping));
        let served = actix_web::rt::System::new().block_on(server::serve(
            state.clone(),
            listener,
            end_is_asked(failure.clone()),
        ));
        stopping.store(true, Ordering::Release);
        engine.wake_workers();
        served
    });
    if let Some(reason) = failure.borrow().clone() {
        return Err(CommandError::Failed(format!("the pool could not be loaded: {reason}")));
    }
    outcome.map_err(|error| CommandError::Failed(format!("the server failed: {error}")))
}

fn load(engine: &Engine) -> Result<(), matching::MatchingError> {
    let style = ProgressStyle::with_template("reading people {bar:30} {pos}/{len} {elapsed}");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let outcome = engine.load_pool(&mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    if outcome.is_ok() {
        tracing::info!(people = engine.people_in_pool(), "everything is loaded");
    }
    outcome
}

/// Completes on SIGINT, on SIGTERM, and when loading has failed.
async fn end_is_asked(mut failure: watch::Receiver<Option<String>>) {
    let loading_failed = async {
        if failure.wait_for(Option::is_some).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = loading_failed => {}
        () = terminated => {}
        () = interrupted => {}
    }
}
