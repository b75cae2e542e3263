//! Every sentence of the pages, once per language: a missing one does not compile.
//!
//! Knows words, numbers and dates; which sentence stands where is the pages' business.

use chrono::NaiveDate;
use domain::{
    ConstraintCode, ContractForm, CounterfactualCode, Feature, MainJobPermission, OrganizationKind,
    PostingStatus, Relation, RelaxationCode, SortKey, TieKind, WorkStyle,
};

mod en;
mod figures;
mod ja;

pub use en::EN;
pub use figures::{grouped, signed};
pub use ja::JA;

/// A number turned into words.
pub type Counted = fn(u64) -> String;

/// All words of one language.
pub struct Text {
    /// The `lang` attribute and the value of the cookie.
    pub code: &'static str,
    /// What every page carries.
    pub site: Site,
    /// The login page.
    pub login: Login,
    /// The list of postings.
    pub postings: Postings,
    /// What stands above a posting's pages.
    pub head: Head,
    /// The ranked list.
    pub matches: Matches,
    /// The reasons beside it.
    pub drawer: Drawer,
    /// Who can be reached.
    pub reach: Reach,
    /// When something cannot be shown.
    pub failures: Failures,
    /// The closed vocabularies.
    pub words: Words,
    /// Dates and times, in Japan's time.
    pub dates: Dates,
}

/// What every page carries.
pub struct Site {
    /// The product, as the top bar shows it.
    pub name: &'static str,
    /// For readers who jump over the top bar.
    pub skip: &'static str,
    /// Name of the main navigation.
    pub navigation: &'static str,
    /// 案件.
    pub postings: &'static str,
    /// The other language, in that language.
    pub other_language: &'static str,
    /// Its code.
    pub other_code: &'static str,
    /// Leaves.
    pub log_out: &'static str,
    /// Prints the page.
    pub print: &'static str,
    /// On paper: before the date of printing and the body that printed it.
    pub printed: &'static str,
    /// On paper: how to treat it.
    pub handle_with_care: &'static str,
    /// While a part is fetched.
    pub loading: &'static str,
    /// When it cannot be fetched.
    pub unreachable: &'static str,
    /// Name of the strip of keys.
    pub keys: &'static str,
    /// J, K.
    pub key_next_previous: &'static str,
    /// Esc.
    pub key_back: &'static str,
    /// ?.
    pub key_list: &'static str,
    /// Turns the keys off.
    pub keys_off: &'static str,
    /// Turns them on again.
    pub keys_on: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
    /// Where keys do not act.
    pub keys_note: &'static str,
}

/// The login page.
pub struct Login {
    /// Heading.
    pub title: &'static str,
    /// What the place is.
    pub lead: &'static str,
    /// Label of the field.
    pub key: &'static str,
    /// What to write there.
    pub key_hint: &'static str,
    /// The button.
    pub enter: &'static str,
    /// Heading of the summary of errors.
    pub error_heading: &'static str,
    /// Before the title when something is wrong.
    pub error_prefix: &'static str,
    /// The key opens nothing.
    pub wrong_key: &'static str,
    /// The field was left blank.
    pub no_key: &'static str,
    /// After a login ran out.
    pub expired: &'static str,
    /// After leaving.
    pub left: &'static str,
    /// Heading of the help.
    pub trouble: &'static str,
    /// The help.
    pub trouble_words: &'static str,
}

/// The list of postings.
pub struct Postings {
    /// Heading.
    pub title: &'static str,
    /// Columns.
    pub column_title: &'static str,
    /// Where.
    pub column_place: &'static str,
    /// The body that posts it.
    pub column_host: &'static str,
    /// The end of the window.
    pub column_deadline: &'static str,
    /// How many applied.
    pub column_applications: &'static str,
    /// 段階.
    pub column_status: &'static str,
    /// 枠.
    pub column_seats: &'static str,
    /// Every status.
    pub all: &'static str,
    /// Name of the row of statuses.
    pub by_status: &'static str,
    /// Opens the map.
    pub show_map: &'static str,
    /// Closes it.
    pub hide_map: &'static str,
    /// Name of the map.
    pub map: &'static str,
    /// What the numbers are.
    pub map_note: &'static str,
    /// Only this prefecture.
    pub in_place: fn(&str) -> String,
    /// Lifts the prefecture.
    pub clear_place: &'static str,
    /// Lifts the status.
    pub clear_status: &'static str,
    /// So many.
    pub count: Counted,
    /// Nothing at all yet.
    pub empty: &'static str,
    /// How the first one comes about while the pages cannot make one.
    pub empty_next: &'static str,
    /// Nothing fits the filter.
    pub empty_filtered: fn(&str) -> String,
    /// Opens who can be reached.
    pub reach: &'static str,
    /// The deadline is not stated.
    pub no_deadline: &'static str,
    /// More exist than are read.
    pub capped: Counted,
    /// Name of the links between pages.
    pub pages: &'static str,
    /// The page before.
    pub previous: &'static str,
    /// The page after.
    pub next: &'static str,
    /// Page x of y.
    pub page: fn(u64, u64) -> String,
}

