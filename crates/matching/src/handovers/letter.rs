//! A hand-over as a letter in plain text, in Japanese and then in English: it answers by itself who was promised what,
//! what is due next, and why these people were chosen.

use std::fmt::Write;

use domain::{
    CandidateId, DateKind, Handover, HandoverApplication, HandoverPerson, ReadFirstReason, TaskKind,
    Timestamp,
};

mod words;

use words::{Tongue, date_word, reason_word, state_word, status_word, task_word};

/// The letter.
pub fn letter(handover: &Handover) -> String {
    let mut text = String::new();
    for tongue in [Tongue::Japanese, Tongue::English] {
        if !text.is_empty() {
            text.push_str("\n------------------------------------------------------------------------\n\n");
        }
        Letter { handover, tongue, text: &mut text }.write();
    }
    text
}

struct Letter<'a> {
    handover: &'a Handover,
    tongue: Tongue,
    text: &'a mut String,
}

impl Letter<'_> {
    fn write(&mut self) {
        self.head();
        self.read_first();
        self.people();
        self.promises();
        self.tasks();
        self.dates();
        self.postings();
        self.words_of_the_predecessor();
    }

    fn say(&mut self, japanese: &str, english: &str) {
        let text = self.tongue.choose(japanese, english);
        self.line(text);
    }

    fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    fn heading(&mut self, japanese: &str, english: &str) {
        self.text.push('\n');
        let title = self.tongue.choose(japanese, english).to_owned();
        self.line(format!("■ {title}"));
    }

    fn none(&mut self) {
        self.say("　（ありません）", "  (none)");
    }

    fn head(&mut self) {
        let document = &self.handover.document;
        let (program, from, to) =
            (document.program_name.clone(), document.from_name.clone(), document.to_name.clone());
        let (made, moves) = (instant(self.handover.created_at), instant(self.handover.content.moves_at));
        let state = state_word(self.handover.state, self.tongue);
        match self.tongue {
            Tongue::Japanese => {
                self.line(format!("引き継ぎ書　{program}（{state}）"));
                self.line(format!("{to} 様"));
                self.line(format!("{made} 現在　{from} より"));
                self.line(format!("担当の交代：{moves}（日本時間）"));
            }
            Tongue::English => {
                self.line(format!("Hand-over: {program} ({state})"));
                self.line(format!("To {to}, from {from}, as of {made}"));
                self.line(format!("Responsibility moves at {moves} (Japan time)"));
            }
        }
        if let Some(purpose) = document.purpose.clone() {
            let label = self.tongue.choose("目的：", "Purpose: ");
            self.line(format!("{label}{purpose}"));
        }
    }

    fn name(&self, id: CandidateId) -> String {
        let found = self.handover.people.iter().find(|person| person.candidate_id == id);
        found.map_or_else(|| id.short_reference(), |person| person.name.clone())
    }

    fn read_first(&mut self) {
        self.heading("まず読む五つ", "Read these five first");
        let items = self.handover.document.read_first.clone();
        if items.is_empty() {
            self.none();
        }
        for (number, item) in (1..).zip(items) {
            let reason = reason_word(item.reason, self.tongue);
            let who = item.candidate_id.map(|id| format!(" {}", self.name(id))).unwrap_or_default();
            let why = match item.reason {
                ReadFirstReason::Decided => self.why_of(&item.resource_id),
                _ => self.what_of(&item.resource_id),
            };
            let due = item.due_micros.and_then(Timestamp::from_micros);
            let due = due.map(|due| format!(" [{}]", instant(due))).unwrap_or_default();
            self.line(format!("{number}. {reason}: {}{who}{due}{why}", item.about));
        }
    }

    fn why_of(&self, application: &str) -> String {
        let mut lines = self.handover.people.iter().flat_map(|person| &person.facts.applications);
        let found = lines.find(|line| line.application_id.to_string() == application);
        found.map(|line| reason_of(line, self.tongue)).unwrap_or_default()
    }

    fn what_of(&self, promise: &str) -> String {
        let to_people = self.handover.people.iter().flat_map(|person| &person.facts.promises);
        let to_people = to_people.map(|line| (line.promise_id.to_string(), line.what.clone()));
        let to_bodies = self.handover.document.promises.iter();
        let to_bodies = to_bodies.map(|line| (line.promise_id.to_string(), line.what.clone()));
        let found = to_people.chain(to_bodies).find(|(id, _)| id == promise);
        found.map(|(_, what)| format!(" — {what}")).unwrap_or_default()
    }

    fn people(&mut self) {
        self.heading("人と、決めた理由", "People, and why they were chosen or not");
        let people = self.handover.people.clone();
        if people.iter().all(|person| person.facts.applications.is_empty()) {
            self.none();
        }
        for person in people.iter().filter(|person| !person.facts.applications.is_empty()) {
            self.line(format!("・{}{}", person.name, contact(person)));
            for line in &person.facts.applications {
                let status = status_word(line.status, self.tongue);
                let due = line.due_micros.and_then(Timestamp::from_micros);
                let due = due.map(|due| format!(" [{}]", instant(due))).unwrap_or_default();
                let why = reason_of(line, self.tongue);
                self.line(format!("　　{}: {status}{due}{why}", line.title));
            }
        }
    }

    fn promises(&mut self) {
        self.heading("約束ごと", "Promises");
        let due = |due: &Option<String>| due.as_ref().map(|day| format!(" [{day}]")).unwrap_or_default();
        let mut lines: Vec<String> = Vec::new();
        for person in &self.handover.people {
            let told = person.facts.promises.iter();
            lines.extend(told.map(|line| format!("・{}: {}{}", person.name, line.what, due(&line.due_on))));
        }
        let told = self.handover.document.promises.iter();
        lines.extend(told.map(|line| format!("・{}: {}{}", line.name, line.what, due(&line.due_on))));
        if lines.is_empty() {
            self.none();
        }
        lines.into_iter().for_each(|line| self.line(line));
    }

    fn tasks(&mut self) {
        self.heading("次にすること", "What is due next");
        let tasks = self.handover.document.tasks.clone();
        if tasks.is_empty() {
            self.none();
        }
        for task in tasks {
            let due = task.due_micros.and_then(Timestamp::from_micros);
            let due = due.map_or_else(|| self.tongue.choose("期限なし", "no day").to_owned(), instant);
            let word = task_word(task.kind, self.tongue);
            let what = match task.kind {
                TaskKind::PromiseDue => self.what_of(&task.resource_id),
                _ => String::new(),
            };
            self.line(format!("・{due}  {word}: {}{what}", task.about));
        }
    }

    fn dates(&mut self) {
        self.heading("これからの日付", "Dates ahead");
        let dates = self.handover.document.dates.clone();
        if dates.is_empty() {
            self.none();
        }
        for date in dates {
            let at = Timestamp::from_micros(date.at_micros).map(instant).unwrap_or_default();
            let word = date_word(date.kind, self.tongue);
            let about =
                if date.kind == DateKind::RightsMove { String::new() } else { format!(": {}", date.about) };
            self.line(format!("・{at}  {word}{about}"));
        }
    }

    fn postings(&mut self) {
        self.heading("案件", "Postings");
        let postings = self.handover.document.postings.clone();
        if postings.is_empty() {
            self.none();
        }
        for posting in postings {
            let (title, seated, seats) = (posting.title, posting.seated, posting.seats);
            let (count, status) = (posting.applications, posting.status);
            let line = match self.tongue {
                Tongue::Japanese => {
                    format!("・{title}（{status}）　枠 {seats} のうち {seated}、応募 {count}")
                }
                Tongue::English => {
                    format!("・{title} ({status}): {seated} of {seats} seats, {count} applications")
                }
            };
            self.line(line);
        }
    }

    fn words_of_the_predecessor(&mut self) {
        self.heading("前任者から", "From the predecessor");
        let note = self.handover.content.note.clone();
        let remarks = self.handover.remarks.clone();
        if note.is_none() && remarks.is_empty() {
            self.none();
        }
        note.into_iter().for_each(|note| self.line(note));
        for remark in remarks {
            let at = Timestamp::from_micros(remark.at_micros).map(instant).unwrap_or_default();
            self.line(format!("・{at}  {}", remark.text));
        }
    }
}

