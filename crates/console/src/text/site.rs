//! What every page carries, the login page, and what is said when something cannot be shown.

/// What every page carries.
pub struct Site {
    /// The product, as the top bar shows it.
    pub name: &'static str,
    /// For readers who jump over the top bar.
    pub skip: &'static str,
    /// Name of the main navigation.
    pub navigation: &'static str,
    /// 案件.
    pub postings: &'static str,
    /// The other language, in that language.
    pub other_language: &'static str,
    /// Its code.
    pub other_code: &'static str,
    /// Leaves.
    pub log_out: &'static str,
    /// Prints the page.
    pub print: &'static str,
    /// On paper: before the date of printing and the body that printed it.
    pub printed: &'static str,
    /// On paper: how to treat it.
    pub handle_with_care: &'static str,
    /// While a part is fetched.
    pub loading: &'static str,
    /// When it cannot be fetched.
    pub unreachable: &'static str,
    /// Name of the strip of keys.
    pub keys: &'static str,
    /// J, K.
    pub key_next_previous: &'static str,
    /// Esc.
    pub key_back: &'static str,
    /// ?.
    pub key_list: &'static str,
    /// Turns the keys off.
    pub keys_off: &'static str,
    /// Turns them on again.
    pub keys_on: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
    /// Where keys do not act.
    pub keys_note: &'static str,
}

/// The login page.
pub struct Login {
    /// Heading.
    pub title: &'static str,
    /// What the place is.
    pub lead: &'static str,
    /// Label of the field.
    pub key: &'static str,
    /// What to write there.
    pub key_hint: &'static str,
    /// The button.
    pub enter: &'static str,
    /// Heading of the summary of errors.
    pub error_heading: &'static str,
    /// Before the title when something is wrong.
    pub error_prefix: &'static str,
    /// The key opens nothing.
    pub wrong_key: &'static str,
    /// The field was left blank.
    pub no_key: &'static str,
    /// After a login ran out.
    pub expired: &'static str,
    /// After leaving.
    pub left: &'static str,
    /// Heading of the help.
    pub trouble: &'static str,
    /// The help.
    pub trouble_words: &'static str,
}

/// When something cannot be shown.
pub struct Failures {
    /// No such page.
    pub not_found: &'static str,
    /// What to do then.
    pub not_found_words: &'static str,
    /// Not allowed.
    pub forbidden: &'static str,
    /// What to do then.
    pub forbidden_words: &'static str,
    /// The form came from elsewhere.
    pub foreign: &'static str,
    /// What to do then.
    pub foreign_words: &'static str,
    /// Wrong method.
    pub method: &'static str,
    /// Still loading, or too many at once.
    pub busy: &'static str,
    /// What to do then.
    pub busy_words: &'static str,
    /// Broken.
    pub broken: &'static str,
    /// The number to read aloud.
    pub broken_words: fn(&str) -> String,
    /// Something in the address is not understood.
    pub unclear: &'static str,
    /// What to do then.
    pub unclear_words: &'static str,
    /// Back to the postings.
    pub to_postings: &'static str,
}