/// What stands above a posting's pages.
pub struct Head {
    /// Name of the crumbs.
    pub crumbs: &'static str,
    /// The body.
    pub host: &'static str,
    /// Where.
    pub place: &'static str,
    /// From, until.
    pub period: &'static str,
    /// 枠.
    pub seats: &'static str,
    /// Hours.
    pub hours: &'static str,
    /// The end of the window.
    pub deadline: &'static str,
    /// So many people.
    pub people: Counted,
    /// Hours a week.
    pub hours_per_week: Counted,
    /// At least, desired.
    pub hours_between: fn(u64, u64) -> String,
    /// Name of the two pages of a posting.
    pub views: &'static str,
    /// The ranking.
    pub ranking: &'static str,
    /// Who can be reached.
    pub reach: &'static str,
    /// The funnel: applied.
    pub applied: &'static str,
    /// The funnel: registered and visible.
    pub registered: &'static str,
    /// The funnel: eligible.
    pub eligible: &'static str,
    /// What marking and telling are not.
    pub private_note: &'static str,
}

/// The ranked list.
pub struct Matches {
    /// Before the posting's title, in the window's title.
    pub title: &'static str,
    /// Name of the pools.
    pub pools: &'static str,
    /// Those who applied.
    pub applicants: &'static str,
    /// All who are visible.
    pub everybody: &'static str,
    /// Name of the sort keys.
    pub sorts: &'static str,
    /// The sort keys.
    pub sort: fn(SortKey) -> &'static str,
    /// Column of the rank.
    pub column_rank: &'static str,
    /// Column of the person.
    pub column_person: &'static str,
    /// The same when they did not apply.
    pub column_candidate: &'static str,
    /// Column of what to confirm.
    pub column_confirm: &'static str,
    /// The five colours, shorter than the features.
    pub groups: [&'static str; 5],
    /// A rank in words.
    pub rank: Counted,
    /// A rank range.
    pub rank_range: fn(u32, u32) -> String,
    /// What a rank range is, for readers.
    pub rank_range_label: &'static str,
    /// A score in words.
    pub points: Counted,
    /// The value of both sides together.
    pub mutual: Counted,
    /// At the first band's end.
    pub band_end: &'static str,
    /// At the next bands' ends.
    pub band_end_again: &'static str,
    /// Has a tie to this place.
    pub tie_chip: fn(&str) -> String,
    /// Is interested in this place.
    pub interest_chip: fn(&str) -> String,
    /// Hours were left blank.
    pub hours_blank_chip: &'static str,
    /// So many things to confirm.
    pub confirm: Counted,
    /// Nothing to confirm.
    pub confirm_none: &'static str,
    /// So many of them left their hours blank.
    pub blanks_note: fn(u64, u64) -> String,
    /// Below five people there are no ranks.
    pub few: &'static str,
    /// Nobody applied.
    pub nobody_applied: &'static str,
    /// Nobody is visible.
    pub nobody_registered: &'static str,
    /// Somebody is there, but a constraint keeps everybody out.
    pub nobody_eligible: &'static str,
    /// Only the first are shown.
    pub first_only: fn(u64, u64) -> String,
    /// Why people are not in the list: the count.
    pub excluded: Counted,
    /// How they are counted.
    pub excluded_note: &'static str,
    /// So many by this constraint.
    pub excluded_by: Counted,
    /// So many of them by this alone.
    pub excluded_alone: Counted,
    /// Opens the names of those.
    pub excluded_people: Counted,
    /// Which version ordered the list, and when.
    pub made_with: fn(u16, &str) -> String,
    /// Name of the list.
    pub list: &'static str,
}

/// The reasons beside the list.
pub struct Drawer {
    /// Name of the panel.
    pub label: &'static str,
    /// Why this rank.
    pub why_rank: Counted,
    /// Why, where there are no ranks.
    pub why: &'static str,
    /// Why not in the list.
    pub why_excluded: &'static str,
    /// In the list.
    pub in_list: &'static str,
    /// Not in the list.
    pub not_in_list: &'static str,
    /// A reason as a sentence of its own.
    pub sentence: fn(&str) -> String,
    /// The gap to the person above.
    pub gap: fn(u64, &str) -> String,
    /// The same within a band.
    pub gap_near: fn(u64, &str) -> String,
    /// Points by feature.
    pub breakdown: &'static str,
    /// What the tick is.
    pub tick: Counted,
    /// The sum.
    pub sum: &'static str,
    /// Three columns of the table beneath.
    pub table: &'static str,
    /// Feature.
    pub table_feature: &'static str,
    /// Points.
    pub table_points: &'static str,
    /// Points at most.
    pub table_most: &'static str,
    /// The mean of the first.
    pub table_mean: &'static str,
    /// A neutral value stood in.
    pub assumed: &'static str,
    /// Skills: so many held, so many close, of so many wanted.
    pub skills_found: fn(u64, u64, u64) -> String,
    /// These wanted skills are not stated.
    pub skills_missing: fn(&str) -> String,
    /// No skill is stated.
    pub no_skills: &'static str,
    /// Hours of the person, hours asked.
    pub hours: fn(u64, u64) -> String,
    /// Hours of the person, where none are asked.
    pub hours_only: Counted,
    /// Home and distance.
    pub distance: fn(&str, i64) -> String,
    /// Home alone.
    pub home: fn(&str) -> String,
    /// A tie the person states.
    pub tie: fn(&str, TieKind) -> String,
    /// An interest the person states.
    pub interest: fn(&str) -> String,
    /// Interested in any place.
    pub interest_anywhere: &'static str,
    /// No tie was stated.
    pub no_tie: &'static str,
    /// Shared themes.
    pub themes: fn(&str) -> String,
    /// No theme is shared.
    pub no_theme: &'static str,
    /// Wished and offered, yen an hour.
    pub reward: fn(u64, u64) -> String,
    /// No wish was stated.
    pub no_wish: &'static str,
    /// What would change it.
    pub what_if: &'static str,
    /// Nothing the person could change is left.
    pub what_if_none: &'static str,
    /// One change.
    pub change: fn(CounterfactualCode, &str, u8) -> String,
    /// To ask in the meeting.
    pub ask: &'static str,
    /// From rank, to rank.
    pub rank_change: fn(u64, u64) -> String,
    /// The rank stays, the points move.
    pub rank_stays: fn(&str) -> String,
    /// More points, where the order is not by score.
    pub points_gained: fn(&str) -> String,
    /// Would be in the list.
    pub would_enter: Counted,
    /// Would still be out.
    pub still_out: &'static str,
    /// More of them.
    pub more_changes: Counted,
    /// The posting's side.
    pub posting_side: &'static str,
    /// To confirm.
    pub confirm: &'static str,
    /// Blank is not "none".
    pub confirm_note: &'static str,
    /// What to ask for each.
    pub question: fn(ConstraintCode) -> &'static str,
    /// Evidence.
    pub evidence: &'static str,
    /// Nothing was written.
    pub evidence_none: &'static str,
    /// Wanted by the posting.
    pub wanted: &'static str,
    /// Stated by the person.
    pub stated: &'static str,
    /// What the person wrote of a tie.
    pub tie_words: &'static str,
    /// What the person wrote when applying.
    pub message: &'static str,
    /// What the person wrote of the wish.
    pub statement: &'static str,
    /// These are read, never counted.
    pub never_scored: &'static str,
    /// Skill with level.
    pub level: fn(&str, u64) -> String,
    /// How a held skill stands to the wanted one.
    pub relation: fn(Relation) -> &'static str,
    /// Nothing stated for it.
    pub not_stated: &'static str,
    /// Every constraint.
    pub constraints: &'static str,
    /// Posting's side, person's side.
    pub posting_value: &'static str,
    /// Person's side.
    pub person_value: &'static str,
    /// Holds.
    pub passes: &'static str,
    /// Does not hold.
    pub fails: &'static str,
    /// Blank.
    pub unknown: &'static str,
    /// Not used.
    pub not_used: &'static str,
    /// The list of it.
    pub not_used_words: &'static [&'static str],
    /// The system may be wrong.
    pub may_be_wrong: &'static str,
    /// Goes back to the list.
    pub back: &'static str,
    /// Nobody is chosen.
    pub nobody: &'static str,
    /// The name is not open.
    pub closed_name: &'static str,
}

