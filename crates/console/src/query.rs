//! The query of an address: read leniently, written strictly.

use std::fmt::Write;

/// Names and values in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands after the question mark.
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(text);
        Self(pairs.map(actix_web::web::Query::into_inner).unwrap_or_default())
    }

    /// The first value of a name; one left blank counts as absent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(found, _)| found == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// The same without a name.
    #[must_use]
    pub(crate) fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(found, _)| found != name).cloned().collect())
    }

    /// The same with one more value.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The address of a path with this query.
    pub(crate) fn after(&self, path: &str) -> String {
        let mut address = path.to_owned();
        for (place, (name, value)) in self.0.iter().enumerate() {
            address.push(if place == 0 { '?' } else { '&' });
            encode(&mut address, name);
            address.push('=');
            encode(&mut address, value);
        }
        address
    }
}

fn encode(into: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_back() {
        let query = Query::parse("pool=applicants&lang=en&q=%E5%A1%A9+x&m=");
        assert_eq!(query.get("q"), Some("塩 x"));
        assert_eq!(query.get("m"), None);
        assert_eq!(query.without("lang").after("/p"), "/p?pool=applicants&q=%E5%A1%A9%20x&m=");
        assert_eq!(Query::default().after("/p"), "/p");
    }

    #[test]
    fn what_cannot_be_read_is_no_query() {
        assert_eq!(Query::parse("%E5"), Query::parse("%E5"));
        assert_eq!(Query::default().with("next", "/a?b=c&d").after("/login"), "/login?next=%2Fa%3Fb%3Dc%26d");
    }
}
