//! The people of a hand-over: those who are on the way or hold a seat one by one, those who were passed over by reason.

use std::collections::BTreeMap;

use domain::{ApplicationStatus, HandoverMeeting, HandoverPerson, Timestamp, Word};

use super::Letter;
use super::sheet::{instant, instant_of};
use super::words::{Tongue, category_word, meeting_status_word, meeting_word, mode_word, status_word};

impl Letter<'_> {
    pub(super) fn people(&mut self) {
        self.heading("選考中の方と、参画が決まった方", "People on the way, and people with a seat");
        let people: Vec<&HandoverPerson> = self
            .handover
            .people
            .iter()
            .filter(|person| person.facts.applications.iter().any(|line| is_shown(line.status)))
            .collect();
        if people.is_empty() {
            self.none();
        }
        for person in people {
            let head = format!("{}{}", self.quoted(&person.name), self.contact(person));
            self.sheet.bullet(&head);
            for line in person.facts.applications.iter().filter(|line| is_shown(line.status)) {
                let due = line.due_micros.and_then(Timestamp::from_micros);
                let due = due.map(|due| format!(" [{}]", instant(due))).unwrap_or_default();
                let (title, status) = (self.quoted(&line.title), status_word(line.status, self.tongue));
                let why = self.reason_of(line);
                self.sheet.bullet_below(&format!("{title}: {status}{due}{why}"));
            }
            for meeting in &person.facts.meetings {
                let line = self.meeting(meeting);
                self.sheet.bullet_below(&line);
            }
            for note in &person.facts.notes {
                let (at, by, text) =
                    (instant_of(note.at_micros), self.quoted(&note.by), self.quoted(&note.text));
                let label = self.say("メモ", "Note");
                self.sheet.bullet_below(&format!("{label} {at} {by}: {text}"));
            }
        }
    }

    fn contact(&self, person: &HandoverPerson) -> String {
        let ways: Vec<String> =
            [&person.email, &person.phone].into_iter().flatten().map(|way| self.quoted(way)).collect();
        if ways.is_empty() { String::new() } else { format!("（{}）", ways.join(", ")) }
    }

    fn meeting(&self, meeting: &HandoverMeeting) -> String {
        let (kind, mode) = (meeting_word(meeting.kind, self.tongue), mode_word(meeting.mode, self.tongue));
        let status = meeting_status_word(meeting.status, self.tongue);
        let at = instant_of(meeting.at_micros);
        let said = |label: &str, words: &Option<String>| {
            words.as_ref().map(|words| format!("　{label}「{}」", self.quoted(words))).unwrap_or_default()
        };
        let ours = said(self.tongue.choose("受入側", "host: "), &meeting.posting_side);
        let theirs = said(self.tongue.choose("本人", "person: "), &meeting.candidate_side);
        match self.tongue {
            Tongue::Japanese => format!("{kind}（{mode}、{status}）{at}{ours}{theirs}"),
            Tongue::English => format!("{kind} ({mode}, {status}) {at}{ours}{theirs}"),
        }
    }

    /// Those who were told no, by posting and reason: they are many, and are looked up when one of them asks.
    pub(super) fn passed_over(&mut self) {
        self.heading("付録：見送りとした方、辞退した方", "Appendix: people who were passed over, or said no");
        let mut groups: BTreeMap<(String, Option<usize>), (String, Vec<String>)> = BTreeMap::new();
        for person in &self.handover.people {
            let told_no = |status| status == ApplicationStatus::Declined;
            for line in person.facts.applications.iter().filter(|line| told_no(line.status)) {
                let word = line.reason_category.map(|reason| category_word(reason, self.tongue));
                let word = word.unwrap_or(self.tongue.choose("理由の記録なし", "no reason on record"));
                let key = (self.quoted(&line.title), line.reason_category.map(|reason| reason.index()));
                let group = groups.entry(key).or_insert_with(|| (word.to_owned(), Vec::new()));
                group.1.push(self.quoted(&person.name));
            }
        }
        if groups.is_empty() {
            self.none();
        }
        for ((title, _), (reason, people)) in groups {
            let (count, names) = (people.len(), people.join("、"));
            let line = match self.tongue {
                Tongue::Japanese => format!("{title}　{reason}（{count} 人）：{names}"),
                Tongue::English => format!("{title}, {reason} ({count}): {names}"),
            };
            self.sheet.bullet(&line);
        }
    }
}

fn is_shown(status: ApplicationStatus) -> bool {
    status != ApplicationStatus::Declined
}
