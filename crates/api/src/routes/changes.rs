//! 変更: the feed of changes.

use actix_web::get;
use actix_web::http::header;
use domain::{Page, PageRequest};
use matching::changes::{ChangePlace, FollowedChange, find_last_change, list_changes as list};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, ok, set};
use crate::dto::changes::{ChangeFeed, ChangeResponse};
use crate::dto::vocabulary;
use crate::extract::caller::Caller;
use crate::paging::{encode, next_link, place_of};

/// The cursor of somebody who wants only what comes.
const LATEST: &str = "latest";

/// Where the feed begins.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FeedQuery {
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// The `next_cursor` of the answer before; `latest` to begin with what comes from now on; nothing to begin with the
    /// first change of all.
    #[param(value_type = Option<vocabulary::FeedCursor>)]
    cursor: Option<String>,
}

/// Follow the changes.
///
/// Everything that changed of the caller's own records and of the applications to its postings, with tombstones, in the
/// order of commits: whoever goes on from `next_cursor` misses nothing, however many write at once. Scope: `changes:read`.
#[utoipa::path(tag = "changes", params(FeedQuery),
    responses((status = 200, description = "Some changes.", body = ChangeFeed)))]
#[get("/changes")]
async fn list_changes(caller: Caller) -> Answer {
    let query: FeedQuery = caller.query()?;
    if query.cursor.as_deref() == Some(LATEST) {
        let place = caller.run(find_last_change).await?;
        return answer(&caller, Page { items: Vec::new(), has_more: false }, place);
    }
    let after = place_of(query.cursor.as_deref(), read_place)?;
    let limit = usize::try_from(query.limit.unwrap_or(50)).unwrap_or(1);
    let request = PageRequest { limit, after };
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    let place = found.items.last().map(|change| change.place).or(after).unwrap_or_default();
    answer(&caller, found, place)
}

fn answer(caller: &Caller, found: Page<FollowedChange>, end: ChangePlace) -> Answer {
    let next_cursor = encode(&format!("{}/{}", end.xid, end.seq));
    let link = next_link(caller.request(), &next_cursor);
    let items = found.items.into_iter().map(ChangeResponse::from).collect();
    let mut response = ok(&ChangeFeed { items, next_cursor, has_more: found.has_more })?;
    set(&mut response, header::LINK, &link);
    Ok(response)
}

fn read_place(text: &str) -> Option<ChangePlace> {
    let (xid, seq) = text.split_once('/')?;
    let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0);
    Some(ChangePlace { xid: number(xid)?, seq: number(seq)? })
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_changes);
}
