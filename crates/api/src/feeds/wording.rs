//! What a posting says, in Japanese sentences and lines, the same on its page and in every feed.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat};
use console::JA;
use console::text::grouped;
use domain::{Reference, RegionCode, Residency, Reward, RewardKind, SupportType, Timestamp, TravelCostPayer};
use matching::feeds::PublicPosting;

/// A term and what is said under it.
pub(super) type Line = (&'static str, String);

/// A year that no posting is of, so that every date has its year: nobody knows when a feed is read.
const NO_YEAR: i32 = 0;

/// What is written freely: a heading, and the text below it.
pub(super) fn sections<'a>(posting: &PublicPosting<'a>) -> Vec<(&'static str, &'a str)> {
    [("困りごと", posting.issue), ("やること", posting.description), ("成果物", posting.deliverable)]
        .into_iter()
        .filter_map(|(heading, text)| Some((heading, text?)))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect()
}

/// The conditions, a line each; what is not stated has none.
pub(super) fn conditions(posting: &PublicPosting<'_>, reference: &Reference) -> Vec<Line> {
    let terms = posting.terms;
    let place = reference.regions.name_ja(RegionCode::Municipality(terms.municipality));
    let visits = terms.visits_per_month.map(|visits| match visits {
        0 => "なし".to_owned(),
        _ => format!("月{visits}回"),
    });
    [
        ("団体", Some(posting.organization.to_owned())),
        ("場所", Some(place)),
        ("働き方", Some((JA.words.work_style)(terms.work_style).to_owned())),
        ("現地訪問", visits),
        ("契約の形", Some((JA.words.contract_form)(terms.contract_form).to_owned())),
        ("報酬", pay(posting)),
        ("交通費", posting.travel_cost_paid_by.map(|payer| payer_in_words(payer).to_owned())),
        ("関わり方", posting.support_type.map(|kind| support_in_words(kind).to_owned())),
        ("希望稼働", hours(posting)),
        ("期間", period(posting)),
        ("枠", Some(format!("{}人", posting.seats))),
        ("必要なスキル", joined(required_skills(posting, reference))),
        ("あるとよいスキル", joined(preferred_skills(posting, reference))),
        ("テーマ", joined(categories(posting, reference))),
        ("住んでいる所", residency(posting, reference)),
        ("応募の受付", window(posting)),
    ]
    .into_iter()
    .filter_map(|(term, value)| Some((term, value?)))
    .collect()
}

/// What is paid: 「月額100,000円〜120,000円」; `None` where nothing is said about it.
pub(super) fn pay(posting: &PublicPosting<'_>) -> Option<String> {
    if posting.terms.is_unpaid() {
        return Some("無報酬".to_owned());
    }
    let Reward { kind, min_yen, max_yen } = posting.terms.reward?;
    let unit = match kind {
        RewardKind::Hourly => "時給",
        RewardKind::Daily => "日額",
        RewardKind::Monthly => "月額",
        RewardKind::Fixed => "総額",
        RewardKind::None => return Some("無報酬".to_owned()),
    };
    let yen = |amount: u32| format!("{}円", grouped(u64::from(amount)));
    match (min_yen, max_yen) {
        (Some(min), Some(max)) if min == max => Some(format!("{unit}{}", yen(min))),
        (Some(min), Some(max)) => Some(format!("{unit}{}〜{}", yen(min), yen(max))),
        (Some(min), None) => Some(format!("{unit}{}から", yen(min))),
        (None, Some(max)) => Some(format!("{unit}{}まで", yen(max))),
        (None, None) => None,
    }
}

/// Everything as plain text, for readers that show no markup.
pub(super) fn plain(posting: &PublicPosting<'_>, reference: &Reference) -> String {
    let mut text = String::new();
    for (heading, words) in sections(posting) {
        text.push_str(&format!("【{heading}】\n{}\n\n", words.trim()));
    }
    text.push_str("【条件】");
    for (term, value) in conditions(posting, reference) {
        text.push_str(&format!("\n{term}：{value}"));
    }
    text
}

/// The labels of the categories.
pub(super) fn categories(posting: &PublicPosting<'_>, reference: &Reference) -> Vec<String> {
    let label = |id: &domain::CategoryId| {
        let found = reference.categories.find(id.as_str());
        found.map_or_else(|| id.to_string(), |category| category.label_ja.clone())
    };
    posting.terms.categories.iter().map(label).collect()
}

