//! How far a rank moves when single weights move by a fifth (scoring version 1, §5): best and worst of 13 runs.

use std::cmp::Reverse;

use domain::SortKey;

use crate::score::{Merit, WeightNumbers};
use crate::standing::{Contenders, Standing};

/// Weights are scaled by ten, so that a fifth more or less stays whole.
const AS_IS: u64 = 10;
const MOVED: [u64; 2] = [8, 12];

/// Best and worst rank of each place; the standings come in order, which is the run with the weights as they are.
pub(crate) fn ranges<T, C: Contenders<T>>(
    standings: &[Standing<T>],
    sort: SortKey,
    contenders: &C,
) -> Vec<(u32, u32)> {
    let weights: Vec<WeightNumbers> =
        standings.iter().map(|standing| contenders.weights(&standing.who)).collect();
    let tie_places = tie_places(standings, contenders);
    let mut ranges: Vec<(u32, u32)> = (1..).take(standings.len()).map(|rank| (rank, rank)).collect();
    let mut order: Vec<(Reverse<Merit>, u32, u32)> = Vec::with_capacity(standings.len());
    for feature in 0..6 {
        if weights.iter().all(|weights| weights[feature] == 0) {
            continue;
        }
        for factor in MOVED {
            let runners = standings.iter().zip(&weights).zip(&tie_places).zip(0..);
            order.clear();
            order.extend(runners.map(|(((standing, weights), tie_place), place)| {
                let moved = moved(*weights, feature, factor);
                (Reverse(Merit::new(&standing.points, &moved, sort)), *tie_place, place)
            }));
            order.sort_unstable();
            for ((_, _, place), rank) in order.iter().zip(1..) {
                let (best, worst) = &mut ranges[*place as usize];
                *best = rank.min(*best);
                *worst = rank.max(*worst);
            }
        }
    }
    ranges
}

/// All weights times ten, but one of them times eight or twelve.
fn moved(weights: WeightNumbers, feature: usize, factor: u64) -> WeightNumbers {
    let mut moved = weights.map(|weight| AS_IS * weight);
    moved[feature] = factor * weights[feature];
    moved
}

/// The tie-break moves with no weight: worked out once, as a place among the tie-breaks.
fn tie_places<T, C: Contenders<T>>(standings: &[Standing<T>], contenders: &C) -> Vec<u32> {
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by_cached_key(|place| contenders.tie(&standings[*place].who));
    let mut places = vec![0; standings.len()];
    for (place, standing) in (0..).zip(order) {
        places[standing] = place;
    }
    places
}
