//! What becomes of a delivery after an attempt: delivered, tried again later, given up, or its endpoint disabled.

use chrono::DateTime;
use domain::webhook::WAITS_SECONDS;
use domain::{
    Actor, AttemptError, Delivery, DeliveryAttempt, DeliveryState, DisabledReason, Timestamp, Webhook,
    WebhookState, WordSet,
};
use store::Tx;

use super::{Answer, save};
use crate::engine::Engine;
use crate::error::MatchingError;

/// Seconds of the longest wait that a receiver may ask for.
const LONGEST_WAIT: i64 = 24 * 3600;
/// A wait is longer by up to this part of itself, so that receivers that fail together are not tried together.
const JITTER_PART: i64 = 10;

/// An attempt that has ended.
#[derive(Debug, Clone)]
pub(super) struct Attempted {
    pub(super) delivery: Delivery,
    pub(super) begun_at: Timestamp,
    pub(super) ended_at: Timestamp,
    pub(super) answer: Result<Answer, AttemptError>,
    /// 0 up to the largest: how much longer the wait is.
    pub(super) jitter: u16,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Taken,
    /// The receiver wants nothing any more.
    Gone,
    /// It may do better in so many seconds.
    Failed(i64),
}

/// Writes an attempt down and decides how it goes on.
pub(super) fn keep(engine: &Engine, attempted: &Attempted) -> Result<(), MatchingError> {
    let verdict = verdict(&attempted.answer, attempted.ended_at);
    engine.store.write(|tx| {
        // In the order of every other transaction that holds both: first the endpoint.
        let webhook = match verdict {
            Verdict::Gone => tx.find_webhook(attempted.delivery.webhook_id)?,
            Verdict::Taken | Verdict::Failed(_) => None,
        };
        // It went with its endpoint.
        let Some(before) = tx.find_delivery(attempted.delivery.id)? else { return Ok(()) };
        tx.insert_attempt(&DeliveryAttempt {
            delivery_id: before.id,
            number: before.attempts + 1,
            at: attempted.begun_at,
            duration_ms: ((attempted.ended_at.micros() - attempted.begun_at.micros()) / 1000).max(0),
            status: attempted.answer.as_ref().ok().map(|answer| answer.status),
            error: attempted.answer.as_ref().err().copied(),
        })?;
        tx.update_delivery(&after(before, verdict, attempted))?;
        match webhook {
            Some(webhook) => disable(engine, tx, webhook),
            None => Ok(()),
        }
    })
}

fn after(before: Delivery, verdict: Verdict, attempted: &Attempted) -> Delivery {
    let now = attempted.ended_at;
    let tries = before.tries + 1;
    let next_wait = usize::try_from(tries).ok().and_then(|tries| WAITS_SECONDS.get(tries));
    let (state, next_attempt_at) = match (verdict, next_wait) {
        (Verdict::Taken, _) => (DeliveryState::Delivered, before.next_attempt_at),
        // It was cancelled while it was under way.
        (_, _) if before.state != DeliveryState::Pending => (before.state, before.next_attempt_at),
        (Verdict::Gone, _) => (DeliveryState::Cancelled, before.next_attempt_at),
        (Verdict::Failed(_), None) => (DeliveryState::Dead, before.next_attempt_at),
        (Verdict::Failed(asked), Some(wait)) => {
            (DeliveryState::Pending, later(now, asked.max(*wait), attempted.jitter))
        }
    };
    Delivery { state, next_attempt_at, tries, attempts: before.attempts + 1, updated_at: now, ..before }
}

fn later(now: Timestamp, seconds: i64, jitter: u16) -> Timestamp {
    let longer = seconds * 1_000_000 / JITTER_PART * i64::from(jitter) / i64::from(u16::MAX);
    let at = now.plus_seconds(seconds);
    Timestamp::from_micros(at.micros() + longer).unwrap_or(at)
}

fn verdict(answer: &Result<Answer, AttemptError>, now: Timestamp) -> Verdict {
    match answer {
        Ok(Answer { status: 200..=299, .. }) => Verdict::Taken,
        Ok(Answer { status: 410, .. }) => Verdict::Gone,
        Ok(Answer { status: 429 | 503, retry_after: Some(text) }) => {
            Verdict::Failed(asked_wait(text, now).clamp(0, LONGEST_WAIT))
        }
        Ok(_) | Err(_) => Verdict::Failed(0),
    }
}

