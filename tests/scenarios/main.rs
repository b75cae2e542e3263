//! The activities that Tsumugi exists for, replayed from outside: each file drives the public API alone, from registering
//! the bodies to the closing report, and asserts the figures that are known of the activity. They are also documentation:
//! read one to see which calls carry such a piece of work, and in which order.
//!
//! The people are invented; the figures are published ones. Only the clock and the first keys are not the API's.

#![expect(clippy::unwrap_used, reason = "a test that meets the impossible should stop there and say where")]

mod bodies;
mod career_ownership_survey;
mod closing;
mod cohorts;
mod doda_2021;
mod gosen_knit_fes;
mod helix;
mod higashikawa_alumni;
mod koga_training;
mod koga_workation;
mod ogaki_wdl;
mod ran_alliance;
mod shiojiri_companies;
mod shiojiri_cxo;
mod shiojiri_mirai_kaigi;
mod shiojiri_related_population;

#[path = "../support/app.rs"]
#[expect(dead_code, reason = "the tests of the API ask more of it")]
mod app;
#[path = "../support/client.rs"]
#[expect(dead_code, reason = "the tests of the API ask more of it")]
mod client;
#[path = "../support/postgres.rs"]
mod private_postgres;
#[path = "../support/samples.rs"]
mod samples;
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "the tests of the API ask more of it")]
mod wire;
#[path = "../support/worker.rs"]
#[expect(dead_code, reason = "the tests of the API ask more of it")]
mod worker;

/// Makes of each scenario `fn name(app: &TestApp)` a test on SQLite and a test on PostgreSQL.
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
