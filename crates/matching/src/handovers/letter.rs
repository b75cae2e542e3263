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
        self.line(self.tongue.choose(japanese, english).to_owned());
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
