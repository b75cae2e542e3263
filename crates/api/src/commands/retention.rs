//! `tsumugi retention run`: erases what has been kept long enough, or counts it.

use domain::{RetentionClass, Word};
use matching::retention::{list_due, sweep};
use serde_json::{Map, Value, json};

use super::{CommandError, open_for_command, print};
use crate::cli::RetentionRunArgs;
use crate::config::Settings;

/// What of a body went, or would.
struct Body {
    organization_id: String,
    counts: Vec<(RetentionClass, u64)>,
}

/// Erases what is due today, or says what would be.
pub(super) fn run(arguments: &RetentionRunArgs) -> Result<(), CommandError> {
    let engine = open_for_command(&Settings::gather(&arguments.flags)?)?;
    let day = engine.now().day_in_japan();
    let bodies: Vec<Body> = if arguments.dry_run {
        let due = list_due(&engine)?.into_iter();
        due.map(|body| Body {
            organization_id: body.organization_id.to_string(),
            counts: body
                .classes
                .iter()
                .map(|due| (due.class, due.count))
                .filter(|(_, count)| *count > 0)
                .collect(),
        })
        .collect()
    } else {
        let swept = sweep(&engine)?.bodies.into_iter();
        swept
            .map(|body| Body { organization_id: body.organization_id.to_string(), counts: body.erased })
            .collect()
    };
    if arguments.json {
        let bodies: Vec<Value> = bodies.iter().map(Body::as_json).collect();
        let told = json!({"day": day, "dry_run": arguments.dry_run, "organizations": bodies});
        return print::line(&told.to_string());
    }
    let act = if arguments.dry_run { "would be erased" } else { "erased" };
    for body in &bodies {
        for (class, count) in &body.counts {
            print::line(&format!("organization {}: {count} {class} {act}", body.organization_id))?;
        }
    }
    match bodies.is_empty() {
        true => print::line(&format!("nothing is due on {day}")),
        false => Ok(()),
    }
}

impl Body {
    fn as_json(&self) -> Value {
        let counts: Map<String, Value> =
            self.counts.iter().map(|(class, count)| (class.as_str().to_owned(), json!(count))).collect();
        json!({"organization_id": self.organization_id, "classes": counts})
    }
}