/// Who can be reached.
pub struct Reach {
    /// Heading.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// The big sentence: n of N.
    pub of: fn(u64, u64) -> String,
    /// Unit of the big number.
    pub unit: Counted,
    /// Nobody to look at.
    pub empty: &'static str,
    /// Reached.
    pub eligible: &'static str,
    /// Not reached.
    pub excluded: &'static str,
    /// What keeps people out.
    pub barriers: &'static str,
    /// How to read it.
    pub barriers_note: &'static str,
    /// Nothing keeps anybody out.
    pub barriers_none: &'static str,
    /// By this alone.
    pub alone: &'static str,
    /// With others.
    pub together: &'static str,
    /// What would open it.
    pub steps: &'static str,
    /// How to read it.
    pub steps_note: &'static str,
    /// No step helps.
    pub steps_none: &'static str,
    /// Steps that change nothing.
    pub steps_idle: Counted,
    /// More people.
    pub gained: fn(i64) -> String,
    /// As it would be.
    pub total_then: Counted,
    /// One step: code, skill, from, to.
    pub step: fn(RelaxationCode, &str, &str, &str) -> String,
    /// Opens the numbers.
    pub table: &'static str,
    /// Columns.
    pub column_constraint: &'static str,
    /// Step.
    pub column_step: &'static str,
    /// Out.
    pub column_excluded: &'static str,
    /// Out by this alone.
    pub column_alone: &'static str,
    /// More.
    pub column_gained: &'static str,
    /// Then.
    pub column_eligible: &'static str,
    /// What this number is not.
    pub caution: &'static str,
}

