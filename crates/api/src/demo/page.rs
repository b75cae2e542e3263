//! What the demo prints: the first ten of a posting with their bars, why the first is first, who is left out and why.

use std::io::{self, Write};

use domain::{CandidateId, ConstraintCode, Posting, RankedItem, Ranking, Reference};
use matching::rankings::{CandidateRanking, PersonLabel, reasons};

use super::Ink;
use super::folder::Finished;
use bar::Bars;

mod bar;
mod columns;

use columns::{left, right};

/// How many people are listed.
pub(super) const SHOWN: usize = 10;

/// Prints how the demo came about and what it holds.
pub(super) fn write_header(finished: &Finished, news: &str, out: &mut dyn Write) -> io::Result<()> {
    let (organizations, postings) = (finished.organizations, finished.postings);
    let people = grouped(finished.edition.people as u64);
    let applications = finished.applications;
    writeln!(out, "紬 Tsumugi demo   (seed {})  {news}", finished.edition.seed)?;
    writeln!(out, "  団体 {organizations}・案件 {postings}・人材 {people}・応募 {applications}")?;
    writeln!(
        out,
        "  {organizations} organizations, {postings} postings, {people} people, {applications} applications"
    )?;
    writeln!(
        out,
        "  市町村は実在し、人と団体と募集は作りごとです。 Real municipalities; everything else is invented."
    )
}

/// Prints one posting's ranking.
pub(super) fn write_ranking(
    (reference, ink): (&Reference, Ink),
    (posting, ranked): (&Posting, &CandidateRanking),
    out: &mut dyn Write,
) -> io::Result<()> {
    let ranking = &ranked.ranking;
    let bars = Bars::new(ink);
    writeln!(out, "\n{}", bars.strong(&format!("「{}」", posting.content.title)))?;
    let (considered, seats) = (ranking.totals.considered, posting.content.seats);
    writeln!(out, "  {considered} applicants for {seats} seats   応募 {considered}人・枠 {seats}人\n")?;
    writeln!(out, " 順位  幅      氏名              点   {}", bars.legend())?;
    let mut band = None;
    for (item, person) in ranking.items.iter().zip(&ranked.people).take(SHOWN) {
        if band.is_some_and(|band| band != item.band) {
            writeln!(out, "  ┄┄")?;
        }
        band = Some(item.band);
        writeln!(out, "{}", row(&bars, item, person))?;
    }
    writeln!(out, "  点線の間は点の差が3点以内です。順番だけで決めず、内容で比べてください。")?;
    writeln!(
        out,
        "  Between dotted lines the scores are within 3 points: compare the people, not the ranks."
    )?;
    if let (Some(first), Some(person)) = (ranking.items.first(), ranked.people.first()) {
        write_reasons(reference, (posting, first, person), out)?;
    }
    write_exclusions(ranking, out)
}

fn row(bars: &Bars, item: &RankedItem<CandidateId>, person: &PersonLabel) -> String {
    let range = match item.rank_range {
        Some((best, worst)) if best == worst => best.to_string(),
        Some((best, worst)) => format!("{best}–{worst}"),
        None => String::new(),
    };
    let name = person.display_name.as_ref().unwrap_or(&person.reference);
    format!(
        " {}  {}  {} {}  {}",
        right(&item.rank.to_string(), 4),
        left(&range, 6),
        left(name, 15),
        right(&points(item.pair.score), 5),
        bars.stacked(&item.pair.breakdown),
    )
}

fn write_reasons(
    reference: &Reference,
    (posting, first, person): (&Posting, &RankedItem<CandidateId>, &PersonLabel),
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = person.display_name.as_ref().unwrap_or(&person.reference);
    writeln!(out, "\n {name}さんが1位である理由   Why {} is first", person.reference)?;
    for sentence in reasons(reference, &posting.content.terms, first).ja {
        writeln!(out, "  ・{sentence}")?;
    }
    Ok(())
}

fn write_exclusions(ranking: &Ranking<CandidateId>, out: &mut dyn Write) -> io::Result<()> {
    let totals = ranking.totals;
    if totals.excluded == 0 {
        return writeln!(out, "\n 対象外の人はいません。 Nobody is left out.");
    }
    writeln!(
        out,
        "\n 条件に合う人 {}人、合わない人 {}人とその理由   {} can take part, {} cannot, and why",
        totals.eligible, totals.excluded, totals.eligible, totals.excluded
    )?;
    for exclusion in &ranking.exclusions {
        let (ja, en) = because(exclusion.code);
        let alone = match exclusion.excluded_alone {
            0 => String::new(),
            alone => format!("（これだけが理由の人 {alone}人）"),
        };
        writeln!(
            out,
            "  {}人  {} {en}",
            right(&exclusion.excluded.to_string(), 4),
            left(&format!("{ja}{alone}"), 66)
        )?;
    }
    Ok(())
}

/// Why a constraint keeps people out, in both languages.
fn because(code: ConstraintCode) -> (&'static str, &'static str) {
    match code {
        ConstraintCode::SkillRequired => ("必須のスキルがないか、求める段階に届かない", "a required skill"),
        ConstraintCode::Hours => ("稼働できる時間が足りない", "too few hours"),
        ConstraintCode::Slots => ("時間帯が重ならない", "no shared time slots"),
        ConstraintCode::Period => ("参画できる期間が足りない", "too few shared days"),
        ConstraintCode::WorkStyle => ("働き方が合わない", "another work style"),
        ConstraintCode::Visits => ("現地を訪ねられる回数が足りない", "too few visits"),
        ConstraintCode::Travel => ("移動できる距離より遠い", "too far to travel"),
        ConstraintCode::Residency => ("住んでいる所が条件に合わない", "lives elsewhere"),
        ConstraintCode::ContractForm => ("契約の形が合わない", "another contract form"),
        ConstraintCode::Reward => ("報酬が、譲れない額に届かない", "pay below a firm wish"),
        ConstraintCode::MainJob => ("本業で禁じられている", "forbidden by the main job"),
    }
}

/// Parts per million as points with one decimal, rounded half up.
fn points(ppm: u32) -> String {
    let tenths = (ppm + 500) / 1000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `1500` as `1,500`.
fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1000), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!([0, 999, 1500, 1_000_000].map(grouped), ["0", "999", "1,500", "1,000,000"]);
        assert_eq!([0, 9_499, 9_500, 842_500, 1_000_000].map(points), ["0.0", "0.9", "1.0", "84.3", "100.0"]);
    }
}
