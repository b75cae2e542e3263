//! Answers that are kept until what they show changes, so that asking again ranks nobody again.
//!
//! An answer is found by its entity tag, which differs whenever the answer might. Once anything has changed, the first
//! answer that is made anew throws all older ones away. Knows nothing of what is in an answer but whom it shows.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::web::Bytes;
use matching::disclosures::PeopleShown;

/// What keeping an answer takes beside its body, about: its tag twice, and whom it shows.
const ENTRY_BYTES: usize = 1024;

/// Keeps answers, the oldest leaving first.
#[derive(Debug)]
pub struct KeptAnswers {
    most_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The state that all of them were made of.
    revision: String,
    by_tag: HashMap<String, Arc<KeptAnswer>>,
    oldest_first: VecDeque<String>,
    bytes: usize,
}

/// An answer that is kept.
#[derive(Debug)]
pub struct KeptAnswer {
    /// The body.
    pub body: Bytes,
    /// Whom it shows.
    pub shown: PeopleShown,
}

impl KeptAnswers {
    /// A place for bodies of so many bytes together; none are kept where it is 0.
    pub fn new(most_bytes: usize) -> Self {
        Self { most_bytes, kept: Mutex::default() }
    }

    /// The answer with a tag.
    pub fn find(&self, tag: &str) -> Option<Arc<KeptAnswer>> {
        self.lock().by_tag.get(tag).cloned()
    }

    /// Keeps an answer of a revision under its tag.
    pub fn keep(&self, (revision, tag): (String, String), answer: KeptAnswer) {
        let bytes = ENTRY_BYTES + answer.body.len();
        if bytes > self.most_bytes {
            return;
        }
        // A copy, because the text may have been given more room than it needed.
        let answer = KeptAnswer { body: Bytes::copy_from_slice(&answer.body), ..answer };
        let mut kept = self.lock();
        if kept.revision != revision {
            *kept = Kept { revision, ..Kept::default() };
        }
        // Two who asked at once have made the same answer.
        if kept.by_tag.contains_key(&tag) {
            return;
        }
        while kept.bytes + bytes > self.most_bytes {
            kept.drop_oldest();
        }
        kept.by_tag.insert(tag.clone(), Arc::new(answer));
        kept.oldest_first.push_back(tag);
        kept.bytes += bytes;
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn drop_oldest(&mut self) {
        match self.oldest_first.pop_front() {
            Some(tag) => {
                let gone = self.by_tag.remove(&tag);
                self.bytes -= gone.map_or(0, |gone| ENTRY_BYTES + gone.body.len());
            }
            None => self.bytes = 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> KeptAnswer {
        KeptAnswer { body: Bytes::copy_from_slice(text.as_bytes()), shown: PeopleShown::default() }
    }

    fn keep(answers: &KeptAnswers, revision: &str, tag: &str, text: &str) {
        answers.keep((revision.to_owned(), tag.to_owned()), answer(text));
    }

    fn found(answers: &KeptAnswers, tag: &str) -> Option<Bytes> {
        answers.find(tag).map(|kept| kept.body.clone())
    }

    #[test]
    fn the_oldest_leaves_when_there_is_no_room() {
        let answers = KeptAnswers::new(2 * ENTRY_BYTES + 10);
        keep(&answers, "1", "a", "1234");
        keep(&answers, "1", "b", "1234");
        keep(&answers, "1", "a", "1234");
        keep(&answers, "1", "c", "1234");
        assert_eq!(found(&answers, "a"), None);
        assert_eq!(found(&answers, "b"), Some(Bytes::from_static(b"1234")));
        assert_eq!(found(&answers, "c"), Some(Bytes::from_static(b"1234")));
        keep(&answers, "1", "d", &"x".repeat(2 * ENTRY_BYTES));
        assert_eq!(found(&answers, "d"), None, "what fits nowhere pushes nothing out");
        assert!(found(&answers, "c").is_some());
    }

    #[test]
    fn a_change_throws_all_older_answers_away() {
        let answers = KeptAnswers::new(4 * ENTRY_BYTES);
        keep(&answers, "1", "a", "before");
        keep(&answers, "2", "b", "after");
        assert_eq!(found(&answers, "a"), None);
        assert!(found(&answers, "b").is_some());
    }

    #[test]
    fn nothing_is_kept_where_there_is_no_place() {
        let answers = KeptAnswers::new(0);
        keep(&answers, "1", "a", "text");
        assert_eq!(found(&answers, "a"), None);
    }
}
