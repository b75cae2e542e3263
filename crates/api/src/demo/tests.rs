//! The demo as a whole: the same people from the same seed, all of them valid, the figures it promises.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{CandidateContent, ConsentItem, Recipient, Reference, Timestamp};

use super::content::Content;
use super::ingredients::Ingredients;
use super::person::Maker;
use super::roster::{BATCH, Consenting, groups, more};
use super::*;

/// Everybody of the demo with the body that registers them and when, as the generator gives them.
fn everybody(seed: u64) -> Vec<(String, Timestamp, CandidateContent)> {
    let reference = Reference::built_in();
    let ingredients = Ingredients::built_in().unwrap();
    let content = Content::built_in(&reference).unwrap();
    let maker = Maker::new(&ingredients, &reference, seed).unwrap();
    let people = groups(&ingredients, &content).unwrap().into_iter().flat_map(|group| {
        let numbered = group.numbers.clone().zip(group.first_member..);
        let person = |(number, member)| {
            let body = group.registration.organization.clone();
            (body, group.registered_at, maker.person(group.registration, number, member))
        };
        numbered.map(person).collect::<Vec<_>>()
    });
    people.collect()
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_seed_others() {
    let people = everybody(USUAL_SEED);
    assert!(people == everybody(USUAL_SEED));
    assert!(people != everybody(USUAL_SEED + 1));
}

#[test]
fn everybody_is_valid_and_nobody_is_there_twice() {
    let people = everybody(USUAL_SEED);
    assert_eq!(people.len(), FEWEST_PEOPLE);
    let (mut mails, mut member_numbers) = (HashSet::new(), HashSet::new());
    for (body, _, content) in people {
        let checked = content.clone().checked().unwrap();
        assert_eq!(checked.profile.skills.len(), content.profile.skills.len(), "no skill is stated twice");
        assert!(mails.insert(content.email.unwrap()));
        assert!(member_numbers.insert((body, content.external_id.unwrap())));
        for text in [content.statement, Some(content.display_name)].into_iter().flatten() {
            assert!(!text.contains(['{', '}']), "{text}");
        }
        for held in content.profile.skills.iter().filter_map(|held| held.evidence.as_ref()) {
            assert!(!held.contains(['{', '}']), "{held}");
        }
    }
}

#[test]
fn the_community_has_250_members_and_koga_registers_its_residents() {
    let people = everybody(USUAL_SEED);
    let of = |key: &str| people.iter().filter(|(body, ..)| body == key).count();
    assert_eq!((of("work-design-lab"), of("kurumiza"), of("yorimichi")), (250, 150, 760));
    let koga: Vec<_> = people.iter().filter(|(body, ..)| body == "koga-city").collect();
    assert_eq!(koga.len(), 40);
    for (.., content) in koga {
        assert_eq!(content.profile.home_municipality.unwrap().to_string(), "402231");
    }
}

#[test]
fn blanks_and_ties_come_as_often_as_stated() {
    let people = everybody(USUAL_SEED);
    let share = |holds: fn(&CandidateContent) -> bool| {
        people.iter().filter(|(.., content)| holds(content)).count() * 100 / people.len()
    };
    assert!((14..=24).contains(&share(|content| content.profile.hours_per_week.is_none())));
    assert!((64..=76).contains(&share(|content| content.profile.max_travel_km.is_none())));
    assert!((1..=6).contains(&share(|content| content.profile.skills.is_empty())));
    assert!((30..=50).contains(&share(|content| !content.profile.region_ties.is_empty())));
}

#[test]
fn most_members_of_the_community_are_open_to_ogaki_and_some_are_not() {
    let reference = Reference::built_in();
    let ingredients = Ingredients::built_in().unwrap();
    let content = Content::built_in(&reference).unwrap();
    let bodies = content
        .organizations
        .iter()
        .zip(0..)
        .map(|(body, number)| (body.key.clone(), OrganizationId::from_parts(number, [0; 10])));
    let bodies = bodies.collect();
    let consenting = Consenting { seed: USUAL_SEED, bodies: &bodies };
    let ogaki = Recipient::Organization(bodies["ogaki-city"]);
    let community = &ingredients.registrations[0];
    let given: Vec<_> = (0..250).map(|number| consenting.given(community, number).unwrap()).collect();
    let to_ogaki = given.iter().flatten().filter(|consent| consent.recipient == ogaki);
    let (profile, identity) = to_ogaki.fold((0, 0), |(profile, identity), consent| {
        (profile + 1, identity + usize::from(consent.items.contains(ConsentItem::Identity)))
    });
    assert!((205..=235).contains(&profile), "{profile}");
    assert!((30..=62).contains(&identity), "{identity}");
    for consent in given.into_iter().flatten() {
        consent.checked().unwrap();
    }
}

#[test]
fn a_larger_demo_adds_people_of_the_job_board_and_changes_nobody() {
    let ingredients = Ingredients::built_in().unwrap();
    let added: Vec<_> = more(&ingredients, FEWEST_PEOPLE + 2 * BATCH + 1).collect();
    let sizes: Vec<u64> = added.iter().map(|group| group.numbers.end - group.numbers.start).collect();
    assert_eq!(sizes, [2000, 2000, 1]);
    assert_eq!(added[0].numbers.start, 1500);
    assert_eq!(added[2].first_member, 760 + 4000);
    assert!(added.iter().all(|group| group.registration.organization == "yorimichi"));
    let last = more(&ingredients, MOST_PEOPLE).last().unwrap();
    assert!(last.registered_at < instant(TODAY));
    assert_eq!(more(&ingredients, FEWEST_PEOPLE).count(), 0);
}

struct StoppedClock;

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        instant(TODAY)
    }
}

