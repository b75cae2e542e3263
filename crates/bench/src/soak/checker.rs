//! The checker: takes the newest snapshot and holds it against the plain scan and the writers' ledger.

use domain::CandidateProfile;
use scoring::{PlainScan, Snapshot};

use super::question::Question;
use super::world::World;
use crate::population::dice::{Dice, Purpose};

/// Questions that are compared on one snapshot.
const QUESTIONS: usize = 24;

/// Checks the newest snapshot once, while others read and write.
pub(super) fn check_newest(world: &World) {
    // The book is read before the snapshot is taken: what is acknowledged by then has to be in it.
    let recent = world.ledger().recent();
    let snapshot = world.snapshot();
    let after: Vec<_> = {
        let ledger = world.ledger();
        recent.into_iter().map(|(number, seen)| (number, seen, ledger.of(number))).collect()
    };
    for (number, seen, known) in after {
        let version = snapshot.version_of(world.population.candidate_id(number));
        let wrong = known.refutes(&seen, version);
        world.findings().version(wrong.map(|wrong| format!("person {number}: {wrong}")));
    }
    // The engine answers after the list was made, and later writes must not show in what it answers.
    let plain = snapshot.plain();
    compare(world, &snapshot, &plain);
}

/// Checks the last snapshot against a plain list made from the ledger alone, once nobody writes any more.
pub(super) fn check_ledger(world: &World) {
    let snapshot = world.snapshot();
    let standings: Vec<_> = world.ledger().known.iter().map(|known| known.acknowledged).collect();
    let mut people: Vec<(u64, CandidateProfile)> = Vec::new();
    for (number, standing) in (0..).zip(&standings) {
        let version = snapshot.version_of(world.population.candidate_id(number));
        let expected = standing.is_in.then_some(standing.version);
        world.findings().version(
            (version != expected)
                .then(|| format!("at the end person {number} is {version:?} instead of {expected:?}")),
        );
        if standing.is_in {
            people.push((number, world.profile(standing)));
        }
    }
    let (held, expected) = (snapshot.len(), people.len());
    world
        .findings()
        .version((held != expected).then(|| format!("{held} people at the end instead of {expected}")));
    let entries = people.iter().map(|(number, profile)| {
        let standing = &standings[usize::try_from(*number).unwrap_or(usize::MAX)];
        world.entry(*number, standing, profile)
    });
    compare(world, &snapshot, &PlainScan::new(world.population.reference(), entries));
}

fn compare(world: &World, snapshot: &Snapshot, plain: &PlainScan) {
    let checks = {
        let mut findings = world.findings();
        findings.checks += 1;
        findings.checks
    };
    let mut dice = Dice::of(world.seed, Purpose::Checker, checks);
    for _ in 0..QUESTIONS {
        let question = Question::draw(world, &mut dice);
        let difference = question.difference(world, snapshot, plain);
        world.findings().answer(difference);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::soak::SoakOptions;
    use crate::soak::ledger::Standing;

    fn world() -> World {
        World::new(&SoakOptions { people: 400, lasting: Duration::ZERO, seed: 3 })
    }

    fn mismatches(world: &World) -> u64 {
        world.findings().mismatches
    }

    #[test]
    fn a_quiet_world_has_no_mismatch() {
        let world = world();
        check_newest(&world);
        check_ledger(&world);
        assert_eq!(mismatches(&world), 0, "{:?}", world.findings().examples);
        let findings = world.findings();
        let counted = (findings.checks, findings.answers, findings.versions);
        assert_eq!(counted, (2, 2 * QUESTIONS as u64, 500 + 1));
    }

    #[test]
    fn a_write_that_was_lost_is_found() {
        let world = world();
        let before = world.ledger().of(0).acknowledged;
        let lost = Standing { version: 2, drawn: 9_999, ..before };
        world.ledger().begin(0, 2);
        world.ledger().acknowledge(0, lost);
        check_newest(&world);
        assert_eq!(mismatches(&world), 1);
        check_ledger(&world);
        assert!(mismatches(&world) >= 2);
    }

    #[test]
    fn an_answer_over_other_people_is_found() {
        let world = world();
        let others = world.population.pool(300).snapshot();
        compare(&world, &others, &world.snapshot().plain());
        assert!(mismatches(&world) > QUESTIONS as u64 / 2);
        let findings = world.findings();
        assert!(findings.examples.iter().all(|example| example.contains("the plain scan …")));
        assert!(findings.examples.iter().all(|example| example.chars().count() < 4_000));
    }
}
