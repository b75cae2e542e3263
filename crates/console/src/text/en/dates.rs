//! Dates and times, in English, still in Japan's time.

use chrono::{Datelike, NaiveDate};

use crate::text::Dates;

pub(super) const DATES: Dates = Dates {
    day: |on| on.format("%-d %b (%a)").to_string(),
    full_day: |on| on.format("%-d %b %Y (%a)").to_string(),
    period,
    from: |day| format!("from {day}"),
    until: |day| format!("until {day}"),
    minute: |at| at.format("%-d %b %Y, %-H:%M JST").to_string(),
    left: |days| match days {
        0 => "last day".to_owned(),
        1 => "1 day left".to_owned(),
        2.. => format!("{days} days left"),
        _ => "closed".to_owned(),
    },
    opens: |day| format!("opens {day}"),
};

fn period(from: NaiveDate, until: NaiveDate, this_year: i32) -> String {
    let year = if until.year() == this_year && from.year() == this_year {
        String::new()
    } else {
        format!(" {}", until.year())
    };
    let from_year = if from.year() == until.year() { String::new() } else { format!(" {}", from.year()) };
    match crate::text::whole_months(from, until) {
        Some(1) => format!("{}{year} (1 month)", from.format("%b")),
        Some(months) => {
            format!("{}{from_year}–{}{year} ({months} months)", from.format("%b"), until.format("%b"))
        }
        None => format!("{}{from_year} – {}{year}", from.format("%-d %b"), until.format("%-d %b")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_days_and_years_read_naturally() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(period(on(2021, 9, 1), on(2021, 11, 30), 2021), "Sep–Nov (3 months)");
        assert_eq!(period(on(2021, 9, 1), on(2022, 2, 28), 2021), "Sep 2021–Feb 2022 (6 months)");
        assert_eq!(period(on(2021, 9, 2), on(2021, 11, 30), 2026), "2 Sep – 30 Nov 2021");
        assert_eq!((DATES.full_day)(on(2026, 8, 12)), "12 Aug 2026 (Wed)");
    }
}
