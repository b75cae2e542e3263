//! A report as a council reads it: lines of Japanese words and figures, the same in CSV and in a workbook.

use crate::workbook::{Table, Value};
use domain::report::{Matches, Ratio, Report};
use domain::{ApplicationStatus, ConvertedTo, Count, LedgerKind, OrganizationId};
use matching::reports::MadeReport;

/// What stands in the place of a count that is not told: below five, or such that one below five could be computed.
const SUPPRESSED: &str = "非公表";
/// What that means, in words.
const WITHHELD: &str = "5未満の数と、5未満の数が計算できてしまう数";
/// The headings of every table.
const HEADINGS: [&str; 4] = ["年度", "対象", "項目", "値"];

/// A line: of which part of the report, of which year, of whom or what, which figure.
struct Line {
    part: &'static str,
    year: Option<i32>,
    subject: String,
    item: &'static str,
    value: Value,
}

/// The headings and lines of the one table that CSV is.
pub fn lines(made: &MadeReport) -> Vec<Vec<String>> {
    let headings = ["区分"].into_iter().chain(HEADINGS).map(str::to_owned).collect();
    let row = |line: Line| {
        let year = line.year.map(|year| year.to_string()).unwrap_or_default();
        vec![line.part.to_owned(), year, line.subject, line.item.to_owned(), line.value.text()]
    };
    std::iter::once(headings).chain(all(made).into_iter().map(row)).collect()
}

/// The tables of a workbook: one for each part.
pub fn tables(made: &MadeReport) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for line in all(made) {
        let year = line.year.and_then(|year| u64::try_from(year).ok());
        let row = vec![
            year.map_or(Value::Blank, Value::Number),
            if line.subject.is_empty() { Value::Blank } else { Value::Text(line.subject) },
            Value::Text(line.item.to_owned()),
            line.value,
        ];
        match tables.iter_mut().find(|table| table.name == line.part) {
            Some(table) => table.rows.push(row),
            None => tables.push(Table {
                name: line.part.to_owned(),
                headings: HEADINGS.map(str::to_owned).to_vec(),
                rows: vec![row],
            }),
        }
    }
    tables
}

/// Lines being gathered.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn add(
        &mut self,
        part: &'static str,
        (year, subject): (Option<i32>, &str),
        (item, value): (&'static str, Value),
    ) {
        self.0.push(Line { part, year, subject: subject.to_owned(), item, value });
    }
}

fn told(count: Count) -> Value {
    count.value().map_or_else(|| Value::Text(SUPPRESSED.to_owned()), Value::Number)
}

fn days(days: Option<u64>) -> Value {
    days.map_or_else(|| Value::Text(SUPPRESSED.to_owned()), Value::Number)
}

fn ratio(ratio: Option<Ratio>) -> Value {
    let hundredths = |ratio: Ratio| ratio.two_decimals().replace('.', "").parse().ok();
    ratio.and_then(hundredths).map_or(Value::Blank, Value::Hundredths)
}

fn all(made: &MadeReport) -> Vec<Line> {
    let report = &made.report;
    let mut lines = Lines::default();
    lines.add("概要", (None, ""), ("期間の初日", Value::Day(report.period.from())));
    lines.add("概要", (None, ""), ("期間の末日", Value::Day(report.period.until())));
    matches(&mut lines, ("概要", None), &report.matches);
    lines.add("概要", (None, ""), ("参画中の件数", told(report.running.engagements)));
    lines.add("概要", (None, ""), ("参画中の人数", told(report.running.people)));
    lines.add("概要", (None, ""), ("「非公表」とは", Value::Text(WITHHELD.to_owned())));
    for year in &report.years {
        matches(&mut lines, ("年度別", Some(year.fiscal_year.first_year())), &year.matches);
    }
    hosts(&mut lines, made);
    applying(&mut lines, report);
    outcomes(&mut lines, report);
    ledger(&mut lines, report);
    surveys(&mut lines, made);
    lines.0
}

