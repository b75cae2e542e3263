//! The application in this process: the same router, engine and worker as the executable, on a free port of
//! 127.0.0.1, over a database of its own. Three bodies are registered: a city, a coordinator body and a job board.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::web;
use api::carrier::HttpsCarrier;
use api::feeds::PublicUrl;
use api::startup;
use api::state::{AppState, HttpLimits};
use domain::{OrganizationKind, Scope};
use matching::operator::{OperatorKey, issue_operator_key};
use matching::{Clock, Engine, EngineOptions};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::client::Client;
use crate::private_postgres;
use crate::wire::Wire;
use crate::worker::{TestClock, Worker};

/// By which the world knows the application: a proxy stands before it, so nothing of its own address shows.
pub(crate) const PUBLIC_URL: &str = "https://work.example.jp/side-jobs";

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
    clock: Arc<TestClock>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
    /// `None` while it rests.
    worker: Mutex<Option<Worker>>,
    /// `None` while it rests.
    webhooks: Mutex<Option<Worker>>,
    /// `None` while it rests.
    imports: Mutex<Option<Worker>>,
    /// Watches the clocks of the stages.
    _clocks: Worker,
}

impl TestApp {
    /// Over a file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        Self::sqlite_with(HttpLimits::default())
    }

    /// The same, without an address by which the world knows it.
    pub(crate) fn sqlite_without_public_address() -> Self {
        let mut app = Self::sqlite();
        app.running = None;
        app.running = Some(Running::start(&app.database.url, HttpLimits::default(), (1, None)));
        app
    }

    /// The same with limits of its own.
    pub(crate) fn sqlite_with(limits: HttpLimits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self::over(Database { url, _folder: Some(folder) }, limits)
    }

    /// Over a database of the private cluster; `None` where there is no PostgreSQL.
    pub(crate) fn postgres() -> Option<Self> {
        let url = private_postgres::fresh_database()?;
        Some(Self::over(Database { url, _folder: None }, HttpLimits::default()))
    }

    /// The same, behind a wire that can be cut.
    pub(crate) fn postgres_behind_a_wire() -> Option<(Self, Wire)> {
        let wire = Wire::to(&private_postgres::fresh_database()?);
        let database = Database { url: wire.url().to_owned(), _folder: None };
        Some((Self::over(database, HttpLimits::default()), wire))
    }

    fn over(database: Database, limits: HttpLimits) -> Self {
        let running = Running::start(&database.url, limits, (1, Some(PUBLIC_URL)));
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

    /// Turns the application's clock to an instant such as `2021-07-01T09:00:00+09:00`, from where it goes on.
    pub(crate) fn turn_clock_to(&self, instant: &str) {
        self.running().clock.turn_to(domain::Timestamp::parse(instant).unwrap());
    }

    /// Holds the application's clock at an instant, so that a few real seconds blur nothing, until it is turned.
    pub(crate) fn hold_clock_at(&self, instant: &str) {
        self.running().clock.hold_at(domain::Timestamp::parse(instant).unwrap());
    }

    /// Stops the application and starts it again over the same database with this many ranking threads.
    pub(crate) fn restart(&mut self, ranking_threads: usize) {
        self.running = None;
        self.running = Some(Running::start(
            &self.database.url,
            HttpLimits::default(),
            (ranking_threads, Some(PUBLIC_URL)),
        ));
    }

    /// Puts the application's clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.running().clock.advance(by);
    }

    /// The worker leaves its job where it is, and rests.
    pub(crate) fn rest(&self) {
        self.running().worker.lock().unwrap().take();
    }

    /// Does one batch of the oldest job on this thread, while the worker rests.
    pub(crate) fn work_a_batch(&self) {
        let running = self.running();
        running.clock.until_read(|stop| matching::jobs::work(&running.engine, stop));
    }

    /// The worker works again.
    pub(crate) fn work_on(&self) {
        let running = self.running();
        *running.worker.lock().unwrap() = Some(Worker::start(&running.engine));
    }

    /// The worker of imports leaves its job where it is, and rests.
    pub(crate) fn rest_imports(&self) {
        self.running().imports.lock().unwrap().take();
    }

    /// Takes in one portion of the oldest import on this thread, while the worker rests.
    pub(crate) fn import_a_portion(&self) {
        let running = self.running();
        running.clock.until_read(|stop| matching::imports::work(&running.engine, stop));
    }

    /// Imports go on.
    pub(crate) fn import_on(&self) {
        let running = self.running();
        *running.imports.lock().unwrap() = Some(Worker::start_imports(&running.engine));
    }

    /// No webhook is sent from now on.
    pub(crate) fn rest_webhooks(&self) {
        self.running().webhooks.lock().unwrap().take();
    }

    /// Webhooks are sent again, as after a restart.
    pub(crate) fn send_webhooks_on(&self) {
        let running = self.running();
        *running.webhooks.lock().unwrap() = Some(Worker::start_webhooks(&running.engine));
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs but for the moment of a restart")
    }

    /// The engine behind it.
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.running().engine
    }

    /// Where it listens: `127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> &str {
        self.running().base.trim_start_matches("http://")
    }

    /// Where its database is.
    pub(crate) fn database_url(&self) -> &str {
        &self.database.url
    }

    /// The city's key.
    pub(crate) fn city_key(&self) -> &str {
        &self.keys.city
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
    fn start(
        database_url: &str,
        limits: HttpLimits,
        (ranking_threads, public_url): (usize, Option<&str>),
    ) -> Self {
        let outside = startup::outside();
        let clock = Arc::new(TestClock::new(outside.clock));
        let options = EngineOptions { database_url: database_url.to_owned(), ranking_threads };
        let clock_of_engine: Arc<dyn Clock> = Arc::<TestClock>::clone(&clock);
        let engine = Engine::open(&options, clock_of_engine, Arc::clone(&outside.entropy)).unwrap();
        let engine = Arc::new(engine);
        let loopback = "127.0.0.0/8".parse().unwrap();
        engine.carry_webhooks_with(Arc::new(HttpsCarrier::new(loopback)));
        engine.load_pool(&mut |_, _| {}).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let public_url = public_url.map(|url| PublicUrl::parse(url).unwrap());
        let state = AppState::new(Arc::clone(&engine), outside.entropy, limits).known_as(public_url);
        let (stop, stopped) = oneshot::channel();
        let server = std::thread::spawn(move || {
            let ended = async { drop(stopped.await) };
            let serving = api::server::serve(web::Data::new(state), listener, ended);
            actix_web::rt::System::new().block_on(serving).unwrap();
        });
        let worker = Mutex::new(Some(Worker::start(&engine)));
        let webhooks = Mutex::new(Some(Worker::start_webhooks(&engine)));
        let imports = Mutex::new(Some(Worker::start_imports(&engine)));
        let clocks = Worker::start_clocks(&engine);
        Self {
            base,
            engine,
            clock,
            stop: Some(stop),
            server: Some(server),
            worker,
            webhooks,
            imports,
            _clocks: clocks,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        if let Some(server) = self.server.take() {
            // A thread that panicked has shown it; the test fails by what it saw.
            drop(server.join());
        }
    }
}
