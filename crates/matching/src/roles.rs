//! What the roles of users open. A scope that is added to the vocabulary has to be thought of here for each role.

use domain::{Role, Scope, Word, WordSet};

/// Everything that any of these roles opens.
pub(crate) fn scopes_of(roles: WordSet<Role>) -> WordSet<Scope> {
    let opens = |scope: &Scope| roles.iter().any(|role| opens(role, *scope));
    Scope::ALL.iter().copied().filter(opens).collect()
}

fn opens(role: Role, scope: Scope) -> bool {
    match role {
        Role::Coordinator => coordinates(scope),
        Role::PostingOwner => owns_postings(scope),
        Role::Approver => approves(scope),
        Role::Viewer => scope == Scope::ReportsRead,
    }
}

/// Everything but keys, users, where webhooks go, and the second person's approval.
fn coordinates(scope: Scope) -> bool {
    use Scope as S;
    match scope {
        S::Admin | S::UsersWrite | S::WebhooksWrite | S::DecisionsApprove => false,
        S::OrganizationsRead
        | S::OrganizationsWrite
        | S::AgreementsRead
        | S::AgreementsWrite
        | S::PostingsRead
        | S::PostingsWrite
        | S::CandidatesRead
        | S::CandidatesWrite
        | S::ApplicationsRead
        | S::ApplicationsWrite
        | S::MatchesRead
        | S::MatchesWrite
        | S::OutcomesRead
        | S::OutcomesWrite
        | S::ChangesRead
        | S::WebhooksRead
        | S::AuditRead
        | S::ProgramsRead
        | S::ProgramsWrite
        | S::SelectionsRead
        | S::SelectionsWrite
        | S::NoticesRead
        | S::NoticesSend
        | S::EngagementsRead
        | S::EngagementsWrite
        | S::AlliancesRead
        | S::AlliancesWrite
        | S::HandoversRead
        | S::HandoversWrite
        | S::PreparationRead
        | S::PreparationWrite
        | S::SurveysRead
        | S::SurveysWrite
        | S::ReportsRead
        | S::UsersRead => true,
    }
}

/// Their postings and whoever comes for them: marks, but tells nobody.
fn owns_postings(scope: Scope) -> bool {
    use Scope as S;
    matches!(scope, S::PostingsWrite | S::SelectionsWrite | S::EngagementsWrite) || looks_on(scope)
}

/// What a decision was made on, and the decision.
fn approves(scope: Scope) -> bool {
    scope == Scope::DecisionsApprove || looks_on(scope)
}

/// The work as those see it who do not carry it.
fn looks_on(scope: Scope) -> bool {
    use Scope as S;
    matches!(
        scope,
        S::OrganizationsRead
            | S::PostingsRead
            | S::CandidatesRead
            | S::ApplicationsRead
            | S::MatchesRead
            | S::ProgramsRead
            | S::SelectionsRead
            | S::EngagementsRead
            | S::NoticesRead
            | S::HandoversRead
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(roles: &[Role]) -> WordSet<Scope> {
        scopes_of(roles.iter().copied().collect())
    }

    #[test]
    fn a_coordinator_reads_and_writes_everything_but_what_opens_doors() {
        let held = of(&[Role::Coordinator]);
        for scope in Scope::ALL {
            let reads_or_writes = scope.as_str().ends_with(":read") || scope.as_str().ends_with(":write");
            let opens_doors = [Scope::UsersWrite, Scope::WebhooksWrite].contains(scope);
            let expected = reads_or_writes && !opens_doors || *scope == Scope::NoticesSend;
            assert_eq!(held.contains(*scope), expected, "{scope}");
        }
    }

    #[test]
    fn only_an_approver_approves_and_only_a_coordinator_sends() {
        for role in Role::ALL {
            let held = of(&[*role]);
            assert_eq!(held.contains(Scope::DecisionsApprove), *role == Role::Approver, "{role}");
            assert_eq!(held.contains(Scope::NoticesSend), *role == Role::Coordinator, "{role}");
            assert!(!held.contains(Scope::Admin) && !held.contains(Scope::UsersWrite), "{role}");
        }
    }

    #[test]
    fn a_viewer_sees_nobody_and_roles_add_up() {
        assert_eq!(of(&[Role::Viewer]).to_list(), "reports:read");
        let both = of(&[Role::Viewer, Role::Approver]);
        assert!(both.contains(Scope::ReportsRead) && both.contains(Scope::DecisionsApprove));
        assert_eq!(of(&[]).len(), 0);
    }
}
