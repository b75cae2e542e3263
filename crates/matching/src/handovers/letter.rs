//! A hand-over as a letter: it answers by itself who was promised what, what is due next, and why these people were
//! chosen, to somebody who was not there. In plain text, in Japanese and then in English; or as Markdown, in Japanese.

use domain::{CandidateId, DecisionOutcome, Handover, HandoverPerson, ReadFirstReason, Timestamp};

mod deciding;
mod people;
mod sheet;
mod words;
mod work;

use sheet::{Form, Sheet, instant};
use words::{Tongue, reason_word, state_word};

/// The letter in plain text.
pub fn letter(handover: &Handover) -> String {
    let [japanese, english] =
        [Tongue::Japanese, Tongue::English].map(|tongue| Letter::of(handover, (tongue, Form::Plain)).text());
    let line = "-".repeat(72);
    format!("{japanese}\n{line}\n\n{english}")
}

/// The letter as Markdown.
pub fn letter_in_markdown(handover: &Handover) -> String {
    Letter::of(handover, (Tongue::Japanese, Form::Markdown)).text()
}

/// A letter that is being written.
struct Letter<'a> {
    handover: &'a Handover,
    tongue: Tongue,
    sheet: Sheet,
}

impl<'a> Letter<'a> {
    fn of(handover: &'a Handover, (tongue, form): (Tongue, Form)) -> Self {
        Self { handover, tongue, sheet: Sheet::new(form) }
    }

    fn text(mut self) -> String {
        self.head();
        self.read_first();
        self.decisions();
        self.people();
        self.engagements();
        self.promises();
        self.tasks();
        self.dates();
        self.postings();
        self.words_of_the_predecessor();
        self.passed_over();
        self.sheet.text()
    }

    fn say(&self, japanese: &str, english: &str) -> String {
        self.tongue.choose(japanese, english).to_owned()
    }

    fn heading(&mut self, japanese: &str, english: &str) {
        let title = self.say(japanese, english);
        self.sheet.heading(&title);
    }

    fn none(&mut self) {
        let none = self.say("（ありません）", "(none)");
        self.sheet.line(&none);
    }

    /// What others have written, so that it is shown as they wrote it.
    fn quoted(&self, text: &str) -> String {
        self.sheet.quoted(text)
    }

    fn head(&mut self) {
        let (handover, document) = (self.handover, &self.handover.document);
        let [program, from, to] =
            [&document.program_name, &document.from_name, &document.to_name].map(|text| self.quoted(text));
        let (made, moves) = (instant(handover.created_at), instant(handover.content.moves_at));
        let state = state_word(handover.state, self.tongue);
        let title = match self.tongue {
            Tongue::Japanese => format!("引き継ぎ書　{program}（{state}）"),
            Tongue::English => format!("Hand-over: {program} ({state})"),
        };
        self.sheet.title(&title);
        let lines = match self.tongue {
            Tongue::Japanese => [
                format!("{to} 様（{from} より）"),
                format!("担当の交代：{moves}（日本時間）"),
                format!("{made} 現在の記録です。そのあとに動いたことは載っていません。"),
            ],
            Tongue::English => [
                format!("To {to}, from {from}"),
                format!("Responsibility moves at {moves} (Japan time)"),
                format!("As of {made}: what has happened since is not in it."),
            ],
        };
        lines.iter().for_each(|line| self.sheet.line(line));
        if let Some(purpose) = &document.purpose {
            let line = format!("{}{}", self.say("事業の目的：", "Purpose: "), self.quoted(purpose));
            self.sheet.line(&line);
        }
    }

    /// By name, or by a reference where the name is not open or the person is gone.
    fn name(&self, id: CandidateId) -> String {
        let found = self.handover.people.iter().find(|person| person.candidate_id == id);
        found.map_or_else(|| id.short_reference(), |person| self.quoted(&person.name))
    }

    fn read_first(&mut self) {
        self.heading("まず読む五つ", "Read these five first");
        if self.handover.document.read_first.is_empty() {
            self.none();
        }
        for (number, item) in (1..).zip(&self.handover.document.read_first) {
            let reason = reason_word(item.reason, self.tongue);
            let who = item.candidate_id.map(|id| format!(" {}", self.name(id))).unwrap_or_default();
            let what = self.what_of(&item.resource_id);
            let why = match item.reason {
                ReadFirstReason::Decided => self.why_of(&item.resource_id),
                _ => String::new(),
            };
            let due = item.due_micros.and_then(Timestamp::from_micros);
            let due = due.map(|due| format!(" [{}]", instant(due))).unwrap_or_default();
            let about = self.quoted(&item.about);
            self.sheet.numbered(number, &format!("{reason}: {about}{who}{due}{what}{why}"));
        }
    }

    /// Why somebody holds a seat: what the decision says, else the step by which they came to it.
    fn why_of(&self, application: &str) -> String {
        let of = |person: &'a HandoverPerson| {
            let line = person.facts.applications.iter();
            line.clone()
                .find(|line| line.application_id.to_string() == application)
                .map(|line| (person, line))
        };
        let Some((person, line)) = self.handover.people.iter().find_map(of) else { return String::new() };
        let chosen = person.facts.verdicts.iter().rev().find(|verdict| {
            verdict.posting_id == line.posting_id && verdict.outcome == DecisionOutcome::Selected
        });
        let decision = chosen.and_then(|verdict| {
            let all = &self.handover.document.decisions;
            all.iter().find(|decision| decision.decision_id == verdict.decision_id)
        });
        match decision {
            None => self.reason_of(line),
            Some(decision) => self.because(&[self.quoted(&decision.reason)]),
        }
    }

    /// What a task or a promise is, beyond its kind.
    fn what_of(&self, id: &str) -> String {
        let to_people = self.handover.people.iter().flat_map(|person| &person.facts.promises);
        let to_people = to_people.map(|line| (line.promise_id, &line.what));
        let to_bodies = self.handover.document.promises.iter().map(|line| (line.promise_id, &line.what));
        let found = to_people.chain(to_bodies).find(|(promise, _)| promise.to_string() == id);
        if let Some((_, what)) = found {
            return format!(" — {}", self.quoted(what));
        }
        if let Some(late) = self.late_of(id) {
            return late;
        }
        let task = self.handover.document.tasks.iter().find(|task| task.resource_id == id);
        task.map(|task| format!(" — {}", words::task_word(task.kind, self.tongue))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
