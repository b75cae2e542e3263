//! Users: people who log in, each for one organization, with roles that say what they may do.
//!
//! Knows neither passwords nor sessions, and not what a role opens: the use cases do.

use unicode_normalization::UnicodeNormalization;

use crate::candidate::is_mail_address;
use crate::fault::{FaultCode, Faults};
use crate::id::{OrganizationId, UserId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::word::{Word, WordSet};
use crate::words;

words! {
    /// What somebody does for the organization; together their roles open what any of them opens.
    pub enum Role {
        /// 担当者: carries the whole work, from the need to the outcome.
        Coordinator = "coordinator",
        /// 案件の持ち主: writes postings, marks and follows the work; sends nothing.
        PostingOwner = "posting_owner",
        /// 承認者: reads what a decision was made on, and approves it as the second person.
        Approver = "approver",
        /// 閲覧者: reports alone, which tell of nobody.
        Viewer = "viewer",
    }
}

/// What a caller writes of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserContent {
    /// By which they log in; one user of the whole instance has it, whoever compares folds it first ([`mail_key`]).
    pub email: String,
    /// Shown to colleagues.
    pub display_name: String,
    /// What they do.
    pub roles: WordSet<Role>,
}

/// Somebody who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// For whom they act.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// Since when they are let in no more.
    pub disabled_at: Option<Timestamp>,
    /// What the caller wrote.
    pub content: UserContent,
}

/// What stands for a mail address where two are compared: NFKC in lower case, without space around it.
pub fn mail_key(email: &str) -> String {
    let lower = email.trim().nfkc().collect::<String>().to_lowercase();
    lower.nfkc().collect()
}

impl UserContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/email", limits::EMAIL).optional(Some(&self.email), &mut faults);
        if !is_mail_address(&self.email) {
            faults.add("/email", FaultCode::BadFormat, "must be a mail address such as name@example.jp");
        }
        Text::new("/display_name", limits::NAME).required(&self.display_name, &mut faults);
        if self.roles.is_empty() {
            let detail = format!("name at least one of: {}", Role::choices());
            faults.add("/roles", FaultCode::TooShort, detail);
        }
        faults.guard(self)
    }
}

/// Adds a fault when a password is too short or too long to be one. What it consists of is its owner's affair.
pub fn check_password(pointer: &str, password: &str, faults: &mut Faults) {
    let length = password.chars().count();
    if length < *limits::PASSWORD.start() {
        let detail = format!("must have at least {} characters", limits::PASSWORD.start());
        faults.add(pointer, FaultCode::TooShort, detail);
    }
    if length > *limits::PASSWORD.end() {
        let detail = format!("must not be longer than {} characters", limits::PASSWORD.end());
        faults.add(pointer, FaultCode::TooLong, detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_is_compared_without_regard_to_case_and_width() {
        assert_eq!(mail_key(" Risa@Example.JP "), "risa@example.jp");
        assert_eq!(mail_key("ｒｉｓａ＠example.jp"), mail_key("risa@example.jp"));
        assert_ne!(mail_key("risa@example.jp"), mail_key("lisa@example.jp"));
    }

    #[test]
    fn every_fault_is_named() {
        let content = UserContent {
            email: "nobody".to_owned(),
            display_name: " ".to_owned(),
            roles: WordSet::default(),
        };
        let faults = content.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/display_name", "/roles"]);
    }

    #[test]
    fn a_password_has_a_length_in_characters() {
        let faults_of = |password: &str| {
            let mut faults = Faults::default();
            check_password("/password", password, &mut faults);
            faults.as_slice().len()
        };
        assert_eq!(faults_of("あいうえおかきくけこさ"), 1, "eleven");
        assert_eq!(faults_of("あいうえおかきくけこさし"), 0, "twelve");
        assert_eq!((faults_of(&"x".repeat(200)), faults_of(&"x".repeat(201))), (0, 1));
    }
}