fn matches(lines: &mut Lines, (part, year): (&'static str, Option<i32>), matches: &Matches) {
    for figure in [
        ("マッチ数（件）", told(matches.matches)),
        ("人数（実人数）", told(matches.people)),
        ("受入団体数", Value::Number(matches.host_bodies)),
        ("1団体あたりの人数", ratio(matches.people_per_host_body)),
        ("1団体あたりのマッチ数", ratio(matches.matches_per_host_body)),
    ] {
        lines.add(part, (year, ""), figure);
    }
}

fn hosts(lines: &mut Lines, made: &MadeReport) {
    let name = |id: &OrganizationId| made.names.get(id).map(String::as_str).unwrap_or_default();
    let mut hosts: Vec<_> = made.report.hosts.iter().collect();
    hosts.sort_by_key(|host| (name(&host.organization_id), host.organization_id));
    for host in hosts {
        let subject = (None, name(&host.organization_id));
        lines.add("受入団体別", subject, ("マッチ数（件）", told(host.matches)));
        lines.add("受入団体別", subject, ("人数（実人数）", told(host.people)));
    }
}

fn applying(lines: &mut Lines, report: &Report) {
    let applying = &report.applying;
    for figure in [
        ("応募数（件）", told(applying.applications)),
        ("応募者数（実人数）", told(applying.applicants)),
        ("募集した案件数", Value::Number(applying.postings)),
        ("枠数", Value::Number(applying.seats)),
        ("1枠あたりの応募数", ratio(applying.applications_per_seat)),
    ] {
        lines.add("応募", (None, ""), figure);
    }
    for stage in &report.stages {
        let subject = (None, stage_name(stage.status));
        lines.add("段階別の日数", subject, ("次へ進んだ件数", told(stage.left)));
        lines.add("段階別の日数", subject, ("日数の中央値", days(stage.median_days)));
        lines.add("段階別の日数", subject, ("日数の90パーセンタイル", days(stage.p90_days)));
    }
    let exposure = &report.exposure;
    let gini = exposure.gini_ppm.map_or(Value::Blank, |ppm| Value::Number(u64::from(ppm)));
    lines.add("おすすめの表示", (None, ""), ("表示された人数", told(exposure.people)));
    lines.add("おすすめの表示", (None, ""), ("表示回数", days(exposure.shown)));
    lines.add("おすすめの表示", (None, ""), ("ジニ係数（100万分率）", gini));
}

fn outcomes(lines: &mut Lines, report: &Report) {
    let outcomes = &report.outcomes;
    for figure in [
        ("完了", told(outcomes.completed)),
        ("途中終了", told(outcomes.ended_early)),
        ("更新", told(outcomes.renewed)),
        ("発展", told(outcomes.converted)),
    ] {
        lines.add("結果", (None, ""), figure);
    }
    for (to, count) in &outcomes.converted_to {
        lines.add("結果", (None, conversion_name(*to)), ("発展", told(*count)));
    }
}

fn ledger(lines: &mut Lines, report: &Report) {
    for year in &report.ledger {
        let first = Some(year.fiscal_year.first_year());
        lines.add("関係人口", (first, "すべて"), ("人数（実人数）", told(year.people)));
        lines.add("関係人口", (first, "すべて"), ("来訪日数", days(year.visit_days)));
        for kind in &year.kinds {
            let subject = (first, kind_name(kind.kind));
            lines.add("関係人口", subject, ("人数（実人数）", told(kind.people)));
            lines.add("関係人口", subject, ("来訪日数", days(kind.visit_days)));
        }
    }
}

fn surveys(lines: &mut Lines, made: &MadeReport) {
    for survey in &made.surveys {
        for concept in &survey.concepts {
            let subject = format!("{}／{}", survey.title, concept.label.ja);
            let change = concept.change_hundredths.map_or_else(
                || SUPPRESSED.to_owned(),
                |change| {
                    let (whole, part) = (change.unsigned_abs() / 100, change.unsigned_abs() % 100);
                    // In words: a sign at the beginning of a cell would be read as a formula.
                    let way = match change.signum() {
                        1 => "上昇",
                        -1 => "低下",
                        _ => "変化なし",
                    };
                    format!("{whole}.{part:02} {way}")
                },
            );
            lines.add("調査の前後", (None, &subject), ("前後とも答えた数", told(concept.pairs)));
            lines.add("調査の前後", (None, &subject), ("平均の変化", Value::Text(change)));
        }
    }
}

fn stage_name(status: ApplicationStatus) -> &'static str {
    match status {
        ApplicationStatus::Submitted => "応募ずみ",
        ApplicationStatus::Screening => "書類確認",
        ApplicationStatus::Encounter => "対話の場",
        ApplicationStatus::Interview => "面談",
        ApplicationStatus::Offered => "内定",
        ApplicationStatus::Accepted => "承諾",
        ApplicationStatus::Engaged => "参画",
        ApplicationStatus::Declined => "見送り",
        ApplicationStatus::Withdrawn => "取り下げ",
        ApplicationStatus::Expired => "期限切れ",
        ApplicationStatus::Redirected => "ほかの案件へ",
    }
}

fn conversion_name(to: ConvertedTo) -> &'static str {
    match to {
        ConvertedTo::Moved => "移住",
        ConvertedTo::Hired => "雇用",
        ConvertedTo::OwnBusiness => "起業",
        ConvertedTo::Other => "そのほか",
    }
}

fn kind_name(kind: LedgerKind) -> &'static str {
    match kind {
        LedgerKind::SideJob => "副業・兼業",
        LedgerKind::Volunteer => "プロボノ・ボランティア",
        LedgerKind::Event => "催しへの参加",
        LedgerKind::Stay => "滞在",
        LedgerKind::Project => "地域プロジェクト",
        LedgerKind::DonorSupporter => "寄附・応援",
        LedgerKind::Alumni => "離れてもつながる人",
        LedgerKind::Other => "そのほか",
    }
}
