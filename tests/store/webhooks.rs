//! Webhooks: endpoints, deliveries and attempts, kept as they are, and found when they are due.

use domain::{
    AttemptError, Delivery, DeliveryAttempt, DeliveryId, DeliveryKind, DeliveryState, DisabledReason,
    EventType, PageRequest, Webhook, WebhookContent, WebhookId, WebhookSecret, WebhookState,
};
use store::{ChangePlace, DeliveryFilter, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { endpoints_and_their_places, what_is_due_and_what_is_replayed }

fn webhook(number: u64, of: u64) -> Webhook {
    Webhook {
        id: WebhookId::from_parts(number, [1; 10]),
        organization_id: organization_id(of),
        version: 1,
        content: WebhookContent {
            url: "https://example.jp/hooks?x=1,2".to_owned(),
            description: Some("👩‍🌾, 'one'".to_owned()),
            event_types: [EventType::PostingCreated, EventType::CandidateDeleted].into_iter().collect(),
        },
        state: WebhookState::Active,
        disabled_reason: None,
        secrets: vec![
            WebhookSecret { text: "whsec_a+/=".to_owned(), valid_until: None },
            WebhookSecret { text: "whsec_b".to_owned(), valid_until: Some(at(9)) },
        ],
        created_at: at(1),
        updated_at: at(2),
    }
}

fn delivery(number: u64, state: DeliveryState, due: i64) -> Delivery {
    Delivery {
        id: DeliveryId::from_parts(number, [1; 10]),
        webhook_id: webhook(1, 1).id,
        resource: "candidate".to_owned(),
        resource_id: candidate_id(number).to_string(),
        resource_version: 3,
        kind: DeliveryKind::Updated,
        occurred_at: at(due),
        state,
        attempts: 4,
        tries: 2,
        next_attempt_at: at(due),
        created_at: at(1),
        updated_at: at(2),
    }
}

fn everything<Id>() -> PageRequest<Id> {
    PageRequest { limit: 9, after: None }
}

fn endpoints_and_their_places(ground: &Ground) {
    let (first, other) = (webhook(1, 1), webhook(2, 2));
    let disabled = Webhook {
        version: 2,
        content: WebhookContent { url: "https://example.jp".to_owned(), ..WebhookContent::default() },
        state: WebhookState::Disabled,
        disabled_reason: Some(DisabledReason::Gone),
        ..other.clone()
    };
    let place = ChangePlace { xid: 7, seq: i64::MAX };
    let written = ground.store.write(|tx| {
        tx.insert_organization(&organization(1))?;
        tx.insert_organization(&organization(2))?;
        tx.insert_webhook(&first, place)?;
        tx.insert_webhook(&other, ChangePlace::default())?;
        assert!(tx.update_webhook(&disabled, 1)?);
        assert!(!tx.update_webhook(&disabled, 1)?, "it is at another version");
        // A place moves without the rest, and the rest without the place.
        tx.advance_webhook(other.id, ChangePlace { xid: 1, seq: 2 })?;
        assert!(tx.update_webhook(&Webhook { version: 3, ..disabled.clone() }, 2)?);
        Ok::<_, StoreError>(())
    });
    written.unwrap();
    let read = ground.store.read(|tx| {
        assert_eq!(tx.find_webhook(first.id)?.as_ref(), Some(&first));
        assert_eq!(tx.find_webhook(other.id)?, Some(Webhook { version: 3, ..disabled.clone() }));
        assert_eq!(tx.list_active_webhooks()?.as_slice(), std::slice::from_ref(&first));
        assert_eq!(
            tx.list_webhooks(organization_id(1), &everything())?.items.as_slice(),
            std::slice::from_ref(&first)
        );
        assert_eq!(tx.find_webhook_place(first.id)?, Some(place));
        assert_eq!(tx.find_webhook_place(other.id)?, Some(ChangePlace { xid: 1, seq: 2 }));
        tx.find_webhook_place(webhook(3, 1).id).map(|place| assert_eq!(place, None))
    });
    read.unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn what_is_due_and_what_is_replayed(ground: &Ground) {
    use DeliveryState::{Cancelled, Dead, Delivered, Pending};
    let kept = [
        delivery(1, Pending, 30),
        delivery(2, Delivered, 10),
        delivery(3, Pending, 20),
        delivery(4, Dead, 40),
        delivery(5, Pending, 99),
    ];
    let whose = webhook(1, 1).id;
    let attempts =
        [(1, Some(503), None), (2, None, Some(AttemptError::TimedOut))].map(|(number, status, error)| {
            DeliveryAttempt {
                delivery_id: kept[0].id,
                number,
                at: at(number),
                duration_ms: 15,
                status,
                error,
            }
        });
    let written = ground.store.write(|tx| {
        tx.insert_organization(&organization(1))?;
        tx.insert_webhook(&webhook(1, 1), ChangePlace::default())?;
        tx.insert_deliveries(&kept)?;
        attempts.iter().try_for_each(|attempt| tx.insert_attempt(attempt))
    });
    written.unwrap();
    let read = ground.store.read(|tx| {
        assert_eq!(tx.list_due_deliveries(whose, at(30), 9)?, [kept[2].clone(), kept[0].clone()]);
        assert_eq!(tx.list_due_deliveries(whose, at(30), 1)?, [kept[2].clone()]);
        let filter = DeliveryFilter { webhook_id: whose, state: None };
        assert_eq!(tx.list_deliveries(&filter, &everything())?.items, kept);
        let dead = DeliveryFilter { state: Some(Dead), ..filter };
        assert_eq!(tx.list_deliveries(&dead, &everything())?.items, kept[3..4]);
        let second = PageRequest { limit: 1, after: Some(1) };
        assert_eq!(tx.list_attempts(kept[0].id, &second)?.items, attempts[1..]);
        tx.list_attempts(kept[0].id, &everything()).map(|found| assert_eq!(found.items, attempts))
    });
    read.unwrap_or_else(|error: StoreError| panic!("{error}"));
    let states = || {
        let filter = DeliveryFilter { webhook_id: whose, state: None };
        let found = ground.store.read(|tx| tx.list_deliveries(&filter, &everything())).unwrap().items;
        found.into_iter().map(|delivery| delivery.state).collect::<Vec<_>>()
    };
    // The end of the span is not in it, and what is pending stays as it is.
    assert_eq!(ground.store.write(|tx| tx.replay_deliveries(whose, (at(10), at(40)), at(50))), Ok(1));
    assert_eq!(states(), [Pending, Pending, Pending, Dead, Pending]);
    let again = ground.store.read(|tx| tx.find_delivery(kept[1].id)).unwrap().unwrap();
    assert_eq!((again.next_attempt_at, again.tries, again.attempts), (at(50), 0, 4));
    assert_eq!(ground.store.write(|tx| tx.cancel_deliveries(whose, at(60))), Ok(4));
    assert_eq!(states(), [Cancelled, Cancelled, Cancelled, Dead, Cancelled]);
    assert_eq!(ground.store.write(|tx| tx.delete_webhook(whose, 2)), Ok(false));
    assert_eq!(ground.store.write(|tx| tx.delete_webhook(whose, 1)), Ok(true));
    assert_eq!(states(), []);
    assert_eq!(ground.store.read(|tx| tx.list_attempts(kept[0].id, &everything())).unwrap().items, []);
}
