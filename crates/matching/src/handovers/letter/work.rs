//! What runs, what was promised, and what is to be done.

use domain::{DateKind, HandoverEngagement, HandoverPerson, PromiseState, TaskKind, Timestamp};

use super::Letter;
use super::sheet::{days, instant, instant_of};
use super::words::{
    Tongue, check_in_word, date_word, engagement_word, form_word, item_word, reward_word, task_word,
};

impl Letter<'_> {
    fn working(&self) -> impl Iterator<Item = (&HandoverPerson, &HandoverEngagement)> {
        let of = |person: &'_ HandoverPerson| person.facts.engagements.len();
        self.handover
            .people
            .iter()
            .filter(move |person| of(person) > 0)
            .flat_map(|person| person.facts.engagements.iter().map(move |engagement| (person, engagement)))
    }

    pub(super) fn engagements(&mut self) {
        self.heading("参画中の仕事", "Work that runs");
        let all: Vec<(String, HandoverEngagement)> = self
            .working()
            .map(|(person, engagement)| (self.quoted(&person.name), engagement.clone()))
            .collect();
        if !all.iter().any(|(_, engagement)| engagement.is_running()) {
            self.none();
        }
        for (name, engagement) in all.iter().filter(|(_, engagement)| engagement.is_running()) {
            let title = format!("{name} — {}", self.quoted(&engagement.title));
            self.sheet.heading_below(&title);
            for line in self.lines_of(engagement) {
                self.sheet.bullet(&line);
            }
        }
        let ended: Vec<_> = all.iter().filter(|(_, engagement)| !engagement.is_running()).collect();
        if ended.is_empty() {
            return;
        }
        self.heading("終わった仕事", "Work that has ended");
        for (name, engagement) in ended {
            let (title, span) =
                (self.quoted(&engagement.title), days(engagement.starts_on, engagement.ends_on));
            let status = engagement_word(engagement.status, self.tongue);
            self.sheet.bullet(&format!("{name} — {title}　{span}　{status}"));
        }
    }

    fn lines_of(&self, work: &HandoverEngagement) -> Vec<String> {
        let conditions = &work.conditions;
        let form = form_word(work.contract_form, self.tongue);
        let mut terms = vec![form.to_owned(), days(work.starts_on, work.ends_on)];
        terms.extend(work.hours_per_month.map(|hours| match self.tongue {
            Tongue::Japanese => format!("月 {hours} 時間"),
            Tongue::English => format!("{hours} hours a month"),
        }));
        terms.extend(conditions.reward.map(|reward| reward_word(reward, self.tongue)));
        terms.extend(conditions.pay_day.as_ref().map(|pay| self.quoted(pay)));
        let mut lines = vec![format!("{}{}", self.say("条件：", "Terms: "), terms.join("、"))];
        for (label, text) in [
            (self.say("業務：", "Work: "), &conditions.work),
            (self.say("場所：", "Place: "), &conditions.place),
        ] {
            lines.extend(text.as_ref().map(|text| format!("{label}{}", self.quoted(text))));
        }
        for open in &conditions.undecided {
            let (item, reason) = (item_word(open.item, self.tongue), self.quoted(&open.reason));
            let day = open.expected_on;
            lines.push(match self.tongue {
                Tongue::Japanese => {
                    format!("まだ決まっていない条件：{item}（{reason}、{day} ごろ決まる見込み）")
                }
                Tongue::English => format!("Still to be agreed: {item} ({reason}; expected on {day})"),
            });
        }
        let (hours, minutes, visits) = (work.minutes_done / 60, work.minutes_done % 60, work.visit_days);
        let is_blank = work.minutes_done == 0 && visits == 0;
        lines.push(match self.tongue {
            Tongue::Japanese if is_blank => "これまでの記録：まだありません".to_owned(),
            Tongue::English if is_blank => "Done so far: nothing on record".to_owned(),
            Tongue::Japanese => format!("これまでの記録：{hours} 時間 {minutes:02} 分、来訪 {visits} 日"),
            Tongue::English => format!("Done so far: {hours} h {minutes:02} min, {visits} days on site"),
        });
        lines.push(self.next_of(work));
        lines
    }

    /// What comes next of an engagement.
    fn next_of(&self, work: &HandoverEngagement) -> String {
        let mut next = Vec::new();
        next.extend(work.next_log.as_ref().map(|month| match self.tongue {
            Tongue::Japanese => format!("月次記録 {month}"),
            Tongue::English => format!("log of {month}"),
        }));
        next.extend(work.next_check_in.map(|(kind, day)| {
            let word = check_in_word(kind, self.tongue);
            match self.tongue {
                Tongue::Japanese => format!("{word} {day} ごろ"),
                Tongue::English => format!("{word} about {day}"),
            }
        }));
        next.extend(work.notice_by.map(|day| match self.tongue {
            Tongue::Japanese => format!("終了・不更新の予告は {day} まで"),
            Tongue::English => format!("an end must be told by {day}"),
        }));
        next.extend(work.ends_on.map(|day| match self.tongue {
            Tongue::Japanese => format!("最終日 {day}"),
            Tongue::English => format!("last day {day}"),
        }));
        if next.is_empty() {
            next.push(self.say("（最終日は決まっていません）", "(no last day is agreed)"));
        }
        format!("{}{}", self.say("次：", "Next: "), next.join("、"))
    }

    pub(super) fn promises(&mut self) {
        self.heading("約束ごと（まだ果たしていないもの）", "Promises to keep");
        let all = self.promised();
        let (open, kept): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(state, _)| *state == PromiseState::Open);
        if open.is_empty() {
            self.none();
        }
        open.iter().for_each(|(_, line)| self.sheet.bullet(line));
        if !kept.is_empty() {
            self.heading("果たした約束", "Promises that were kept");
            kept.iter().for_each(|(_, line)| self.sheet.bullet(line));
        }
    }

    fn promised(&self) -> Vec<(PromiseState, String)> {
        let line = |name: &str, (what, about): (&str, &str), due: &Option<String>, kept: Option<i64>| {
            // Of a kept one the day that it was kept on counts, not the one that it was due on.
            let due = match (kept, due, self.tongue) {
                (Some(at), _, Tongue::Japanese) => format!("　{} に果たしました", instant_of(at)),
                (Some(at), _, Tongue::English) => format!(", kept {}", instant_of(at)),
                (None, Some(day), _) => format!(" [{day}]"),
                (None, None, _) => String::new(),
            };
            let about =
                if about.is_empty() { String::new() } else { format!("（{}）", self.quoted(about)) };
            let (name, what) = (self.quoted(name), self.quoted(what));
            match self.tongue {
                Tongue::Japanese => format!("{name} への約束：{what}{about}{due}"),
                Tongue::English => format!("to {name}: {what}{about}{due}"),
            }
        };
        let mut lines = Vec::new();
        for person in &self.handover.people {
            for promise in &person.facts.promises {
                let what = (promise.what.as_str(), promise.about.as_str());
                let kept = kept_at(promise.state, promise.closed_micros);
                lines.push((promise.state, line(&person.name, what, &promise.due_on, kept)));
            }
        }
        for promise in &self.handover.document.promises {
            let what = (promise.what.as_str(), promise.about.as_str());
            let kept = kept_at(promise.state, promise.closed_micros);
            lines.push((promise.state, line(&promise.name, what, &promise.due_on, kept)));
        }
        lines
    }

    pub(super) fn tasks(&mut self) {
        self.heading("担当者が次にすること", "What the person responsible does next");
        let overdue = self.overdue_work();
        if self.handover.document.tasks.is_empty() && overdue.is_empty() {
            self.none();
        }
        overdue.iter().for_each(|line| self.sheet.bullet(line));
        for task in &self.handover.document.tasks {
            let due = task.due_micros.and_then(Timestamp::from_micros);
            let due = due.map_or_else(|| self.say("期限なし", "no day"), instant);
            let word = task_word(task.kind, self.tongue);
            let who = task.candidate_id.map(|id| format!(" {}", self.name(id))).unwrap_or_default();
            let what = match task.kind {
                TaskKind::PromiseDue => self.what_of(&task.resource_id),
                _ => String::new(),
            };
            let about = self.quoted(&task.about);
            self.sheet.bullet(&format!("{due}  {word}: {about}{who}{what}"));
        }
    }

    /// Logs and check-ins whose day had passed when the hand-over was put together; what is still to come is a date ahead.
    fn overdue_work(&self) -> Vec<String> {
        let today = self.handover.created_at.day_in_japan();
        let mut lines = Vec::new();
        for (person, work) in self.working().filter(|(_, work)| work.is_running()) {
            let (name, title) = (self.quoted(&person.name), self.quoted(&work.title));
            let late = self.say("期限を過ぎています", "overdue");
            if let Some(month) = work.late_log(today) {
                let word = date_word(DateKind::LogDue, self.tongue);
                lines.push(format!("{late}  {word}（{month}）: {title} {name}"));
            }
            if let Some((kind, day)) = work.late_check_in(today) {
                let word = check_in_word(kind, self.tongue);
                lines.push(format!("{late}  {word}（{day}）: {title} {name}"));
            }
        }
        lines
    }

    /// What of an engagement is late.
    pub(super) fn late_of(&self, engagement: &str) -> Option<String> {
        let today = self.handover.created_at.day_in_japan();
        let (_, work) = self.working().find(|(_, work)| work.engagement_id.to_string() == engagement)?;
        let log = work.late_log(today).map(|month| match self.tongue {
            Tongue::Japanese => format!("{month} の月次記録"),
            Tongue::English => format!("log of {month}"),
        });
        let check_in = work.late_check_in(today).map(|(kind, _)| check_in_word(kind, self.tongue).to_owned());
        let late: Vec<String> = log.into_iter().chain(check_in).collect();
        (!late.is_empty()).then(|| format!(" — {}", late.join("、")))
    }

    pub(super) fn dates(&mut self) {
        self.heading("これからの日付", "Dates ahead");
        if self.handover.document.dates.is_empty() {
            self.none();
        }
        for date in &self.handover.document.dates {
            let (at, word) = (instant_of(date.at_micros), date_word(date.kind, self.tongue));
            let who = date.candidate_id.map(|id| format!(" {}", self.name(id))).unwrap_or_default();
            let about = match date.kind {
                DateKind::RightsMove => String::new(),
                _ => format!(": {}{who}", self.quoted(&date.about)),
            };
            self.sheet.bullet(&format!("{at}  {word}{about}"));
        }
    }

    pub(super) fn postings(&mut self) {
        self.heading("案件", "Postings");
        if self.handover.document.postings.is_empty() {
            self.none();
        }
        for posting in &self.handover.document.postings {
            let (title, seated, seats) = (self.quoted(&posting.title), posting.seated, posting.seats);
            let (count, status) = (posting.applications, posting.status);
            let word = super::words::posting_word(status, self.tongue);
            let line = match self.tongue {
                Tongue::Japanese => {
                    format!(
                        "{title}（{word}）　枠 {seats}（うち {seated} は決まっています）、応募 {count}（取り下げを除く）"
                    )
                }
                Tongue::English => {
                    format!("{title} ({word}): {seated} of {seats} seats, {count} standing applications")
                }
            };
            self.sheet.bullet(&line);
            for note in &posting.notes {
                let (at, by, text) =
                    (instant_of(note.at_micros), self.quoted(&note.by), self.quoted(&note.text));
                let label = self.say("メモ", "Note");
                self.sheet.bullet_below(&format!("{label} {at} {by}: {text}"));
            }
        }
    }

    pub(super) fn words_of_the_predecessor(&mut self) {
        self.heading("前任者から", "From the predecessor");
        let (note, remarks) = (&self.handover.content.note, &self.handover.remarks);
        if note.is_none() && remarks.is_empty() {
            self.none();
        }
        for line in note.iter().flat_map(|note| note.lines()) {
            let line = self.quoted(line);
            self.sheet.line(&line);
        }
        for remark in remarks {
            let line = format!("{}  {}", instant_of(remark.at_micros), self.quoted(&remark.text));
            self.sheet.bullet(&line);
        }
    }
}

fn kept_at(state: PromiseState, closed_micros: Option<i64>) -> Option<i64> {
    closed_micros.filter(|_| state == PromiseState::Kept)
}
