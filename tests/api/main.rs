//! The API from outside: the real router, a real server on a free port, a real database of either kind.

#![expect(clippy::unwrap_used, reason = "a test that meets the impossible should stop there and say where")]

mod alliances;
mod audit;
mod bad_input;
mod bulk;
mod changes;
mod crowd;
mod decisions;
mod doubt;
mod encounters;
mod engagements;
mod events;
mod feeds;
mod guides;
mod handovers;
mod imports;
mod isolation;
mod ledger;
mod lifecycle;
mod manners;
mod marks;
mod members_only;
mod notes;
mod notices;
mod once;
mod outcomes;
mod overload;
mod own_page;
mod preparation;
mod process;
mod ranking;
mod referrals;
mod reports;
mod retention;
mod reviews;
mod rights;
mod round_rules;
mod rounds;
mod run_progress;
mod runs;
mod runs_for_people;
mod search;
mod stages;
mod users;
mod vectors;
mod visibility;
mod webhooks;

#[path = "../support/app.rs"]
mod app;
#[path = "../support/client.rs"]
mod client;
#[path = "../support/mail_server.rs"]
mod mail_server;
#[path = "../support/postgres.rs"]
mod private_postgres;
#[path = "../support/receiver.rs"]
mod receiver;
#[path = "../support/samples.rs"]
mod samples;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/stored.rs"]
mod stored;
#[path = "../support/wire.rs"]
mod wire;
#[path = "../support/worker.rs"]
mod worker;

/// Makes of each test body `fn name(app: &TestApp)` a test on SQLite and a test on PostgreSQL.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[test]
                fn $name() {
                    super::$name(&crate::app::TestApp::sqlite());
                }
            )+
        }
        mod postgres {
            $(
                #[test]
                fn $name() {
                    if let Some(app) = crate::app::TestApp::postgres() {
                        super::$name(&app);
                    }
                }
            )+
        }
    };
}
use on_both;