/// When something cannot be shown.
pub struct Failures {
    /// No such page.
    pub not_found: &'static str,
    /// What to do then.
    pub not_found_words: &'static str,
    /// Not allowed.
    pub forbidden: &'static str,
    /// What to do then.
    pub forbidden_words: &'static str,
    /// The form came from elsewhere.
    pub foreign: &'static str,
    /// What to do then.
    pub foreign_words: &'static str,
    /// Wrong method.
    pub method: &'static str,
    /// Still loading, or too many at once.
    pub busy: &'static str,
    /// What to do then.
    pub busy_words: &'static str,
    /// Broken.
    pub broken: &'static str,
    /// The number to read aloud.
    pub broken_words: fn(&str) -> String,
    /// Something in the address is not understood.
    pub unclear: &'static str,
    /// What to do then.
    pub unclear_words: &'static str,
    /// Back to the postings.
    pub to_postings: &'static str,
}

/// The closed vocabularies in words.
pub struct Words {
    /// 段階.
    pub status: fn(PostingStatus) -> &'static str,
    /// 契約の形.
    pub contract_form: fn(ContractForm) -> &'static str,
    /// 働き方.
    pub work_style: fn(WorkStyle) -> &'static str,
    /// 項目.
    pub feature: fn(Feature) -> &'static str,
    /// 条件.
    pub constraint: fn(ConstraintCode) -> &'static str,
    /// 団体.
    pub organization_kind: fn(OrganizationKind) -> &'static str,
    /// 本業の許可.
    pub permission: fn(MainJobPermission) -> &'static str,
    /// A number with its unit, as a constraint or relaxation means it.
    pub amount: fn(ConstraintCode, i64) -> String,
    /// Within these places.
    pub within: fn(&str) -> String,
    /// Outside these places.
    pub outside: fn(&str) -> String,
    /// Between the things of a list.
    pub comma: &'static str,
    /// Between facts of one line.
    pub dot: &'static str,
    /// Nothing stated.
    pub blank: &'static str,
    /// Not asked.
    pub not_asked: &'static str,
    /// A place's bare kind, such as 市.
    pub place_kind: fn(domain::MunicipalityKind) -> &'static str,
    /// The prefecture's bare kind, such as 県, from its Japanese name.
    pub prefecture_kind: fn(&str) -> &'static str,
}

/// Dates and times, in Japan's time.
pub struct Dates {
    /// 8月12日（水）.
    pub day: fn(NaiveDate) -> String,
    /// 2026年8月12日（水）.
    pub full_day: fn(NaiveDate) -> String,
    /// 9月～11月（3か月）; the year when it is not the one given.
    pub period: fn(NaiveDate, NaiveDate, i32) -> String,
    /// From a day on.
    pub from: fn(&str) -> String,
    /// Until a day.
    pub until: fn(&str) -> String,
    /// Date with hour and minute.
    pub minute: fn(chrono::NaiveDateTime) -> String,
    /// Days left: 0 is today, below 0 is over.
    pub left: fn(i64) -> String,
    /// The window has not opened.
    pub opens: fn(&str) -> String,
}

/// How many calendar months a period fills exactly; `None` when it begins or ends within one.
pub(crate) fn whole_months(from: NaiveDate, until: NaiveDate) -> Option<i32> {
    use chrono::Datelike;
    let after = until.succ_opt()?;
    let months = (after.year() - from.year()) * 12 + after.month0().cast_signed() - from.month0().cast_signed();
    (from.day() == 1 && after.day() == 1 && months > 0).then_some(months)
}
