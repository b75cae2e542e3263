//! 記した人: who wrote, marked or decided something within a body.

use std::fmt;

use crate::access::Actor;
use crate::id::{ApiKeyId, UserId};

/// Who did something: a user who has logged in, a key, or the operator at the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// A user.
    User(UserId),
    /// A key.
    Key(ApiKeyId),
    /// The operator, who has neither.
    Operator,
}

impl Author {
    /// The author that an actor is.
    pub fn of(actor: &Actor) -> Self {
        match (actor.user_id, actor.api_key_id) {
            (Some(user), _) => Self::User(user),
            (None, Some(key)) => Self::Key(key),
            (None, None) => Self::Operator,
        }
    }

    /// The user, where it is one.
    pub fn user_id(self) -> Option<UserId> {
        match self {
            Self::User(id) => Some(id),
            Self::Key(_) | Self::Operator => None,
        }
    }

    /// The key, where it is one.
    pub fn api_key_id(self) -> Option<ApiKeyId> {
        match self {
            Self::Key(id) => Some(id),
            Self::User(_) | Self::Operator => None,
        }
    }

    /// Reads the text that `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("user", id)) => UserId::parse(id).ok().map(Self::User),
            Some(("key", id)) => ApiKeyId::parse(id).ok().map(Self::Key),
            _ => (text == "operator").then_some(Self::Operator),
        }
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Key(id) => write!(f, "key:{id}"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_author_reads_back() {
        let (user, key) = (UserId::from_parts(1, [1; 10]), ApiKeyId::from_parts(1, [2; 10]));
        for author in [Author::User(user), Author::Key(key), Author::Operator] {
            assert_eq!(Author::parse(&author.to_string()), Some(author));
        }
        for none in ["", "user:", "key", "nobody", "user:1"] {
            assert_eq!(Author::parse(none), None, "{none}");
        }
    }
}
