//! Lists in pages: an opaque cursor, and the `Link` to the next page.

use std::fmt::Display;

use actix_web::HttpRequest;
use domain::{FaultCode, Faults, Page, PageRequest, Place, Word};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::dto::vocabulary;
use crate::problem::Problem;

/// Items of a page when no limit is given.
const USUAL_LIMIT: i64 = 50;

/// The parameters of every list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[param(value_type = Option<vocabulary::Cursor>)]
    pub cursor: Option<String>,
}

impl PageQuery {
    /// At most this many items.
    pub fn limit(&self) -> usize {
        usize::try_from(self.limit.unwrap_or(USUAL_LIMIT)).unwrap_or(1)
    }

    /// The page that begins after the place a cursor names, by a reader of places.
    ///
    /// # Errors
    /// 422 for a cursor that no list gave.
    pub fn request<Id>(&self, read: impl Fn(&str) -> Option<Id>) -> Result<PageRequest<Id>, Problem> {
        Ok(PageRequest { limit: self.limit(), after: place_of(self.cursor.as_deref(), read)? })
    }
}

/// The page of an ordered list that begins after the place a cursor names.
///
/// # Errors
/// 422 for a cursor that the list did not give in this order.
pub fn ordered<O: Word, Id>(
    (limit, cursor): (Option<i64>, Option<&str>),
    order: O,
    read: impl Fn(&str) -> Option<Id>,
) -> Result<PageRequest<Place<Id>>, Problem> {
    let place = |text: &str| {
        let (word, rest) = text.split_once('/')?;
        let (value, id) = rest.split_once('/')?;
        let is_same = O::parse(word) == Some(order);
        is_same.then_some(Place { value: value.parse().ok()?, id: read(id)? })
    };
    let query = PageQuery { limit, cursor: None };
    Ok(PageRequest { limit: query.limit(), after: place_of(cursor, place)? })
}

/// What a cursor of an ordered list says.
pub fn ordered_place<O: Word, Id: Display>(order: O, place: &Place<Id>) -> String {
    format!("{}/{}/{}", order.as_str(), place.value, place.id)
}

/// The place that a cursor names.
///
/// # Errors
/// 422 for a cursor that no list gave.
pub fn place_of<Place>(
    cursor: Option<&str>,
    read: impl Fn(&str) -> Option<Place>,
) -> Result<Option<Place>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = decode(cursor).and_then(|place| read(&place));
    let detail = "is no cursor that this list gave in this order; begin without one";
    place.map(Some).ok_or_else(|| Faults::one("?cursor", FaultCode::BadFormat, detail).into())
}

/// The cursor behind the last item, when more follow.
pub fn next_cursor<T>(page: &Page<T>, place: impl Fn(&T) -> String) -> Option<String> {
    page.items.last().filter(|_| page.has_more).map(|last| encode(&place(last)))
}

/// The `Link` header to the next page: the same query with another cursor.
pub fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let others =
        request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let mut query: String = others.flat_map(|pair| [pair, "&"]).collect();
    query.push_str("cursor=");
    query.push_str(cursor);
    format!("<{}?{query}>; rel=\"next\"", request.path())
}

/// Two hexadecimal digits a byte: opaque enough, and plain in every URL.
pub fn encode(place: &str) -> String {
    place.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(cursor: &str) -> Option<String> {
    let digits: Option<Vec<u32>> = cursor.chars().map(|letter| letter.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    let bytes: Option<Vec<u8>> =
        digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_cursor_reads_back_and_an_invented_one_is_refused() {
        assert_eq!(decode(&encode("01980f3e/12")).as_deref(), Some("01980f3e/12"));
        let query = PageQuery { limit: None, cursor: Some("zz".to_owned()) };
        assert!(query.request(|place| place.parse::<u32>().ok()).is_err());
        let query = PageQuery { limit: Some(3), cursor: Some(encode("17")) };
        assert_eq!(
            query.request(|place| place.parse().ok()).unwrap(),
            PageRequest { limit: 3, after: Some(17) }
        );
    }

    #[test]
    fn the_link_keeps_the_filter_and_changes_the_cursor() {
        let request =
            TestRequest::with_uri("/api/v1/postings?status=draft&cursor=aa&limit=2").to_http_request();
        assert_eq!(
            next_link(&request, "bb"),
            "</api/v1/postings?status=draft&limit=2&cursor=bb>; rel=\"next\""
        );
    }
}
