//! What bodies do together.

use serde_json::{Value, json};

/// The body of a schema of this subject.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "AllianceRequest" => json!({"name": "Bの集まり", "purpose": "学び合う"}),
        "AlliancePatch" => json!({"purpose": "変更"}),
        "AllianceInvitationRequest" => json!({"organization_id": "§third"}),
        // B passes its own draft to the third body, with which it has an agreement.
        "ReferralRequest" => {
            json!({"posting_id": "§posting", "to_organization_id": "§third", "reason": "試験"})
        }
        "ReasonRequest" => json!({"reason": "試験"}),
        "ProposalRequest" => json!({
            "posting_id": "§posting", "people": [{"candidate_id": "§candidate", "role": "企画"}],
            "consent": {"items": ["profile"], "purpose": "紹介"},
        }),
        "ProposalAnswerRequest" => json!({"answer": "interested", "candidate_ids": []}),
        "ProposalAcceptanceRequest" => json!({"candidate_ids": []}),
        "PostingTemplateRequest" => json!({"name": "Bのひな型", "sharing": "nobody",
            "posting": {"title": "Bの案件", "contract_form": "pro_bono", "work_style": "remote"}}),
        "StartedPostingRequest" => json!({"municipality": "202151"}),
        "PromiseRequest" => {
            json!({"to_candidate_id": "§candidate", "posting_id": "§posting", "what": "連絡する"})
        }
        "PromisePatch" => json!({"what": "変更"}),
        // From one user to the other; see the world, where both of B's are made.
        "HandoverRequest" => json!({
            "program_id": "§program", "from_user_id": "§user", "to_user_id": "§successor",
            "moves_at": "2099-01-01T00:00:00Z",
        }),
        "RemarkRequest" => json!({"text": "試験"}),
        "ReleaseRequest" => json!({"reason": "試験"}),
        "DirectoryEntryRequest" => json!({"specialities": ["Bの得意"], "takes_on": "紹介"}),
        _ => return None,
    })
}
