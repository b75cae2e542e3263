//! What was decided, by whom and why; and where the ranking had those who were chosen.

use domain::{
    ApplicationStatus, DecisionOutcome, DecisionState, HandoverApplication, HandoverDecision, HandoverPerson,
    HandoverVerdict,
};

use super::Letter;
use super::sheet::{instant_of, points};
use super::words::{Tongue, category_word, feature_word, status_word};

impl Letter<'_> {
    pub(super) fn decisions(&mut self) {
        self.heading("決めたことと、その理由", "What was decided, and why");
        if self.handover.document.decisions.is_empty() {
            self.none();
        }
        for decision in &self.handover.document.decisions {
            let title = self.quoted(&decision.title);
            self.sheet.heading_below(&title);
            for line in [
                Some(self.proposed(decision)),
                Some(self.settled(decision)),
                Some(format!("{}{}", self.say("理由：", "Why: "), self.quoted(&decision.reason))),
                Some(self.outcome(decision)),
                Some(self.told(decision)),
            ]
            .into_iter()
            .flatten()
            {
                self.sheet.bullet(&line);
            }
            self.placed(decision, DecisionOutcome::Selected);
            self.placed(decision, DecisionOutcome::Waiting);
        }
    }

    fn proposed(&self, decision: &HandoverDecision) -> String {
        let (at, by) = (instant_of(decision.decided_micros), self.quoted(&decision.decided_by));
        match self.tongue {
            Tongue::Japanese => format!("提案：{at}　{by}"),
            Tongue::English => format!("Proposed: {at} by {by}"),
        }
    }

    fn settled(&self, decision: &HandoverDecision) -> String {
        let at = decision.settled_micros.map(instant_of).unwrap_or_default();
        let by = decision.settled_by.as_ref().map(|by| self.quoted(by));
        let note = decision.settled_note.as_ref().map(|note| self.quoted(note));
        let note = note.map(|note| format!("「{note}」")).unwrap_or_default();
        let asked = decision.asked.as_ref().map(|asked| self.quoted(asked));
        match (decision.state, by, self.tongue) {
            (DecisionState::Approved, Some(by), Tongue::Japanese) => format!("承認：{at}　{by}{note}"),
            (DecisionState::Approved, Some(by), Tongue::English) => format!("Approved: {at} by {by}{note}"),
            (DecisionState::Refused, Some(by), Tongue::Japanese) => format!("差し戻し：{at}　{by}{note}"),
            (DecisionState::Refused, Some(by), Tongue::English) => format!("Refused: {at} by {by}{note}"),
            (DecisionState::Proposed, _, Tongue::Japanese) => {
                let asked = asked.map(|asked| format!("（頼んだ相手：{asked}）")).unwrap_or_default();
                format!("承認：まだです{asked}")
            }
            (DecisionState::Proposed, _, Tongue::English) => {
                let asked = asked.map(|asked| format!(" ({asked} is asked)")).unwrap_or_default();
                format!("Approved: not yet{asked}")
            }
            (_, _, Tongue::Japanese) => "承認：二人目の承認を求めない案件です".to_owned(),
            (_, _, Tongue::English) => "Approved: the posting asks for no second person".to_owned(),
        }
    }

    fn outcome(&self, decision: &HandoverDecision) -> String {
        let reasons: Vec<String> = decision
            .reasons
            .iter()
            .map(|(reason, people)| format!("{} {people}", category_word(*reason, self.tongue)))
            .collect();
        let HandoverDecision { selected, waiting, not_selected, .. } = decision;
        let all = selected + waiting + not_selected;
        match (self.tongue, reasons.is_empty()) {
            (Tongue::Japanese, true) => {
                format!("応募者 {all} 人のうち、採択 {selected}、補欠 {waiting}、見送り {not_selected}")
            }
            (Tongue::Japanese, false) => format!(
                "応募者 {all} 人のうち、採択 {selected}、補欠 {waiting}、見送り {not_selected}（理由：{}）",
                reasons.join("、")
            ),
            (Tongue::English, _) => format!(
                "Of {all} applicants {selected} selected, {waiting} waiting, {not_selected} not selected: {}",
                reasons.join(", ")
            ),
        }
    }

    fn told(&self, decision: &HandoverDecision) -> String {
        let told = decision.told_micros.map(instant_of);
        let notices = decision.notices.unwrap_or_default();
        match (told, self.tongue) {
            (Some(at), Tongue::Japanese) => {
                let also = if decision.not_selected > 0 {
                    "。見送りの方には、理由と、ほかに応募できる案件（なければその旨）を添えています"
                } else {
                    ""
                };
                format!("結果の連絡：{at} に {notices} 通を送りました{also}")
            }
            (Some(at), Tongue::English) => {
                let also = if decision.not_selected > 0 {
                    "; those who were not selected were told the reason and what else is open to them, if anything"
                } else {
                    ""
                };
                format!("Told: {notices} notices at {at}{also}")
            }
            (None, Tongue::Japanese) => "結果の連絡：まだ送っていません".to_owned(),
            (None, Tongue::English) => "Told: not yet".to_owned(),
        }
    }

    /// Those of an outcome, with their places in the ranking that was kept.
    fn placed(&mut self, decision: &HandoverDecision, outcome: DecisionOutcome) {
        let of = |person: &'_ HandoverPerson| {
            let mine = person.facts.verdicts.iter();
            let found = mine
                .clone()
                .find(|verdict| verdict.decision_id == decision.decision_id && verdict.outcome == outcome);
            found.map(|verdict| (person.candidate_id, verdict.clone(), self.since(person, verdict)))
        };
        let mut placed: Vec<_> = self.handover.people.iter().filter_map(of).collect();
        placed.sort_by_key(|(id, verdict, _)| {
            (verdict.place.as_ref().map_or(u32::MAX, |place| place.rank), *id)
        });
        if placed.is_empty() {
            return;
        }
        let label = match outcome {
            DecisionOutcome::Waiting => self.say("補欠とした方", "On the waiting list"),
            DecisionOutcome::Selected | DecisionOutcome::NotSelected => self.say(
                "選んだ方（決めたときのおすすめ順での順位と点）",
                "Selected, with place and score as of the decision",
            ),
        };
        self.sheet.bullet(&label);
        for (id, verdict, since) in placed {
            let line = format!("{}{}{since}", self.name(id), self.place(&verdict, decision.ranked));
            self.sheet.bullet_below(&line);
        }
    }

    /// What has become of it where it is not as it was decided: somebody chosen who is out, somebody who waited and moved up.
    fn since(&self, person: &HandoverPerson, verdict: &HandoverVerdict) -> String {
        let mut of = person.facts.applications.iter();
        let Some(line) = of.find(|line| line.posting_id == verdict.posting_id) else { return String::new() };
        let is_out = ApplicationStatus::UNSUCCESSFUL.contains(&line.status);
        let moved_up = line.status == ApplicationStatus::Offered || line.status.is_seated();
        if !(is_out || verdict.outcome == DecisionOutcome::Waiting && moved_up) {
            return String::new();
        }
        let (status, why) = (status_word(line.status, self.tongue), self.reason_of(line));
        match self.tongue {
            Tongue::Japanese => format!("　その後：{status}{why}"),
            Tongue::English => format!("; since then {status}{why}"),
        }
    }

    fn place(&self, verdict: &HandoverVerdict, ranked: u32) -> String {
        let Some(place) = &verdict.place else {
            return self.say("：おすすめ順には入っていません", ": not in the ranking");
        };
        let parts: Vec<String> = place
            .parts
            .iter()
            .filter(|(_, ppm)| *ppm > 0)
            .map(|(feature, ppm)| format!("{} {}", feature_word(*feature, self.tongue), points(*ppm)))
            .collect();
        let (rank, score, parts) = (place.rank, points(place.score), parts.join("、"));
        match self.tongue {
            Tongue::Japanese => {
                format!("：おすすめ順に載った {ranked} 人中 {rank} 位、100点満点で {score} 点（{parts}）")
            }
            Tongue::English => format!(": place {rank} of {ranked}, {score} of 100 points ({parts})"),
        }
    }

    /// Why an application came to its stage.
    pub(super) fn reason_of(&self, line: &HandoverApplication) -> String {
        let category = line.reason_category.map(|word| category_word(word, self.tongue).to_owned());
        let reason = line.reason.as_ref().map(|reason| self.quoted(reason));
        let parts: Vec<String> = reason.into_iter().chain(category).collect();
        self.because(&parts)
    }

    pub(super) fn because(&self, parts: &[String]) -> String {
        match (parts.is_empty(), self.tongue) {
            (true, _) => String::new(),
            (false, Tongue::Japanese) => format!("　理由：{}", parts.join("、")),
            (false, Tongue::English) => format!(" because: {}", parts.join("; ")),
        }
    }
}
