//! How those are called who wrote or decided something: the words of a document outlive users and keys.

use std::collections::HashMap;

use domain::Author;
use store::Tx;

use crate::error::MatchingError;

/// The names that were looked up already.
#[derive(Default)]
pub(super) struct Names(HashMap<Author, String>);

impl Names {
    /// A user by name, a key by what it is for.
    pub(super) fn of(&mut self, tx: &mut Tx<'_>, author: Author) -> Result<String, MatchingError> {
        if let Some(known) = self.0.get(&author) {
            return Ok(known.clone());
        }
        let name = match author {
            Author::User(id) => tx.find_user(id)?.map(|user| user.content.display_name),
            Author::Key(id) => tx.find_api_key(id)?.map(|key| key.name),
            Author::Operator => None,
        };
        let name = name.unwrap_or_else(|| "—".to_owned());
        self.0.insert(author, name.clone());
        Ok(name)
    }
}
