//! `tsumugi audit`: whether the audit log is as it was written.

use std::path::Path;

use domain::{AuditHead, ChainFault};
use matching::operator::{AuditVerdict, list_audit_heads, verify_audit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CommandError, log, print};
use crate::cli::{AuditHeadArgs, AuditVerifyArgs};
use crate::config::Settings;

/// A head as it was printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptHead {
    organization_id: String,
    seq: i64,
    hash: String,
}

/// Walks every chain; fails when any is broken.
pub(super) fn verify(arguments: &AuditVerifyArgs) -> Result<(), CommandError> {
    let settings = Settings::gather(&arguments.flags)?;
    log(&settings);
    let kept = arguments.against.as_deref().map(read_heads).transpose()?.unwrap_or_default();
    let verdict = verify_audit(&settings.database_url, &kept)?;
    if arguments.json {
        print::line(&as_json(&verdict).to_string())?;
    } else {
        in_words(&verdict).iter().try_for_each(|line| print::line(line))?;
    }
    match verdict.is_whole() {
        true => Ok(()),
        false => Err(CommandError::Failed(
            "the audit log is not as it was written: keep this database as it is, and compare it with a backup"
                .to_owned(),
        )),
    }
}

/// Prints where each chain ends.
pub(super) fn head(arguments: &AuditHeadArgs) -> Result<(), CommandError> {
    let settings = Settings::gather(&arguments.flags)?;
    log(&settings);
    let heads = list_audit_heads(&settings.database_url)?;
    heads.iter().try_for_each(|head| print::line(&head_as_json(head).to_string()))
}

fn read_heads(path: &Path) -> Result<Vec<AuditHead>, CommandError> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| CommandError::Failed(format!("cannot read {shown}: {error}")))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let head = |(number, line): (usize, &str)| {
        let head: KeptHead = serde_json::from_str(line).map_err(|error| {
            CommandError::Failed(format!(
                "line {} of {shown} is not what `tsumugi audit head` prints: {error}",
                number + 1
            ))
        })?;
        Ok(AuditHead { organization_id: head.organization_id, seq: head.seq, hash: head.hash })
    };
    lines.map(head).collect()
}

fn head_as_json(head: &AuditHead) -> Value {
    json!({"organization_id": head.organization_id, "seq": head.seq, "hash": head.hash})
}

fn as_json(verdict: &AuditVerdict) -> Value {
    let breaks: Vec<Value> = verdict
        .report
        .breaks
        .iter()
        .map(|found| {
            json!({
                "organization_id": found.organization_id, "seq": found.seq, "id": found.id,
                "fault": found.fault,
            })
        })
        .collect();
    let lost: Vec<Value> = verdict.lost_heads.iter().map(head_as_json).collect();
    json!({
        "whole": verdict.is_whole(), "chains": verdict.report.chains, "lines": verdict.report.lines,
        "breaks": breaks, "lost_heads": lost,
    })
}

fn in_words(verdict: &AuditVerdict) -> Vec<String> {
    let report = &verdict.report;
    let mut lines: Vec<String> = report
        .breaks
        .iter()
        .map(|found| {
            let what = match found.fault {
                ChainFault::Altered => "is not what was written",
                ChainFault::Missing => "is missing",
                ChainFault::Reordered => "was written, but in another place",
                ChainFault::HeadDiffers => "is the last line, but the chain is noted to end otherwise",
            };
            let id = found.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
            format!("organization {}: line {}{id} {what}", found.organization_id, found.seq)
        })
        .collect();
    lines.extend(verdict.lost_heads.iter().map(|head| {
        format!("organization {}: line {} is not the one that was kept", head.organization_id, head.seq)
    }));
    lines.push(format!("{} chains with {} lines were looked at", report.chains, report.lines));
    lines
}
