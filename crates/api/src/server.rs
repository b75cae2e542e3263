//! The application, the same for the executable and for the tests; and serving it until the end is asked for.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, HttpServer, web};

use crate::state::AppState;
use crate::{feeds, frame, operations, routes};

/// How long the head of a request may take to arrive.
const HEAD_SECONDS: u64 = 10;
/// How long an idle connection is kept.
const IDLE_SECONDS: u64 = 75;
/// How long running requests may take to end once the server is asked to stop.
const STOP_SECONDS: u64 = 25;
/// How long `/readyz` says no before the server stops taking connections, so that a balancer can notice.
const NOTICE: Duration = Duration::from_millis(300);

/// The application with all its routes.
pub fn application(
    state: &web::Data<AppState>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .app_data(state.clone())
        .app_data(web::Data::from(Arc::clone(&state.engine)))
        .app_data(web::Data::from(Arc::clone(&state.permits)))
        .configure(operations::configure)
        .configure(routes::serve)
        .configure(feeds::configure)
        .configure(console::configure)
        .default_service(web::to(frame::unknown_route))
        .wrap(from_fn(frame::frame))
}

/// Serves until `stop` completes, then lets running requests end.
///
/// # Errors
/// The listener cannot be used.
pub async fn serve(
    state: web::Data<AppState>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let shared = state.clone();
    let server = HttpServer::new(move || application(&shared))
        .client_request_timeout(Duration::from_secs(HEAD_SECONDS))
        .keep_alive(Duration::from_secs(IDLE_SECONDS))
        .shutdown_timeout(STOP_SECONDS)
        .disable_signals()
        .listen(listener)?
        .run();
    let handle = server.handle();
    let (outcome, ()) = tokio::join!(server, end(state, handle, stop));
    outcome
}

async fn end(state: web::Data<AppState>, handle: ServerHandle, stop: impl Future<Output = ()>) {
    stop.await;
    state.stopping.store(true, Ordering::Release);
    state.engine.wake_workers();
    tokio::time::sleep(NOTICE).await;
    handle.stop(true).await;
}
