//! How many requests without a key an address may make in a minute: enough for a person, too few to guess keys.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::header;
use domain::Timestamp;

use super::WINDOW;
use crate::problem::{PlainKind, Problem};

/// Requests of one address in a window.
const MOST: u32 = 120;
/// Addresses remembered in a window; beyond, all share one count, so that nobody fills the memory.
const ADDRESSES: usize = 100_000;

/// Counts requests by address; without a limit where the operator wants none at all.
#[derive(Debug)]
pub struct AddressLimiter {
    limited: bool,
    windows: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    counts: HashMap<IpAddr, u32>,
}

impl AddressLimiter {
    /// A limiter, or for no requests a minute one that counts nothing.
    pub fn new(requests_per_minute: u32) -> Self {
        Self { limited: requests_per_minute > 0, windows: Mutex::default() }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// 429 when the address has made too many.
    pub fn count(&self, request: &HttpRequest, now: Timestamp) -> Result<(), Problem> {
        if !self.limited {
            return Ok(());
        }
        let seconds = now.micros().div_euclid(1_000_000);
        let minute = seconds.div_euclid(WINDOW);
        let used = {
            // A count that a panicking thread left behind is still a count.
            let mut window = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
            if window.minute != minute {
                *window = Window { minute, counts: HashMap::new() };
            }
            let address = address_of(request);
            let is_known = window.counts.contains_key(&address) || window.counts.len() < ADDRESSES;
            let counted = if is_known { address } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
            let used = window.counts.entry(counted).or_insert(0);
            *used = used.saturating_add(1);
            *used
        };
        if used <= MOST {
            return Ok(());
        }
        let resets_in = WINDOW - seconds.rem_euclid(WINDOW);
        let detail = format!("an address may make {MOST} requests without a key in {WINDOW} seconds");
        Err(Problem::new(PlainKind::RateLimited, detail)
            .with_header(header::RETRY_AFTER, &resets_in.to_string()))
    }
}

/// Where the request comes from: the other end of the connection, or, where that is a proxy of ours, whom the proxy
/// names last. A whole IPv6 network of one home counts as one.
fn address_of(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip());
    let named = || {
        let all = request.headers().get_all(header::X_FORWARDED_FOR).last()?.to_str().ok()?;
        all.rsplit(',').next()?.trim().parse().ok()
    };
    network_of(if is_near(peer) { named().unwrap_or(peer) } else { peer })
}

/// Whether an address is one that only a proxy beside us has.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => four.is_loopback() || four.is_private(),
        IpAddr::V6(six) => six.is_loopback() || six.is_unique_local(),
    }
}

fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn from(peer: &str, forwarded: &str) -> HttpRequest {
        let request = TestRequest::default().peer_addr(format!("{peer}:4000").parse().unwrap());
        request.append_header((header::X_FORWARDED_FOR, forwarded)).to_http_request()
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn an_address_has_its_own_minute() {
        let limiter = AddressLimiter::new(600);
        let (one, other) = (from("203.0.113.1", "x"), from("203.0.113.2", "x"));
        for _ in 0..MOST {
            assert!(limiter.count(&one, at(60)).is_ok());
        }
        assert_eq!(limiter.count(&one, at(60)).unwrap_err().status().as_u16(), 429);
        assert!(limiter.count(&other, at(60)).is_ok());
        assert!(limiter.count(&one, at(120)).is_ok());
        let unlimited = AddressLimiter::new(0);
        assert!((0..=MOST).all(|_| unlimited.count(&one, at(60)).is_ok()));
    }

    #[test]
    fn only_a_proxy_beside_us_names_somebody_else() {
        let told = |peer, forwarded| address_of(&from(peer, forwarded)).to_string();
        assert_eq!(told("127.0.0.1", "198.51.100.7, 203.0.113.9"), "203.0.113.9");
        assert_eq!(told("203.0.113.1", "198.51.100.7"), "203.0.113.1", "a stranger may claim anything");
        assert_eq!(told("10.0.0.1", "nobody"), "10.0.0.1");
        assert_eq!(told("[2001:db8:1:2:3:4:5:6]", "x"), "2001:db8:1:2::");
    }
}
