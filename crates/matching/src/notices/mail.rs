//! Mailing notices: each is handed to the mailer until a mail server has taken it, with waits between the attempts.
//!
//! What a server has taken is written down and never sent again. Should the program be killed between the two, the same
//! letter goes out once more with the same `Message-ID`, by which mail programs show it once. Two programs over one
//! database would both send.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{Notice, NoticeContent, NoticeDelivery, NoticeId, NoticeState, Timestamp};

use super::page_link;
use crate::engine::Engine;
use crate::error::MatchingError;

/// Seconds to wait before each attempt, counted from the one before: nine attempts in about three days.
const WAITS_SECONDS: [i64; 9] = [0, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600];
/// Notices looked up at once.
const AT_ONCE: i64 = 50;
/// Characters that are kept of what a server said.
const FAILURE: usize = 500;

/// A letter on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLetter {
    /// The notice, of which the `Message-ID` is made: the same in every attempt.
    pub notice_id: NoticeId,
    /// The name it is addressed to.
    pub recipient_name: String,
    /// The address.
    pub recipient_email: String,
    /// The subject.
    pub subject: String,
    /// The letter, plain text.
    pub body: String,
    /// When this attempt is made.
    pub at: Timestamp,
}

/// Why no server took a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It will be refused again: a wrong address, a letter that is not wanted.
    #[error("{0}")]
    Refused(String),
    /// It may be taken later: nobody answered, or the server is busy.
    #[error("{0}")]
    NotNow(String),
}

/// Hands letters to a mail server.
pub trait Mailer: Send + Sync {
    /// Hands a letter over and waits for the answer, for a bounded time.
    ///
    /// # Errors
    /// Why no server took it.
    fn hand_over(&self, letter: &MailLetter) -> Result<String, MailError>;
}

impl Engine {
    /// Says who mails notices; without a mailer they are to be exported. The first one stays.
    pub fn mail_notices_with(&self, mailer: Arc<dyn Mailer>) {
        drop(self.mailer.set(mailer));
    }
}

/// How a notice that is made now gets to its recipient.
pub(super) fn begun(engine: &Engine, content: &NoticeContent, at: Timestamp) -> NoticeDelivery {
    let is_mailed = engine.mailer.get().is_some() && content.recipient_email.is_some();
    NoticeDelivery {
        state: if is_mailed { NoticeState::Queued } else { NoticeState::ToExport },
        attempts: 0,
        next_attempt_at: is_mailed.then_some(at),
        message_id: None,
        failure: None,
        updated_at: at,
    }
}

/// Mails what is due until `stop` is set: the body of the mailing thread. Without a mailer there is nothing to do.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    let Some(mailer) = engine.mailer.get() else { return };
    while !stop.load(Ordering::Acquire) {
        match round(engine, mailer.as_ref(), stop) {
            Ok(true) => {}
            Ok(false) => engine.mail_bell.wait(),
            Err(error) => {
                tracing::error!(error = %error, "notices cannot be mailed");
                engine.mail_bell.wait();
            }
        }
    }
}

/// Mails what is due now; whether there was anything.
fn round(engine: &Engine, mailer: &dyn Mailer, stop: &AtomicBool) -> Result<bool, MatchingError> {
    let due = engine.store.read(|tx| tx.list_due_notices(engine.now(), AT_ONCE))?;
    let any = !due.is_empty();
    for notice in due {
        if stop.load(Ordering::Acquire) {
            return Ok(false);
        }
        mail(engine, mailer, notice)?;
    }
    Ok(any)
}

fn mail(engine: &Engine, mailer: &dyn Mailer, notice: Notice) -> Result<(), MatchingError> {
    let Some(address) = notice.content.recipient_email.clone() else { return Ok(()) };
    let body = engine.store.read(|tx| page_link::finished(engine, tx, &notice))?;
    let letter = MailLetter {
        notice_id: notice.id,
        recipient_name: notice.content.recipient_name.clone(),
        recipient_email: address,
        subject: notice.content.subject.clone(),
        body,
        at: engine.now(),
    };
    let answer = mailer.hand_over(&letter);
    match &answer {
        Ok(_) => tracing::debug!(notice_id = %notice.id, "notice mailed"),
        // What a server says may name the address: it is kept with the notice and is in no log.
        Err(_) => {
            tracing::info!(notice_id = %notice.id, attempts = notice.delivery.attempts + 1, "notice not mailed")
        }
    }
    engine.store.write(|tx| {
        // It went with its person while it was under way.
        let Some(before) = tx.find_notice(notice.id)? else { return Ok(()) };
        let delivery = after(&before.delivery, &answer, engine.now());
        tx.update_notice_delivery(&Notice { delivery, ..before }).map(drop)
    })?;
    Ok(())
}

fn after(before: &NoticeDelivery, answer: &Result<String, MailError>, now: Timestamp) -> NoticeDelivery {
    let attempts = before.attempts + 1;
    let next = usize::try_from(attempts).ok().and_then(|attempts| WAITS_SECONDS.get(attempts));
    let failed = |why: &str| Some(why.chars().take(FAILURE).collect::<String>());
    let (state, next_attempt_at, failure) = match (answer, next) {
        (Ok(_), _) => (NoticeState::Sent, None, None),
        (Err(MailError::NotNow(why)), Some(wait)) => {
            (NoticeState::Queued, Some(now.plus_seconds(*wait)), failed(why))
        }
        (Err(MailError::NotNow(why)), None) | (Err(MailError::Refused(why)), _) => {
            (NoticeState::Failed, None, failed(why))
        }
    };
    let message_id = answer.as_ref().ok().cloned().or_else(|| before.message_id.clone());
    NoticeDelivery { state, attempts, next_attempt_at, message_id, failure, updated_at: now }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn queued() -> NoticeDelivery {
        NoticeDelivery {
            state: NoticeState::Queued,
            attempts: 0,
            next_attempt_at: Some(at(0)),
            message_id: None,
            failure: None,
            updated_at: at(0),
        }
    }

    #[test]
    fn a_letter_is_tried_nine_times_with_growing_waits() {
        let answer = Err(MailError::NotNow("451 later".to_owned()));
        let (mut delivery, mut waits) = (queued(), Vec::new());
        while delivery.state == NoticeState::Queued {
            delivery = after(&delivery, &answer, at(0));
            waits.extend(delivery.next_attempt_at.map(|next| next.micros() / 1_000_000));
        }
        assert_eq!(waits, WAITS_SECONDS[1..]);
        assert_eq!((delivery.state, delivery.attempts), (NoticeState::Failed, 9));
        assert_eq!(delivery.failure.as_deref(), Some("451 later"));
    }

    #[test]
    fn what_is_refused_is_not_tried_again_and_what_is_taken_is_done() {
        let refused = after(&queued(), &Err(MailError::Refused("550 no such user".to_owned())), at(9));
        assert_eq!((refused.state, refused.next_attempt_at), (NoticeState::Failed, None));
        let taken = after(&queued(), &Ok("<1@example.jp>".to_owned()), at(9));
        assert_eq!((taken.state, taken.next_attempt_at, taken.failure), (NoticeState::Sent, None, None));
        assert_eq!(taken.message_id.as_deref(), Some("<1@example.jp>"));
    }
}
