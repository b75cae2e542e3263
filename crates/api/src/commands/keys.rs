//! `tsumugi keys create`: the first key of an organization.

use domain::{OrganizationKind, Scope, Word, WordSet};
use matching::operator::{OperatorKey, issue_operator_key};
use serde_json::json;

use super::{CommandError, open_for_command, print};
use crate::cli::KeysCreateArgs;
use crate::config::Settings;

/// Makes a key and prints it, and only it.
pub(super) fn create(arguments: &KeysCreateArgs) -> Result<(), CommandError> {
    let usage =
        |what: &str, choices: String| CommandError::Usage(format!("{what} must be one of: {choices}"));
    let kind = OrganizationKind::parse(&arguments.kind);
    let kind = kind.ok_or_else(|| usage("--kind", OrganizationKind::choices()))?;
    let scopes: Option<WordSet<Scope>> =
        arguments.scopes.split(',').map(|scope| Scope::parse(scope.trim())).collect();
    let scopes = scopes.ok_or_else(|| usage("each of --scopes", Scope::choices()))?;
    let engine = open_for_command(&Settings::gather(&arguments.flags)?)?;
    let wanted = OperatorKey { organization: arguments.organization.clone(), kind, scopes };
    let issued = issue_operator_key(&engine, &wanted)?;
    if !arguments.json {
        return print::line(&issued.secret);
    }
    let made =
        json!({"key": issued.secret, "id": issued.key.id, "organization_id": issued.key.organization_id});
    print::line(&made.to_string())
}