/// The labels of all skills that are wanted, the required ones first.
pub(super) fn skills(posting: &PublicPosting<'_>, reference: &Reference) -> Vec<String> {
    let required = posting.terms.required_skills.iter().map(|wanted| &wanted.skill);
    let preferred = posting.terms.preferred_skills.iter().map(|wanted| &wanted.skill);
    required.chain(preferred).map(|id| skill(id, reference)).collect()
}

/// An instant on the clocks of Japan, with its offset: `2026-12-10T23:59:59+09:00`.
pub(super) fn instant_in_japan(at: Timestamp) -> String {
    in_japan(at).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The day of an instant in Japan: `2026-12-10`.
pub(super) fn day_in_japan(at: Timestamp) -> String {
    in_japan(at).date_naive().to_string()
}

fn in_japan(at: Timestamp) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(9 * 3600).expect("nine hours are less than a day");
    at.to_utc().with_timezone(&offset)
}

fn payer_in_words(payer: TravelCostPayer) -> &'static str {
    match payer {
        TravelCostPayer::Organization => "団体が払います",
        TravelCostPayer::Candidate => "ご本人の負担です",
        TravelCostPayer::Shared => "団体とご本人で分けます",
    }
}

fn support_in_words(kind: SupportType) -> &'static str {
    match kind {
        SupportType::Execution => "手を動かす（実行）",
        SupportType::Advice => "助言する",
    }
}

fn hours(posting: &PublicPosting<'_>) -> Option<String> {
    let asked = posting.terms.hours_per_week?;
    match (asked.min, asked.desired()) {
        (Some(min), Some(desired)) if min < desired => Some(format!("週{min}〜{desired}時間")),
        (_, desired) => desired.map(|hours| format!("週{hours}時間")),
    }
}

fn period(posting: &PublicPosting<'_>) -> Option<String> {
    let dates = &JA.dates;
    match (posting.terms.starts_on, posting.terms.ends_on) {
        (Some(from), Some(until)) => Some((dates.period)(from, until, NO_YEAR)),
        (Some(from), None) => Some((dates.from)(&(dates.full_day)(from))),
        (None, Some(until)) => Some((dates.until)(&(dates.full_day)(until))),
        (None, None) => None,
    }
}

fn window(posting: &PublicPosting<'_>) -> Option<String> {
    let dates = &JA.dates;
    let minute = |at: Timestamp| {
        let at: NaiveDateTime = in_japan(at).naive_local();
        (dates.minute)(at)
    };
    let opens = posting.application_opens_at.map(|at| (dates.from)(&minute(at)));
    let closes = posting.application_closes_at.map(|at| (dates.until)(&minute(at)));
    match (opens, closes) {
        (Some(opens), Some(closes)) => Some(format!("{opens}{closes}")),
        (opens, closes) => opens.or(closes),
    }
}

fn residency(posting: &PublicPosting<'_>, reference: &Reference) -> Option<String> {
    let names = |regions: &[RegionCode]| {
        let names: Vec<String> = regions.iter().map(|region| reference.regions.name_ja(*region)).collect();
        names.join(JA.words.comma)
    };
    match posting.terms.residency.as_ref()? {
        Residency::Within(regions) => Some((JA.words.within)(&names(regions))),
        Residency::Outside(regions) => Some((JA.words.outside)(&names(regions))),
    }
}

fn required_skills(posting: &PublicPosting<'_>, reference: &Reference) -> Vec<String> {
    let wanted = posting.terms.required_skills.iter();
    wanted
        .map(|wanted| {
            format!("{}（習熟度{}以上）", skill(&wanted.skill, reference), wanted.min_proficiency.level())
        })
        .collect()
}

fn preferred_skills(posting: &PublicPosting<'_>, reference: &Reference) -> Vec<String> {
    posting.terms.preferred_skills.iter().map(|wanted| skill(&wanted.skill, reference)).collect()
}

fn skill(id: &domain::SkillId, reference: &Reference) -> String {
    reference.skills.get(id).map_or_else(|| id.to_string(), |skill| skill.label_ja.clone())
}

fn joined(words: Vec<String>) -> Option<String> {
    (!words.is_empty()).then(|| words.join(JA.words.comma))
}
