//! The application in this process: the same router, engine and worker as the executable, on a free port of
//! 127.0.0.1, over a database of its own. Three bodies are registered: a city, a coordinator body and a job board.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use actix_web::web;
use api::startup;
use api::state::{AppState, HttpLimits};
use domain::{OrganizationKind, Scope};
use matching::operator::{OperatorKey, issue_operator_key};
use matching::{Engine, EngineOptions};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::client::Client;
use crate::private_postgres;

/// A running application; it stops when dropped.
pub(crate) struct TestApp {
    /// The city's id.
    pub(crate) city_id: String,
    /// The coordinator body's id.
    pub(crate) coordinator_id: String,
    keys: Keys,
    running: Option<Running>,
    database: Database,
}

struct Keys {
    city: String,
    coordinator: String,
    board: String,
}

/// The database, for as long as the test needs it.
struct Database {
    url: String,
    _folder: Option<tempfile::TempDir>,
}

struct Running {
    base: String,
    engine: Arc<Engine>,
    stop: Option<oneshot::Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl TestApp {
    /// Over a file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self::over(Database { url, _folder: Some(folder) })
    }

    /// Over a database of the private cluster; `None` where there is no PostgreSQL.
    pub(crate) fn postgres() -> Option<Self> {
        private_postgres::fresh_database().map(|url| Self::over(Database { url, _folder: None }))
    }

    fn over(database: Database) -> Self {
        let running = Running::start(&database.url, 1);
        let issue = |name: &str, kind| {
            let scopes = [Scope::Admin].into_iter().collect();
            let wanted = OperatorKey { organization: name.to_owned(), kind, scopes };
            let issued = issue_operator_key(&running.engine, &wanted).unwrap();
            (issued.key.organization_id.to_string(), issued.secret)
        };
        let (city_id, city) = issue("塩尻市", OrganizationKind::Municipality);
        let (coordinator_id, coordinator) = issue("地域人事部", OrganizationKind::CoordinatorBody);
        let (_, board) = issue("求人サイト", OrganizationKind::JobBoard);
        let keys = Keys { city, coordinator, board };
        Self { city_id, coordinator_id, keys, running: Some(running), database }
    }

    /// Stops the application and starts it again over the same database with this many ranking threads.
    pub(crate) fn restart(&mut self, ranking_threads: usize) {
        self.running = None;
        self.running = Some(Running::start(&self.database.url, ranking_threads));
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs but for the moment of a restart")
    }

    /// The engine behind it.
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.running().engine
    }

    /// Nobody.
    pub(crate) fn anonymous(&self) -> Client {
        Client::new(&self.running().base, "")
    }

    /// The city, with every scope.
    pub(crate) fn city(&self) -> Client {
        Client::new(&self.running().base, &self.keys.city)
    }

    /// The coordinator body, with every scope.
    pub(crate) fn coordinator(&self) -> Client {
        Client::new(&self.running().base, &self.keys.coordinator)
    }

    /// The job board, with every scope.
    pub(crate) fn board(&self) -> Client {
        Client::new(&self.running().base, &self.keys.board)
    }

    /// The id of a posting, made and published.
    pub(crate) fn published(&self, by: &Client, posting: &Value) -> String {
        let made = by.post("/postings", posting);
        assert_eq!(made.status, 201, "{}", made.text);
        let path = format!("/postings/{}/transitions", made.id());
        by.post(&path, &json!({"to": "published", "reason": null})).expect(200);
        made.id()
    }
}

impl Running {
    fn start(database_url: &str, ranking_threads: usize) -> Self {
        let outside = startup::outside();
        let options = EngineOptions { database_url: database_url.to_owned(), ranking_threads };
        let engine = Engine::open(&options, outside.clock, Arc::clone(&outside.entropy)).unwrap();
        let engine = Arc::new(engine);
        engine.load_pool(&mut |_, _| {}).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = AppState::new(Arc::clone(&engine), outside.entropy, HttpLimits::default());
        let stopping = Arc::clone(&state.stopping);
        let (stop, stopped) = oneshot::channel();
        let working = Arc::clone(&engine);
        let worker = std::thread::spawn(move || {
            while !stopping.load(Ordering::Acquire) {
                matching::jobs::work(&working, &stopping);
            }
        });
        let server = std::thread::spawn(move || {
            let ended = async { drop(stopped.await) };
            let serving = api::server::serve(web::Data::new(state), listener, ended);
            actix_web::rt::System::new().block_on(serving).unwrap();
        });
        Self { base, engine, stop: Some(stop), threads: vec![server, worker] }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        for thread in self.threads.drain(..) {
            // A thread that panicked has shown it; the test fails by what it saw.
            drop(thread.join());
        }
    }
}
