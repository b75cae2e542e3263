//! Rows are whole and in order; how long anything took is never judged.

use std::cell::RefCell;

use super::*;
use crate::MachineStopwatch;

fn measured(work: impl FnOnce(Measuring<'_>)) -> Vec<String> {
    let told = RefCell::new(Vec::new());
    let progress = |line: &str| told.borrow_mut().push(line.to_owned());
    work(Measuring { stopwatch: &MachineStopwatch::start(), progress: &progress });
    told.into_inner()
}

#[test]
fn a_stage_has_every_row_and_every_row_its_numbers() {
    let told = measured(|measuring| {
        let population = Population::new(SEED);
        let (mut stage, memory) = stage::build(&population, 300, measuring);
        assert_eq!(stage.pool.len(), 300);
        assert_eq!(memory.bytes_per_person, None, "300 people are lost among the allocator's reserves");
        // The batch is a thousand postings: left to the command.
        let plain = stage.pool.snapshot().plain();
        for asks in [Asks::Skills, Asks::Nothing] {
            let trials = top::trials(&stage, &plain, asks, measuring);
            let mut rows = top::rows(&stage, asks, &trials);
            let slowest = rows[2].ratio_to_scan.unwrap();
            assert!(slowest <= rows[1].ratio_to_scan.unwrap());
            rows.push(answers::full(&stage, asks, &trials, measuring));
            rows.push(answers::feasibility(&stage, (&plain, asks), &trials, measuring));
            assert!(rows.iter().all(|row| row.what.contains(words(asks)) && row.people == 300));
            assert!(rows.iter().all(|row| row.ms_median > 0.0 && row.ms_median <= row.ms_worst));
            assert!(rows.iter().skip(1).all(|row| row.ratio_to_scan.is_some_and(|ratio| ratio > 0.0)));
        }
        writing::replace_one(&mut stage, measuring);
        assert_eq!(stage.pool.len(), 300, "replacing adds nobody");
        assert!(stage.pool.snapshot().version_of(population.candidate_id(299)).unwrap() > 1);
    });
    assert_eq!(told, ["300 people: the pool"]);
}

#[test]
fn too_many_people_are_left_out_and_said_so() {
    let lack = lack_of_memory(1_000_000_000_000);
    assert_eq!(lack.is_some(), crate::memory::available_bytes().is_some());
    assert!(lack.is_none_or(|lack| lack.starts_with("1000000000000 people are left out")));
    assert_eq!(lack_of_memory(0), None);
}

#[test]
fn a_row_has_exactly_these_names() {
    measured(|measuring| {
        let row = machine::bandwidth_over(10_000, measuring);
        let json = serde_json::to_value(&row).unwrap();
        let names: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(names, ["bytes_per_person", "ms_median", "ms_worst", "people", "ratio_to_scan", "what"]);
    });
}
