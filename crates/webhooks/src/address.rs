//! Addresses of machines: which of them lie in the public internet, and which others the operator allows.
//!
//! The ranges are those of IANA's special-purpose registries for IPv4 and IPv6.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A text that is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no range of addresses such as 127.0.0.0/8 or fd00::/8")]
pub struct NotACidr(String);

/// Ranges of addresses that the operator allows although they are not public, joined with commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList(Vec<Cidr>);

/// A range of addresses, kept as it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cidr {
    first: IpAddr,
    bits: u32,
}

/// Ranges of IPv4 that are not public.
const CLOSED_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Ranges within 2000::/3, the only public part of IPv6, that are not public.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    (Ipv6Addr::new(0x3ffe, 0, 0, 0, 0, 0, 0, 0), 16),
];

impl AllowList {
    /// Whether nothing but the public internet is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the operator allows the address.
    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|range| range.holds(address))
    }
}

impl FromStr for AllowList {
    type Err = NotACidr;

    fn from_str(text: &str) -> Result<Self, NotACidr> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(Cidr::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, range) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{}/{}", range.first, range.bits)?;
        }
        Ok(())
    }
}

impl Cidr {
    fn parse(text: &str) -> Result<Self, NotACidr> {
        let refused = || NotACidr(text.to_owned());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| refused())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse::<u32>().map_err(|_| refused()))?;
        if bits <= most { Ok(Self { first, bits }) } else { Err(refused()) }
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => same_v4((first, self.bits), address),
            (IpAddr::V6(first), IpAddr::V6(address)) => same_v6((first, self.bits), address),
            _ => false,
        }
    }
}

/// Whether an address lies in the public internet. Of an address that carries another one inside, both must.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|range| same_v4(*range, address)),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public(IpAddr::V4(inner)),
            None => {
                address.segments()[0] & 0xe000 == 0x2000
                    && !CLOSED_V6.iter().any(|range| same_v6(*range, address))
            }
        },
    }
}

/// The IPv4 address that packets to this one come out at: mapped or compatible (RFC 4291), through NAT64 (RFC 6052;
/// the local prefix of RFC 8215 is closed by its range) or 6to4 (RFC 3056). Teredo lies in a closed range.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let joined = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0 | 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => Some(joined(g, h)),
        [0x2002, ..] => Some(joined(b, c)),
        _ => None,
    }
}

fn same_v4((first, bits): (Ipv4Addr, u32), address: Ipv4Addr) -> bool {
    let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
    first.to_bits() & mask == address.to_bits() & mask
}

fn same_v6((first, bits): (Ipv6Addr, u32), address: Ipv6Addr) -> bool {
    let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
    first.to_bits() & mask == address.to_bits() & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_the_closed_ranges() {
        for (text, public) in [
            ("0.255.255.255", false),
            ("1.0.0.0", true),
            ("9.255.255.255", true),
            ("10.0.0.0", false),
            ("11.0.0.0", true),
            ("100.63.255.255", true),
            ("100.64.0.0", false),
            ("100.127.255.255", false),
            ("100.128.0.0", true),
            ("126.255.255.255", true),
            ("127.255.255.255", false),
            ("169.254.169.254", false),
            ("172.15.255.255", true),
            ("172.31.255.255", false),
            ("172.32.0.0", true),
            ("192.0.0.1", false),
            ("192.0.2.1", false),
            ("192.88.99.1", false),
            ("192.167.255.255", true),
            ("192.168.0.0", false),
            ("198.17.255.255", true),
            ("198.19.255.255", false),
            ("198.20.0.0", true),
            ("198.51.100.7", false),
            ("203.0.113.7", false),
            ("223.255.255.255", true),
            ("224.0.0.1", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("::7f00:1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b::808:808", true),
            ("64:ff9b:1::a00:1", false),
            ("100::1", false),
            ("2001::1", false),
            ("2001:0:4136:e378:8000:63bf:3fff:fdd2", false),
            ("2001:20::1", false),
            ("2001:1ff:ffff::1", false),
            ("2001:200::1", true),
            ("2001:db8::1", false),
            ("2002:7f00:1::1", false),
            ("2002:a00:1::", false),
            ("2002:808:808::1", true),
            ("2606:4700::1111", true),
            ("3fff::1", false),
            ("4000::1", false),
            ("5f00::1", false),
            ("fc00::1", false),
            ("fdff::1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(text.parse().unwrap()), public, "{text}");
        }
    }

    #[test]
    fn ranges_are_read_and_hold_what_they_say() {
        let list: AllowList = "127.0.0.0/8, fd00::/8,10.1.2.3".parse().unwrap();
        for (text, allowed) in [
            ("127.1.2.3", true),
            ("128.0.0.1", false),
            ("::ffff:127.0.0.1", true),
            ("fd12::1", true),
            ("fc00::1", false),
            ("10.1.2.3", true),
            ("10.1.2.4", false),
        ] {
            assert_eq!(list.allows(text.parse().unwrap()), allowed, "{text}");
        }
        assert_eq!(list.to_string(), "127.0.0.0/8,fd00::/8,10.1.2.3/32");
        assert!("0.0.0.0/0".parse::<AllowList>().unwrap().allows("203.0.113.7".parse().unwrap()));
        assert!("".parse::<AllowList>().unwrap().is_empty());
        for text in ["127.0.0.0/33", "localhost", "::/129", "10.0.0.0/", "10.0.0.0/-1"] {
            assert!(text.parse::<AllowList>().is_err(), "{text}");
        }
    }
}
