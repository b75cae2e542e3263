//! Dates and times, in Japanese.

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use crate::text::Dates;

pub(super) const DATES: Dates = Dates {
    day,
    full_day: |on| format!("{}年{}", on.year(), day(on)),
    period,
    from: |day| format!("{day}から"),
    until: |day| format!("{day}まで"),
    minute: |at| format!("{}年{}月{}日 {}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute()),
    left: |days| match days {
        0 => "今日まで".to_owned(),
        1.. => format!("あと{days}日"),
        _ => "受付は終わりました".to_owned(),
    },
    opens: |day| format!("{day}に受付開始"),
};

fn day(on: NaiveDate) -> String {
    format!("{}月{}日（{}）", on.month(), on.day(), weekday(on.weekday()))
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "月",
        Weekday::Tue => "火",
        Weekday::Wed => "水",
        Weekday::Thu => "木",
        Weekday::Fri => "金",
        Weekday::Sat => "土",
        Weekday::Sun => "日",
    }
}

fn period(from: NaiveDate, until: NaiveDate, this_year: i32) -> String {
    let year = if from.year() == this_year { String::new() } else { format!("{}年", from.year()) };
    let until_year = if until.year() == from.year() { String::new() } else { format!("{}年", until.year()) };
    match crate::text::whole_months(from, until) {
        Some(1) => format!("{year}{}月（1か月）", from.month()),
        Some(months) => {
            format!("{year}{}月〜{until_year}{}月（{months}か月）", from.month(), until.month())
        }
        None => format!(
            "{year}{}月{}日〜{until_year}{}月{}日",
            from.month(),
            from.day(),
            until.month(),
            until.day()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn whole_months_are_counted_and_others_dated() {
        assert_eq!(period(on(2021, 9, 1), on(2021, 11, 30), 2021), "9月〜11月（3か月）");
        assert_eq!(period(on(2021, 9, 1), on(2022, 2, 28), 2026), "2021年9月〜2022年2月（6か月）");
        assert_eq!(period(on(2021, 9, 2), on(2021, 11, 30), 2021), "9月2日〜11月30日");
        assert_eq!((DATES.full_day)(on(2026, 8, 12)), "2026年8月12日（水）");
    }
}
