//! English, written for English readers rather than translated word by word.

use super::{Failures, Login, Site, Text};

mod dates;
mod drawer;
mod matches;
mod postings;
mod reach;
mod words;

use super::figures::grouped;

/// English.
pub const EN: Text = Text {
    code: "en",
    site: SITE,
    login: LOGIN,
    postings: postings::POSTINGS,
    head: postings::HEAD,
    matches: matches::MATCHES,
    drawer: drawer::DRAWER,
    reach: reach::REACH,
    failures: FAILURES,
    words: words::WORDS,
    dates: dates::DATES,
};

const SITE: Site = Site {
    name: "Tsumugi Regional Side-Jobs",
    skip: "Skip to content",
    navigation: "Main pages",
    postings: "Postings",
    other_language: "日本語",
    other_code: "ja",
    log_out: "Log out",
    print: "Print",
    printed: "Printed: ",
    handle_with_care: "Handle with care: contains personal data",
    loading: "Loading",
    unreachable: "No connection. Please select again",
    keys: "Keys",
    key_next_previous: "Next, previous person",
    key_back: "Back to the list",
    key_list: "All keys",
    keys_off: "Turn keys off",
    keys_on: "Turn keys on",
    close: "Close",
    keys_note: "Keys rest while you type in a box.",
};

const LOGIN: Login = Login {
    title: "Log in",
    lead: "Here you check the postings of regional side-jobs and the ranking of the people who applied.",
    key: "Key",
    key_hint: "Paste the whole key that your administrator gave you; it begins with “tsk_”.",
    enter: "Log in",
    error_heading: "You could not be logged in",
    error_prefix: "Error: ",
    wrong_key: "This key opens nothing. Check that it is complete and has not expired",
    no_key: "Enter your key",
    expired: "For your safety, please log in again. You will return to the page you were on.",
    left: "You are logged out.",
    trouble: "Need help?",
    trouble_words: "If you lost your key or it no longer works, ask your administrator to issue a new one. \
                    Nobody can look up the old one, not even the administrator.",
};

const FAILURES: Failures = Failures {
    not_found: "Page not found",
    not_found_words: "The address has changed, or the posting is not visible to your organization. \
                      If you should see it, ask the person in charge of the posting.",
    forbidden: "You may not see this page",
    forbidden_words: "Your key does not include this page. If you need it, ask your administrator for the right.",
    foreign: "This action was refused",
    foreign_words: "It was sent from another site. Please repeat it from this one.",
    method: "This cannot be done here",
    busy: "Just a moment",
    busy_words: "The people are being loaded, or many requests came at once. Please open the page again shortly.",
    broken: "Something went wrong",
    broken_words: |number| format!("Please tell your administrator this number: {number}"),
    unclear: "Part of the address is not understood",
    unclear_words: "It may have been cut off when copied. Please start again from the list of postings.",
    to_postings: "To the postings",
};

/// "1 person", "2 people".
fn people(number: u64) -> String {
    counted(number, "person", "people")
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}
