//! What the machine itself can do: the ground that every scan stands on.

use super::{Measuring, Row};
use crate::times::{Repeats, Times, ms};

/// Numbers that are read: half a gigabyte, many times what any cache holds.
const NUMBERS: usize = 64 << 20;

const REPEATS: Repeats = Repeats { least: 3, most: 15, within: std::time::Duration::from_secs(2) };

/// How fast one thread reads memory: milliseconds a gigabyte.
pub(super) fn read_bandwidth(measuring: Measuring<'_>) -> Row {
    (measuring.progress)("this machine's memory");
    bandwidth_over(NUMBERS, measuring)
}

pub(super) fn bandwidth_over(count: usize, measuring: Measuring<'_>) -> Row {
    // Every number is written, or the pages would not be there yet.
    let numbers: Vec<u64> = (0..count as u64).collect();
    let times = Times::repeat(measuring.stopwatch, REPEATS, || sum(&numbers));
    let gigabytes = (count * size_of::<u64>()) as f64 / 1e9;
    let (ms_median, ms_worst) = (ms(times.median()) / gigabytes, ms(times.worst()) / gigabytes);
    Row {
        what: format!("memory read by one thread: {:.1} GB/s (ms a GB)", 1_000.0 / ms_median.max(1e-9)),
        people: 0,
        ms_median,
        ms_worst,
        ratio_to_scan: None,
        bytes_per_person: None,
    }
}

/// Eight sums side by side, so that memory is the limit and not the chain of additions.
fn sum(numbers: &[u64]) -> u64 {
    let (eights, rest) = numbers.as_chunks::<8>();
    let mut sums = [0_u64; 8];
    for eight in eights {
        for (sum, number) in sums.iter_mut().zip(eight) {
            *sum = sum.wrapping_add(*number);
        }
    }
    sums.iter().chain(rest).fold(0, |sum, number| sum.wrapping_add(*number))
}
