//! The two servers under load, each on a free port of 127.0.0.1 with the same number of workers: the application
//! itself, and a bare one that knows one answer.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, web};
use matching::{Engine, Entropy};
use tokio::sync::oneshot;

use crate::server;
use crate::state::{AppState, HttpLimits};

/// A server on a thread of its own; it stops when dropped.
pub(super) struct Running {
    pub(super) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// The application over an engine.
    pub(super) fn application(
        engine: &Arc<Engine>,
        entropy: Arc<dyn Entropy>,
        limits: HttpLimits,
    ) -> io::Result<Self> {
        let state = web::Data::new(AppState::new(Arc::clone(engine), entropy, limits));
        Self::start(move |listener, stopped| {
            let ended = async { drop(stopped.await) };
            actix_web::rt::System::new().block_on(server::serve(state, listener, ended))
        })
    }

    /// A server whose only answer has so many bytes.
    pub(super) fn bare(length: usize) -> io::Result<Self> {
        let body = Bytes::from(vec![b' '; length]);
        Self::start(move |listener, stopped| {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || App::new().default_service(bare_handler(body.clone())))
                    .disable_signals()
                    .listen(listener)?
                    .run();
                let handle = server.handle();
                let end = async {
                    drop(stopped.await);
                    handle.stop(true).await;
                };
                tokio::join!(server, end).0
            })
        })
    }

    fn start(
        serve: impl FnOnce(TcpListener, oneshot::Receiver<()>) -> io::Result<()> + Send + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("under-load".to_owned()).spawn(move || {
            if let Err(error) = serve(listener, stopped) {
                // Whoever asks it sees a broken connection.
                tracing::error!(%error, "a server under load failed");
            }
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }
}

fn bare_handler(body: Bytes) -> actix_web::Route {
    web::to(move || {
        let body = body.clone();
        async move { HttpResponse::Ok().content_type("application/json").body(body) }
    })
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It has ended already when nobody hears this.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic has been shown by its thread.
            drop(thread.join());
        }
    }
}
