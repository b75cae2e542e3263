//! A user of each role, with what the role is meant to open, written out: whoever changes the roles changes this too.

use domain::Scope;
use serde_json::json;

use crate::app::TestApp;
use crate::client::Client;

const COORDINATOR: &[Scope] = &[
    Scope::OrganizationsRead,
    Scope::OrganizationsWrite,
    Scope::AgreementsRead,
    Scope::AgreementsWrite,
    Scope::PostingsRead,
    Scope::PostingsWrite,
    Scope::CandidatesRead,
    Scope::CandidatesWrite,
    Scope::ApplicationsRead,
    Scope::ApplicationsWrite,
    Scope::MatchesRead,
    Scope::MatchesWrite,
    Scope::OutcomesRead,
    Scope::OutcomesWrite,
    Scope::ChangesRead,
    Scope::WebhooksRead,
    Scope::AuditRead,
    Scope::ProgramsRead,
    Scope::ProgramsWrite,
    Scope::SelectionsRead,
    Scope::SelectionsWrite,
    Scope::NoticesRead,
    Scope::NoticesSend,
    Scope::EngagementsRead,
    Scope::EngagementsWrite,
    Scope::AlliancesRead,
    Scope::AlliancesWrite,
    Scope::HandoversRead,
    Scope::HandoversWrite,
    Scope::PreparationRead,
    Scope::PreparationWrite,
    Scope::SurveysRead,
    Scope::SurveysWrite,
    Scope::ReportsRead,
    Scope::UsersRead,
];

const POSTING_OWNER: &[Scope] = &[
    Scope::OrganizationsRead,
    Scope::PostingsRead,
    Scope::PostingsWrite,
    Scope::CandidatesRead,
    Scope::ApplicationsRead,
    Scope::MatchesRead,
    Scope::ProgramsRead,
    Scope::SelectionsRead,
    Scope::SelectionsWrite,
    Scope::EngagementsRead,
    Scope::EngagementsWrite,
    Scope::NoticesRead,
    Scope::HandoversRead,
];

const APPROVER: &[Scope] = &[
    Scope::OrganizationsRead,
    Scope::PostingsRead,
    Scope::CandidatesRead,
    Scope::ApplicationsRead,
    Scope::MatchesRead,
    Scope::ProgramsRead,
    Scope::SelectionsRead,
    Scope::DecisionsApprove,
    Scope::EngagementsRead,
    Scope::NoticesRead,
    Scope::HandoversRead,
];

const VIEWER: &[Scope] = &[Scope::ReportsRead];

/// Users of B who have logged in, and what they may do.
pub(super) fn users_of_b(app: &TestApp) -> Vec<(Client, Vec<Scope>)> {
    let b = app.board();
    let roles = [
        ("coordinator", COORDINATOR),
        ("posting_owner", POSTING_OWNER),
        ("approver", APPROVER),
        ("viewer", VIEWER),
    ];
    roles
        .into_iter()
        .map(|(role, scopes)| {
            let (email, password) = (format!("{role}-of-b@example.jp"), "役割ごとのとても長い合言葉");
            let user = json!({"email": email, "display_name": role, "roles": [role], "password": password});
            b.post("/users", &user).expect(201);
            let session = json!({"email": email, "password": password});
            let session = app.anonymous().post("/sessions", &session).expect(201);
            (b.with_key(session["token"].as_str().unwrap()), scopes.to_vec())
        })
        .collect()
}