fn contact(person: &HandoverPerson) -> String {
    let ways: Vec<&str> = [&person.email, &person.phone].into_iter().filter_map(Option::as_deref).collect();
    if ways.is_empty() { String::new() } else { format!("（{}）", ways.join(", ")) }
}

fn reason_of(line: &HandoverApplication, tongue: Tongue) -> String {
    let category = line.reason_category.map(|word| words::category_word(word, tongue).to_owned());
    let parts: Vec<String> = line.reason.iter().cloned().chain(category).collect();
    match (parts.is_empty(), tongue) {
        (true, _) => String::new(),
        (false, Tongue::Japanese) => format!("　理由：{}", parts.join("、")),
        (false, Tongue::English) => format!(" because: {}", parts.join("; ")),
    }
}

/// An instant in Japan, to the minute.
fn instant(at: Timestamp) -> String {
    let mut text = String::new();
    let japan = at.plus_seconds(9 * 3600).to_utc();
    if write!(text, "{}", japan.format("%Y-%m-%d %H:%M")).is_err() {
        return at.to_string();
    }
    text
}

#[cfg(test)]
mod tests {
    use domain::{
        ApplicationId, ApplicationStatus, DateAhead, HandoverDocument, HandoverId, HandoverPosting,
        HandoverState, HandoverTask, NewHandover, OrganizationId, PersonFacts, PostingId, PostingStatus,
        ProgramId, PromiseId, PromiseToPerson, ReadFirst, Remark, UserId,
    };

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    /// Two who were chosen, one of whom was promised something.
    fn handover() -> Handover {
        let posting_id = PostingId::from_parts(1, [1; 10]);
        let promise_id = PromiseId::from_parts(1, [1; 10]);
        let person = |number: u8, name: &str, reason: &str| HandoverPerson {
            candidate_id: CandidateId::from_parts(1, [number; 10]),
            organization_id: OrganizationId::from_parts(1, [1; 10]),
            name: name.to_owned(),
            email: Some("person@example.jp".to_owned()),
            phone: None,
            facts: PersonFacts {
                applications: vec![HandoverApplication {
                    application_id: ApplicationId::from_parts(1, [number; 10]),
                    posting_id,
                    title: "CMO".to_owned(),
                    status: ApplicationStatus::Accepted,
                    due_micros: None,
                    reason: Some(reason.to_owned()),
                    reason_category: None,
                    since_micros: 0,
                }],
                promises: Vec::new(),
            },
        };
        let mut people = vec![
            person(1, "山口 理沙", "発信の実績が抜きん出ていた"),
            person(2, "中村 健", "現場での対話がよかった"),
        ];
        people[0].facts.promises.push(PromiseToPerson {
            promise_id,
            what: "交通費の扱いを知らせる".to_owned(),
            due_on: Some("2027-04-05".to_owned()),
        });
        let due = at("2027-04-05T14:59:59Z").micros();
        Handover {
            id: HandoverId::from_parts(1, [1; 10]),
            organization_id: OrganizationId::from_parts(1, [1; 10]),
            version: 1,
            created_at: at("2027-03-25T00:00:00Z"),
            updated_at: at("2027-03-25T00:00:00Z"),
            content: NewHandover {
                program_id: ProgramId::from_parts(1, [1; 10]),
                from_user_id: UserId::from_parts(1, [1; 10]),
                to_user_id: UserId::from_parts(1, [2; 10]),
                moves_at: at("2027-04-01T00:00:00+09:00"),
                note: Some("電話より訪問が喜ばれます".to_owned()),
            },
            state: HandoverState::Sent,
            sent_at: None,
            acknowledged_at: None,
            moved_at: None,
            remarks: vec![Remark {
                at_micros: 0,
                user_id: None,
                text: "面談の記録を読み返すこと".to_owned(),
            }],
            document: document((posting_id, promise_id), people[0].candidate_id, due),
            people,
        }
    }