/// Seconds to wait by a `Retry-After`: a number of them, or a date (RFC 9110, 10.2.3); 0 for what cannot be read.
fn asked_wait(text: &str, now: Timestamp) -> i64 {
    let until = |text: &str| {
        let date = DateTime::parse_from_rfc2822(text).ok()?;
        Some(date.timestamp() - now.micros().div_euclid(1_000_000))
    };
    text.trim().parse().ok().or_else(|| until(text.trim())).unwrap_or(0)
}

/// Ends sending to a receiver that wants nothing any more.
fn disable(engine: &Engine, tx: &mut Tx<'_>, before: Webhook) -> Result<(), MatchingError> {
    if before.state == WebhookState::Disabled {
        return Ok(());
    }
    let cancelled = tx.cancel_deliveries(before.id, engine.now())?;
    tracing::info!(webhook_id = %before.id, cancelled, "webhook disabled: its receiver is gone");
    let server = Actor {
        organization_id: before.organization_id,
        api_key_id: None,
        user_id: None,
        scopes: WordSet::default(),
        request_id: "webhook-dispatch".to_owned(),
    };
    let disabled =
        Webhook { state: WebhookState::Disabled, disabled_reason: Some(DisabledReason::Gone), ..before };
    save((engine, &server), tx, disabled, "disabled").map(drop)
}

#[cfg(test)]
mod tests {
    use domain::{DeliveryId, WebhookId};

    use super::super::fan_out::blank;
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn attempted(status: u16, retry_after: Option<&str>) -> Attempted {
        let webhook_id = WebhookId::from_parts(1, [0; 10]);
        Attempted {
            delivery: blank(webhook_id, (DeliveryId::from_parts(1, [0; 10]), at(0))),
            begun_at: at(1000),
            ended_at: at(1000),
            answer: Ok(Answer { status, retry_after: retry_after.map(str::to_owned) }),
            jitter: 0,
        }
    }

    fn once(attempted: &Attempted, before: Delivery) -> Delivery {
        after(before, verdict(&attempted.answer, attempted.ended_at), attempted)
    }

    #[test]
    fn a_message_is_tried_ten_times_and_then_dead() {
        let failed = attempted(500, None);
        let mut delivery = failed.delivery.clone();
        let mut waits = Vec::new();
        while delivery.state == DeliveryState::Pending {
            delivery = once(&failed, delivery);
            waits.push(delivery.next_attempt_at.micros() / 1_000_000 - 1000);
        }
        assert_eq!(waits[..9], [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
        assert_eq!((delivery.state, delivery.attempts, waits.len()), (DeliveryState::Dead, 10, 10));
    }

    #[test]
    fn only_2xx_is_taken_and_410_ends_it() {
        for (status, state) in [
            (200, DeliveryState::Delivered),
            (204, DeliveryState::Delivered),
            (299, DeliveryState::Delivered),
            (199, DeliveryState::Pending),
            (301, DeliveryState::Pending),
            (404, DeliveryState::Pending),
            (410, DeliveryState::Cancelled),
            (503, DeliveryState::Pending),
        ] {
            let attempted = attempted(status, None);
            assert_eq!(once(&attempted, attempted.delivery.clone()).state, state, "{status}");
        }
    }

    #[test]
    fn a_receiver_may_ask_for_a_longer_wait_but_not_for_a_shorter_one() {
        for (status, text, wait) in [
            (429, "120", 120),
            (503, "120", 120),
            (500, "120", 5),
            (429, "1", 5),
            (429, "-7", 5),
            (429, "soon", 5),
            (429, "99999999", 24 * 3600),
            // 1000 seconds after 1970 it is 00:16:40.
            (429, "Thu, 01 Jan 1970 00:17:40 GMT", 60),
            (429, "Thu, 01 Jan 1970 00:00:00 GMT", 5),
        ] {
            let attempted = attempted(status, Some(text));
            let next = once(&attempted, attempted.delivery.clone()).next_attempt_at;
            assert_eq!(next, at(1000 + wait), "{status} {text}");
        }
    }

    #[test]
    fn a_wait_is_longer_by_a_tenth_at_most() {
        let attempted = Attempted { jitter: u16::MAX, ..attempted(500, None) };
        let next = once(&attempted, attempted.delivery.clone()).next_attempt_at;
        assert_eq!(next.micros(), at(1005).micros() + 500_000);
    }

    #[test]
    fn what_was_cancelled_meanwhile_is_not_tried_again_but_may_have_been_taken() {
        let failed = attempted(500, None);
        let cancelled = Delivery { state: DeliveryState::Cancelled, ..failed.delivery.clone() };
        assert_eq!(once(&failed, cancelled.clone()).state, DeliveryState::Cancelled);
        assert_eq!(once(&attempted(200, None), cancelled).state, DeliveryState::Delivered);
    }
}