/// Never the same bytes twice, whichever engine asks.
struct Counting;

static DRAWN: AtomicU64 = AtomicU64::new(0);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let number = DRAWN.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        // The end of an id is kept whole; its beginning gives some bits to the version.
        bytes.iter_mut().rev().zip(number.iter().rev().cycle()).for_each(|(byte, part)| *byte = *part);
    }
}

fn demo_in(folder: &Path, seed: u64) -> Result<(DemoReport, String), DemoError> {
    let options = DemoOptions {
        folder: folder.to_owned(),
        people: FEWEST_PEOPLE,
        seed,
        ink: Ink::Plain,
        ranking_threads: 1,
    };
    let outside = Outside { clock: Arc::new(StoppedClock), entropy: Arc::new(Counting) };
    let mut printed = Vec::new();
    let report = run(&options, &outside, &mut printed)?;
    Ok((report, String::from_utf8(printed).unwrap()))
}

/// The statuses of the applications that the coordinating body sees.
fn stages_of(made: &DemoReport) -> std::collections::BTreeSet<&'static str> {
    use domain::Word;
    let outside = Outside { clock: Arc::new(StoppedClock), entropy: Arc::new(Counting) };
    let options = matching::EngineOptions { database_url: made.database_url.clone(), ranking_threads: 1 };
    let engine = Engine::open(&options, outside.clock, outside.entropy).unwrap();
    let actor = matching::operator::operator(made.organization_id);
    let seen = |status: &domain::ApplicationStatus| {
        let filter = matching::applications::ListApplications {
            statuses: [*status].into_iter().collect(),
            ..matching::applications::ListApplications::default()
        };
        let page = domain::PageRequest { limit: 1, after: None };
        let found = matching::applications::list_applications(&engine, &actor, filter, &page).unwrap();
        (!found.items.is_empty()).then_some(status.as_str())
    };
    domain::ApplicationStatus::ALL.iter().filter_map(seen).collect()
}

#[test]
fn it_is_made_once_found_again_and_never_mixed_with_another() {
    let folder = tempfile::tempdir().unwrap();
    let (made, printed) = demo_in(folder.path(), USUAL_SEED).unwrap();
    assert!(printed.contains("103 applicants for 2 seats"), "{printed}");
    assert!(printed.contains("1,500 people, 691 applications"), "{printed}");
    assert!(printed.lines().filter(|line| line.contains('█')).count() > page::SHOWN, "{printed}");
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&made.key_file).unwrap()) & 0o777,
        0o600
    );
    // Applications stand at every stage that they can stand at while their posting is open or closed.
    let stages = stages_of(&made);
    for stage in ["submitted", "screening", "encounter", "interview", "offered", "accepted", "engaged"] {
        assert!(stages.contains(stage), "none is {stage}: {stages:?}");
    }
    let (found, again) = demo_in(folder.path(), USUAL_SEED).unwrap();
    assert_eq!(found, made);
    let without_header = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(without_header(&again), without_header(&printed));
    let refused = demo_in(folder.path(), 7).unwrap_err().to_string();
    assert!(refused.contains("seed 20261121") && refused.contains("--data-dir"), "{refused}");
    std::fs::remove_file(folder.path().join("demo.json")).unwrap();
    let unfinished = demo_in(folder.path(), USUAL_SEED).unwrap_err();
    assert!(matches!(unfinished, DemoError::Unfinished(_)), "{unfinished}");
    assert!(folder.path().join("tsumugi.db").exists());
}

#[test]
fn the_closing_lines_are_those_that_scripts_look_for() {
    let report = DemoReport {
        database_url: "sqlite://x/tsumugi.db".to_owned(),
        key: "tsk_abc".to_owned(),
        key_file: PathBuf::from("x/demo-key.txt"),
        organization_id: OrganizationId::from_parts(1, [0; 10]),
        posting_id: PostingId::from_parts(1, [0; 10]),
    };
    let mut printed = Vec::new();
    report.write_closing("http://127.0.0.1:8080", &mut printed).unwrap();
    let printed = String::from_utf8(printed).unwrap();
    for line in [
        "API      http://127.0.0.1:8080/api/v1",
        "Docs     http://127.0.0.1:8080/docs",
        "Console  http://127.0.0.1:8080/console/postings",
        "Key      tsk_abc",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{printed}");
    }
    assert_eq!(printed.matches("curl -s -H 'Authorization: Bearer tsk_abc' '").count(), 2);
}

#[test]
fn too_few_people_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let options = DemoOptions {
        folder: folder.path().to_owned(),
        people: 10,
        seed: 1,
        ink: Ink::Plain,
        ranking_threads: 1,
    };
    let outside = Outside { clock: Arc::new(StoppedClock), entropy: Arc::new(Counting) };
    let refused = run(&options, &outside, &mut Vec::new()).unwrap_err().to_string();
    assert_eq!(refused, "--people must be from 1500 to 1000000, not 10");
}
