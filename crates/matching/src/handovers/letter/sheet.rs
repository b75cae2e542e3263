//! The sheet that a letter is written on: plain text or Markdown, from the same lines.

use std::fmt::Write;

use chrono::NaiveDate;
use domain::Timestamp;

/// In what form a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Markdown,
}

/// What is written so far.
pub(super) struct Sheet {
    form: Form,
    text: String,
}

impl Sheet {
    pub(super) fn new(form: Form) -> Self {
        Self { form, text: String::new() }
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    pub(super) fn title(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(text),
            Form::Markdown => self.put(&format!("# {text}\n")),
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(&format!("\n■ {text}")),
            Form::Markdown => self.put(&format!("\n## {text}\n")),
        }
    }

    pub(super) fn heading_below(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(&format!("◆ {text}")),
            Form::Markdown => self.put(&format!("\n### {text}\n")),
        }
    }

    /// A line of its own.
    pub(super) fn line(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(text),
            // Two spaces keep the next line from flowing into this one.
            Form::Markdown => self.put(&format!("{text}  ")),
        }
    }

    pub(super) fn numbered(&mut self, number: usize, text: &str) {
        self.put(&format!("{number}. {text}"));
    }

    pub(super) fn bullet(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(&format!("・{text}")),
            Form::Markdown => self.put(&format!("- {text}")),
        }
    }

    pub(super) fn bullet_below(&mut self, text: &str) {
        match self.form {
            Form::Plain => self.put(&format!("　　{text}")),
            Form::Markdown => self.put(&format!("    - {text}")),
        }
    }

    /// The words of somebody, on one line: nothing in them is read as Markdown, as HTML or as a link.
    pub(super) fn quoted(&self, text: &str) -> String {
        let one_line = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let one_line = one_line.collect::<Vec<_>>().join("　");
        match self.form {
            Form::Plain => one_line,
            Form::Markdown => {
                let mut told = String::with_capacity(one_line.len());
                for letter in one_line.chars() {
                    if "\\`*[]<>|&".contains(letter) {
                        told.push('\\');
                    }
                    told.push(letter);
                }
                told
            }
        }
    }
}

/// An instant in Japan, to the minute.
pub(super) fn instant(at: Timestamp) -> String {
    let mut text = String::new();
    let japan = at.plus_seconds(9 * 3600).to_utc();
    if write!(text, "{}", japan.format("%Y-%m-%d %H:%M")).is_err() {
        return at.to_string();
    }
    text
}

/// The same of microseconds since 1970.
pub(super) fn instant_of(micros: i64) -> String {
    Timestamp::from_micros(micros).map(instant).unwrap_or_default()
}

/// From a day to another.
pub(super) fn days(from: NaiveDate, until: Option<NaiveDate>) -> String {
    let until = until.map(|day| day.to_string()).unwrap_or_default();
    format!("{from}–{until}")
}

/// Parts per million as points of a hundred with one decimal, rounded half up.
pub(super) fn points(ppm: u32) -> String {
    let tenths = (ppm + 500) / 1000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_is_read_as_markdown() {
        let markdown = Sheet::new(Form::Markdown);
        let text = "一行目\n\n [押す](javascript:x) <b>*太字*</b>";
        assert_eq!(markdown.quoted(text), "一行目　\\[押す\\](javascript:x) \\<b\\>\\*太字\\*\\</b\\>");
        assert_eq!(Sheet::new(Form::Plain).quoted(text), "一行目　[押す](javascript:x) <b>*太字*</b>");
    }

    #[test]
    fn points_have_one_decimal() {
        assert_eq!([812_345, 812_350, 999_999, 0].map(points), ["81.2", "81.2", "100.0", "0.0"]);
    }
}