    fn document(
        (posting_id, promise_id): (PostingId, PromiseId),
        promised_to: CandidateId,
        due: i64,
    ) -> HandoverDocument {
        HandoverDocument {
            program_name: "塩尻CXO".to_owned(),
            purpose: None,
            from_name: "前任".to_owned(),
            to_name: "後任".to_owned(),
            read_first: vec![ReadFirst {
                reason: ReadFirstReason::DueSoon,
                resource: "promise".to_owned(),
                resource_id: promise_id.to_string(),
                candidate_id: Some(promised_to),
                about: "CMO".to_owned(),
                due_micros: Some(due),
            }],
            postings: vec![HandoverPosting {
                posting_id,
                title: "CMO".to_owned(),
                status: PostingStatus::Filled,
                seats: 2,
                seated: 2,
                applications: 103,
            }],
            promises: Vec::new(),
            tasks: vec![HandoverTask {
                kind: TaskKind::PromiseDue,
                due_micros: Some(due),
                resource: "promise".to_owned(),
                resource_id: promise_id.to_string(),
                about: "CMO".to_owned(),
            }],
            dates: vec![DateAhead {
                at_micros: at("2027-04-01T00:00:00+09:00").micros(),
                kind: DateKind::RightsMove,
                about: "塩尻CXO".to_owned(),
            }],
        }
    }

    /// A fresh reader answers from the letter alone: who was promised what, what is due next, why these two.
    #[test]
    fn a_fresh_reader_can_answer_from_it_alone() {
        let text = letter(&handover());
        let (japanese, english) = text.split_once("----").unwrap();
        for line in [
            "・山口 理沙: 交通費の扱いを知らせる [2027-04-05]",
            "・2027-04-05 23:59  約束を果たす: CMO — 交通費の扱いを知らせる",
            "・山口 理沙（person@example.jp）",
            "　　CMO: 承諾　理由：発信の実績が抜きん出ていた",
            "　　CMO: 承諾　理由：現場での対話がよかった",
            "担当の交代：2027-04-01 00:00（日本時間）",
            "1. 二週間以内に期限: CMO 山口 理沙 [2027-04-05 23:59] — 交通費の扱いを知らせる",
            "電話より訪問が喜ばれます",
        ] {
            assert!(japanese.lines().any(|found| found == line), "no line {line} in:\n{japanese}");
        }
        assert!(english.contains("CMO (filled): 2 of 2 seats, 103 applications"), "{english}");
        assert!(english.contains("CMO: accepted because: 発信の実績が抜きん出ていた"), "{english}");
    }

    #[test]
    fn who_is_gone_is_called_by_a_reference() {
        let mut handover = handover();
        let gone = handover.people.remove(0).candidate_id;
        let text = letter(&handover);
        assert!(!text.contains("山口") && text.contains(&gone.short_reference()), "{text}");
    }
}
