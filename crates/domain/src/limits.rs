//! The limits of every text, number and list, in one place: what is documented is what is enforced.

use std::ops::RangeInclusive;

use crate::fault::{FaultCode, Faults};

/// Characters of a person's or body's name.
pub const NAME: usize = 100;
/// Characters of a title.
pub const TITLE: usize = 200;
/// Characters of a paragraph of prose (issue, description, statement…).
pub const PROSE: usize = 4000;
/// Characters of a short remark (evidence, note, purpose, reason).
pub const REMARK: usize = 500;
/// Characters of a mail address (RFC 5321).
pub const EMAIL: usize = 254;
/// Characters of a password.
pub const PASSWORD: RangeInclusive<usize> = 12..=200;
/// Characters of a telephone number.
pub const PHONE: usize = 30;
/// Characters of free text in which skills are looked for.
pub const FREE_TEXT: usize = 20_000;
/// Skills a person states.
pub const HELD_SKILLS: usize = 100;
/// Skills, and words, by which a body says what it is good at.
pub const SPECIALITIES: usize = 30;
/// Languages of a body.
pub const LANGUAGES: usize = 20;
/// Bodies in one alliance, those that are asked included.
pub const ALLIANCE_MEMBERS: usize = 50;
/// People put forward for a posting at once.
pub const PROPOSED_PEOPLE: usize = 20;
/// Remarks on a hand-over.
pub const REMARKS: usize = 100;
/// Skills a posting asks, required and preferred each.
pub const POSTING_SKILLS: usize = 20;
/// Regions in a list.
pub const REGIONS: usize = 50;
/// Categories in a list.
pub const CATEGORIES: usize = 14;
/// Items of an agreement.
pub const AGREEMENT_ITEMS: usize = 20;
/// Applications on a waiting list.
pub const WAITING: usize = 1000;
/// People who came to a meeting.
pub const ATTENDEES: usize = 30;
/// Days for which the key of a person's own page opens it.
pub const ACCESS_DAYS: RangeInclusive<i64> = 1..=365;
/// Postings in one match run named by id.
pub const RUN_POSTINGS: usize = 1000;
/// Bodies that take part in a program, or in an area of a round.
pub const PARTNERS: usize = 50;
/// Areas of a round.
pub const AREAS: usize = 50;
/// Bodies whose members alone see a posting.
pub const MEMBER_BODIES: usize = 20;
/// Speakers of an event.
pub const SPEAKERS: usize = 50;
/// Postings that an event is about.
pub const EVENT_POSTINGS: usize = 100;
/// Characters of an address on the web.
pub const URL: usize = 2000;

/// Places.
pub const SEATS: RangeInclusive<i64> = 1..=1000;
/// Visits a month.
pub const VISITS_PER_MONTH: RangeInclusive<i64> = 0..=31;
/// Hours a week that a person has.
pub const HOURS_PER_WEEK: RangeInclusive<i64> = 0..=168;
/// Hours a week that a posting asks.
pub const ASKED_HOURS: RangeInclusive<i64> = 1..=168;
/// Slots that must be shared.
pub const SLOTS: RangeInclusive<i64> = 1..=21;
/// Days that must be shared.
pub const MIN_DAYS: RangeInclusive<i64> = 1..=3660;
/// Yen.
pub const YEN: RangeInclusive<i64> = 0..=100_000_000;
/// Yen an hour.
pub const YEN_PER_HOUR: RangeInclusive<i64> = 0..=1_000_000;
/// Kilometres.
pub const TRAVEL_KM: RangeInclusive<i64> = 0..=20_000;
/// Weight of a feature.
pub const WEIGHT: RangeInclusive<i64> = 0..=100;
/// Weight of a preferred skill.
pub const SKILL_WEIGHT: RangeInclusive<i64> = 1..=3;
/// Items on a page.
pub const PAGE: RangeInclusive<i64> = 1..=200;
/// Matches kept for each posting of a run.
pub const PER_POSTING: RangeInclusive<i64> = 1..=200;
/// Matches kept for each person of a run.
pub const PER_CANDIDATE: RangeInclusive<i64> = 1..=50;

/// A cap of a round: seats, or open applications of one person.
pub const CAP: RangeInclusive<i64> = 1..=10_000;
/// Days that a stage may take.
pub const STAGE_DAYS: RangeInclusive<i64> = 1..=365;
/// Participants of an event.
pub const CAPACITY: RangeInclusive<i64> = 1..=100_000;
/// Days of one visit.
pub const VISIT_DAYS: RangeInclusive<i64> = 0..=366;
/// Places of a cohort or a course.
pub const PLACES: RangeInclusive<i64> = 1..=10_000;
/// Hours of a course in all.
pub const COURSE_HOURS: RangeInclusive<i64> = 1..=10_000;
/// Hours of study a day.
pub const HOURS_PER_DAY: RangeInclusive<i64> = 1..=24;
/// Days of study a week.
pub const STUDY_DAYS_PER_WEEK: RangeInclusive<i64> = 1..=7;
/// Minutes of study a day.
pub const MINUTES_PER_DAY: RangeInclusive<i64> = 1..=1440;

/// Adds a fault when a number is out of its range.
pub fn range(pointer: &str, value: i64, range: RangeInclusive<i64>, faults: &mut Faults) {
    if !range.contains(&value) {
        let detail = format!("must be from {} to {}", range.start(), range.end());
        faults.add(pointer, FaultCode::OutOfRange, detail);
    }
}

/// Adds a fault when a list is too long.
pub fn count(pointer: &str, length: usize, most: usize, faults: &mut Faults) {
    if length > most {
        faults.add(pointer, FaultCode::TooMany, format!("must not have more than {most} entries"));
    }
}

/// The limits of one text field.
pub struct Text<'a> {
    pointer: &'a str,
    most: usize,
}

impl<'a> Text<'a> {
    /// A text at `pointer` of at most `most` characters.
    pub fn new(pointer: &'a str, most: usize) -> Self {
        Self { pointer, most }
    }

    /// Checks a text that must say something.
    pub fn required(&self, text: &str, faults: &mut Faults) {
        if text.trim().is_empty() {
            faults.add(self.pointer, FaultCode::TooShort, "must not be empty");
        }
        self.optional(Some(text), faults);
    }

    /// Checks a text that may be absent.
    pub fn optional(&self, text: Option<&str>, faults: &mut Faults) {
        let Some(text) = text else { return };
        if text.chars().count() > self.most {
            let detail = format!("must not be longer than {} characters", self.most);
            faults.add(self.pointer, FaultCode::TooLong, detail);
        }
        if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
            let detail = "must not contain control characters other than line breaks and tabs";
            faults.add(self.pointer, FaultCode::BadFormat, detail);
        }
    }
}
