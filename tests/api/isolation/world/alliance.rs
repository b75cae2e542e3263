//! What bodies do together: A's records, marked, and B's own.

use serde_json::json;

use super::{Kind, World, made};
use crate::app::TestApp;
use crate::client::Client;

/// B's own alliance.
pub(super) fn ally_b(b: &Client) -> String {
    made(&b.post("/alliances", &json!({"name": "Bの集まり", "purpose": "学び合う"})))
}

impl World {
    /// A hand-over of each, from the user that is there to another one.
    pub(super) fn hand_over(&mut self, app: &TestApp) {
        let (a, b) = (app.city(), app.board());
        let user = |email: String, name: String| json!({"email": email, "display_name": name, "roles": ["coordinator"], "password": null});
        let between = |program: &str, from: &str, to: &str, note: Option<String>| {
            json!({"program_id": program, "from_user_id": from, "to_user_id": to,
                "moves_at": "2099-01-01T00:00:00Z", "note": note})
        };
        let successor =
            made(&b.post("/users", &user("successor-of-b@example.jp".to_owned(), "Bの後任".to_owned())));
        let body = between(&self.own[&Kind::Program], &self.own[&Kind::User], &successor, None);
        let handover = made(&b.post("/handovers", &body));
        self.own.extend([(Kind::Successor, successor), (Kind::Handover, handover)]);

        let mail = format!("{}@example.jp", self.word("the mail address of a successor"));
        let name = self.word("the name of a successor");
        let successor = made(&a.post("/users", &user(mail, name)));
        self.hide(Kind::Successor, &successor);
        let first = |world: &Self, kind| world.of(kind).next().unwrap().id.clone();
        let (program, from) = (first(self, Kind::Program), first(self, Kind::User));
        let note = Some(self.word("the note of a hand-over"));
        let handover = made(&a.post("/handovers", &between(&program, &from, &successor, note)));
        self.hide(Kind::Handover, &handover);
    }

    /// What B passes, proposes, shares and promises.
    pub(super) fn pass_b(&mut self, b: &Client) {
        // The other of B's people, who has not applied, and B's draft.
        let other = |list: &str, own: &str| {
            let page = b.get(&format!("/{list}")).expect(200);
            let mut ids =
                page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned());
            ids.find(|id| id != own).unwrap()
        };
        let person = other("candidates", &self.own[&Kind::Candidate]);
        let posting = self.own[&Kind::Posting].clone();
        let draft = other("postings?status=draft", &posting);
        let proposal = json!({"posting_id": posting, "people": [{"candidate_id": person}]});
        let proposal = made(&b.post("/proposals", &proposal));
        let referral = json!({"posting_id": draft, "to_organization_id": self.third_id, "reason": "得意"});
        let referral = made(&b.post("/referrals", &referral));
        let posting_fields = json!({"title": "Bの型", "contract_form": "pro_bono", "work_style": "remote"});
        let template = json!({"name": "Bのひな型", "posting": posting_fields});
        let template = made(&b.post("/posting-templates", &template));
        let promise = json!({"to_candidate_id": person, "posting_id": posting, "what": "連絡する"});
        let promise = made(&b.post("/promises", &promise));
        self.own.extend([
            (Kind::Proposal, proposal),
            (Kind::Referral, referral),
            (Kind::PostingTemplate, template),
            (Kind::Promise, promise),
        ]);
    }

    /// The same of A, marked.
    fn pass_a(&mut self, a: &Client) {
        let person = made(&a.post("/candidates", &json!({"display_name": self.word("a person proposed")})));
        self.hide(Kind::Candidate, &person);
        let draft = made(&a.post("/postings", &crate::samples::posting(&self.word("a posting referred"))));
        self.hide(Kind::Posting, &draft);
        let referral = json!({
            "posting_id": draft, "to_organization_id": self.third_id, "reason": self.word("the reason of a referral"),
            "message": self.word("the message of a referral"),
        });
        let referral = made(&a.post("/referrals", &referral));
        self.hide(Kind::Referral, &referral);
        let published =
            self.of(Kind::Posting).find(|one| one.openness == super::Openness::Public).unwrap().id.clone();
        let proposal = json!({
            "posting_id": published, "people": [{"candidate_id": person, "role": self.word("a role in a team")}],
            "team_name": self.word("the name of a team"), "message": self.word("the message of a proposal"),
        });
        let proposal = made(&a.post("/proposals", &proposal));
        self.hide(Kind::Proposal, &proposal);
        let posting_fields = json!({
            "title": self.word("the title in a template"), "contract_form": "pro_bono", "work_style": "remote",
        });
        let template = json!({
            "name": self.word("the name of a template"), "note": self.word("the note of a template"),
            "sharing": "allied", "posting": posting_fields,
        });
        let template = made(&a.post("/posting-templates", &template));
        self.hide(Kind::PostingTemplate, &template);
        let promise = json!({
            "to_candidate_id": person, "posting_id": published, "what": self.word("what was promised"),
        });
        let promise = made(&a.post("/promises", &promise));
        self.hide(Kind::Promise, &promise);
    }

    /// A's, marked. What A says in the directory is said to all, so it has no mark.
    pub(super) fn ally_a(&mut self, a: &Client, a_id: &str) {
        let alliance = json!({
            "name": self.word("the name of an alliance"), "purpose": self.word("the purpose of an alliance"),
        });
        let alliance = made(&a.post("/alliances", &alliance));
        let invited = json!({"organization_id": self.third_id});
        a.post(&format!("/alliances/{alliance}/members"), &invited).expect(201);
        self.hide(Kind::Alliance, &alliance);
        let entry = json!({"specialities": ["市の得意"], "takes_on": "受け入れ"});
        a.put(&format!("/directory/{a_id}"), &entry).expect(201);
        self.pass_a(a);
    }
}
