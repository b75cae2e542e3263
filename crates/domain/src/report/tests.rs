//! The figures of small made-up grounds.

use super::*;
use crate::id::CandidateId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn person(number: u8) -> Counted {
    Counted::Known(CandidateId::from_parts(1, [number; 10]))
}

fn body(number: u8) -> OrganizationId {
    OrganizationId::from_parts(1, [number; 10])
}

fn engagement(who: u8, host: u8, starts_on: &str) -> CountedEngagement {
    CountedEngagement {
        who: person(who),
        host: body(host),
        starts_on: day(starts_on),
        last_on: Some(day(starts_on)),
        is_renewal: false,
        status: EngagementStatus::Completed,
        converted_to: None,
    }
}

fn year(first: i32) -> Period {
    Period::of_year(FiscalYear::new(first).unwrap())
}

#[test]
fn who_works_for_two_bodies_is_one_person_and_two_matches() {
    let ground = ReportGround {
        engagements: vec![
            engagement(1, 1, "2019-04-01"),
            engagement(1, 2, "2020-03-31"),
            engagement(2, 1, "2020-04-01"),
        ],
        ..ReportGround::default()
    };
    let both = Period::between(day("2019-04-01"), day("2021-03-31")).unwrap();
    let report = Report::of(&ground, both, Audience::Insiders);
    let told = |matches: Matches| (matches.matches.value(), matches.people.value(), matches.host_bodies);
    assert_eq!(told(report.matches), (Some(3), Some(2), 2));
    let years: Vec<_> = report.years.iter().map(|year| told(year.matches)).collect();
    assert_eq!(years, [(Some(2), Some(1), 2), (Some(1), Some(1), 1)]);
    assert_eq!(report.matches.people_per_host_body, Ratio::new(2, 2));
    assert_eq!(report.matches.matches_per_host_body, Ratio::new(3, 2));
    let hosts: Vec<_> = report.hosts.iter().map(|host| (host.organization_id, host.people.value())).collect();
    assert_eq!(hosts, [(body(1), Some(2)), (body(2), Some(1))]);
}

#[test]
fn a_renewal_is_work_under_way_and_no_new_match() {
    let renewal = CountedEngagement {
        is_renewal: true,
        last_on: None,
        status: EngagementStatus::Running,
        ..engagement(1, 1, "2020-05-01")
    };
    let ground = ReportGround { engagements: vec![renewal], ..ReportGround::default() };
    let report = Report::of(&ground, year(2020), Audience::Insiders);
    assert_eq!(report.matches.matches, Count::Shown(0));
    assert_eq!(report.matches.people_per_host_body, None);
    assert_eq!(report.running.people, Count::Shown(1));
    assert_eq!(Report::of(&ground, year(2022), Audience::Insiders).running.people, Count::Shown(1));
    assert_eq!(Report::of(&ground, year(2019), Audience::Insiders).running.people, Count::Shown(0));
}

#[test]
fn outsiders_are_told_no_small_number_by_any_way() {
    let few = || (1..=4).map(|who| engagement(who, 1, "2020-05-01"));
    let applied = |who| CountedApplication { who: Some(person(who)), submitted_on: day("2020-05-01") };
    let entry = |who| CountedEntry {
        who: person(who),
        kind: LedgerKind::Stay,
        fiscal_year: FiscalYear::new(2020).unwrap(),
        visit_days: 7,
    };
    let stay = CountedStay { status: ApplicationStatus::Submitted, left_on: day("2020-05-01"), days: 3 };
    let ground = ReportGround {
        engagements: few().collect(),
        applications: (1..=4).map(applied).collect(),
        postings: vec![CountedPosting { seats: 2, opens_on: day("2020-04-01"), closes_on: None }],
        stays: vec![stay; 4],
        exposures: vec![1, 2, 3, 4],
        ledger: (1..=4).map(entry).collect(),
    };
    let report = Report::of(&ground, year(2020), Audience::Outsiders);
    assert_eq!(report.matches.matches, Count::Suppressed);
    assert_eq!((report.matches.people_per_host_body, report.matches.matches_per_host_body), (None, None));
    assert_eq!(
        (report.applying.applications, report.applying.applications_per_seat),
        (Count::Suppressed, None)
    );
    assert_eq!((report.stages[0].left, report.stages[0].median_days), (Count::Suppressed, None));
    assert_eq!((report.exposure.shown, report.exposure.gini_ppm), (None, None));
    assert_eq!((report.ledger[0].visit_days, report.ledger[0].kinds[0].visit_days), (None, None));
    assert_eq!(report.outcomes.completed, Count::Suppressed);
    let inside = Report::of(&ground, year(2020), Audience::Insiders);
    assert_eq!(inside.applying.applications_per_seat, Ratio::new(4, 2));
    assert_eq!((inside.exposure.shown, inside.ledger[0].visit_days), (Some(10), Some(28)));
}

#[test]
fn the_ledger_counts_people_once_and_days_all() {
    let year_of = |first| FiscalYear::new(first).unwrap();
    let entry = |who, kind, first, visit_days| CountedEntry {
        who: person(who),
        kind,
        fiscal_year: year_of(first),
        visit_days,
    };
    let ground = ReportGround {
        ledger: vec![
            entry(1, LedgerKind::Stay, 2020, 3),
            entry(1, LedgerKind::SideJob, 2020, 4),
            entry(1, LedgerKind::SideJob, 2020, 5),
            entry(2, LedgerKind::SideJob, 2021, 1),
        ],
        ..ReportGround::default()
    };
    let period = Period::between(day("2021-03-31"), day("2021-04-01")).unwrap();
    let ledger = Report::of(&ground, period, Audience::Insiders).ledger;
    assert_eq!((ledger[0].people, ledger[0].visit_days), (Count::Shown(1), Some(12)));
    let kinds: Vec<_> =
        ledger[0].kinds.iter().map(|one| (one.kind, one.people.value(), one.visit_days)).collect();
    assert_eq!(kinds, [(LedgerKind::SideJob, Some(1), Some(9)), (LedgerKind::Stay, Some(1), Some(3))]);
    assert_eq!((ledger[1].people, ledger[1].visit_days), (Count::Shown(1), Some(1)));
}

#[test]
fn nothing_gives_an_empty_report() {
    let report = Report::of(&ReportGround::default(), year(2020), Audience::Outsiders);
    assert_eq!(report.matches.people, Count::Shown(0));
    assert_eq!(report.applying.applications_per_seat, None);
    assert!(report.stages.is_empty() && report.hosts.is_empty());
    assert_eq!(report.ledger[0].kinds, []);
}
