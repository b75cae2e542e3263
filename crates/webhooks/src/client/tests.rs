use std::collections::BTreeSet;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use super::*;

/// A listener on the machine itself that counts who comes and answers each the same.
struct Inside {
    address: SocketAddr,
    came: Arc<AtomicUsize>,
    heads: mpsc::Receiver<Vec<u8>>,
}

impl Inside {
    fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (came, answer) = (Arc::new(AtomicUsize::new(0)), answer.into());
        let (sent, heads) = mpsc::channel();
        let counting = Arc::clone(&came);
        // It ends with the test's process.
        thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                counting.fetch_add(1, Ordering::SeqCst);
                let mut some = [0; 4096];
                let read = stream.read(&mut some).unwrap_or(0);
                drop(sent.send(some[..read].to_vec()));
                drop(stream.write_all(&answer));
                // Such an answer leaves the connection open for the next request, were there one.
                if answer.ends_with(b"content-length: 0\r\n\r\n") {
                    kept.push(stream);
                }
            }
        });
        Self { address, came, heads }
    }

    fn port(&self) -> u16 {
        self.address.port()
    }

    fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }
}

/// Knows one answer to every question, as a hostile name server may.
#[derive(Debug)]
struct Always(Vec<SocketAddr>);

impl Resolver for Always {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut found = self.empty();
        self.0.iter().for_each(|address| found.push(*address));
        Ok(found)
    }
}

fn send(client: &Client, url: &str) -> Result<Answer, Failure> {
    let message = Message { url, id: "msg_1", timestamp: 1_614_265_330, body: "{}" };
    client.send(&message, &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()])
}

fn loopback() -> Client {
    Client::new("127.0.0.0/8".parse().unwrap())
}

/// Hosts that must not be reached, in every disguise.
const HOSTS: &[&str] = &[
    // 127.0.0.1: plain, short, decimal, octal, hexadecimal, mixed, with a dot at the end, in full-width digits.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0.0.0x1",
    "0177.0.0.1",
    "0177.0.0.01",
    "0x7F.0x0.0x0.0x1",
    "00000177.1",
    "127.000.000.001",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "127.127.127.127",
    "127.255.255.254",
    // This machine by other addresses and names.
    "0.0.0.0",
    "0",
    "0x0",
    "00",
    "0.1.2.3",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "ｌｏｃａｌｈｏｓｔ",
    // Private, shared, link-local (where clouds keep their secrets), special.
    "10.0.0.1",
    "10.255.255.255",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "0xc0a80001",
    "100.64.0.1",
    "100.127.255.254",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    // IPv6, alone and with another address inside.
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0x7f.1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "[2001:0:7f00:1::]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::a9fe:a9fe]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[100::1]",
    "[::1%25lo]",
];

/// Addresses that hide their host, with `PORT` for the listener's port.
const DISGUISED: &[&str] = &[
    "https://example.jp@127.0.0.1:PORT/",
    "https://example.jp:443@127.0.0.1:PORT/",
    "https://127.0.0.1:PORT\\@example.jp/",
    "https://example.jp\\@127.0.0.1:PORT/",
    "https:127.0.0.1:PORT",
    "https:///127.0.0.1:PORT/",
    "https:\\\\127.0.0.1:PORT\\",
    "https://127.0.0.1:PORT#@example.jp/",
    "https://127.0.0.1:PORT?@example.jp/",
    "https://127.0.0.1\t:PORT/",
    "https://127.0.\n0.1:PORT/",
    " https://127.0.0.1:PORT/",
    "https://127.0.0.1:PORT/\r\nhost: example.jp",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "gopher://127.0.0.1:PORT/_x",
    "ftp://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "dict://127.0.0.1:PORT/x",
    "unix:/var/run/docker.sock",
    "ws://127.0.0.1:PORT/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "blob:https://127.0.0.1:PORT/x",
    "jar:https://127.0.0.1:PORT/!/",
    "http+unix://%2Frun%2Fx.sock/",
];

/// Each with the port of a listener that really is there.
fn hostile(port: u16) -> Vec<String> {
    let urls = |host: &&str| ["http", "https"].map(|scheme| format!("{scheme}://{host}:{port}/"));
    let disguised = DISGUISED.iter().map(|url| url.replace("PORT", &port.to_string()));
    HOSTS.iter().flat_map(urls).chain(disguised).collect()
}

#[test]
fn no_hostile_address_reaches_what_is_inside() {
    let inside = Inside::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let urls = hostile(inside.port());
    assert!(urls.iter().collect::<BTreeSet<_>>().len() >= 180, "{}", urls.len());
    // The second operator allows something, so that names and unencrypted addresses come as far as being looked up.
    for allowed in ["", "192.168.77.0/24"] {
        let client = Client::new(allowed.parse().unwrap());
        for url in &urls {
            let outcome = send(&client, url);
            let is_name_nobody_has = url.contains("localhost.") && outcome == Err(Failure::NameNotFound);
            assert!(matches!(outcome, Err(Failure::Refused(_))) || is_name_nobody_has, "{url}: {outcome:?}");
        }
    }
    assert_eq!(inside.came(), 0);
    // The listener does answer whoever may come.
    assert!(send(&loopback(), &format!("http://127.1:{}/", inside.port())).is_ok());
    assert_eq!(inside.came(), 1);
}

#[test]
fn what_a_name_stands_for_is_checked() {
    let inside = Inside::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    for address in
        ["127.0.0.1", "::ffff:127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "fd00::1"]
    {
        let found = SocketAddr::new(address.parse().unwrap(), inside.port());
        let client = Client::with_resolver(AllowList::default(), Always(vec![found]));
        let outcome = send(&client, "https://rebind.example.jp/");
        assert_eq!(outcome, Err(Failure::Refused(Refusal::NotPublic)), "{address}");
    }
    assert_eq!(inside.came(), 0);
}

/// Of several addresses only those are tried that passed; the name is not looked up a second time.
#[test]
fn the_address_that_was_checked_is_the_one_connected_to() {
    #[derive(Debug)]
    struct Turning(AtomicUsize, [SocketAddr; 2]);
    impl Resolver for Turning {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            let mut found = self.empty();
            let time = self.0.fetch_add(1, Ordering::SeqCst);
            found.push(self.1[time.min(1)]);
            Ok(found)
        }
    }
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let (open, inside) = (Inside::answering(answer), Inside::answering(answer));
    let allowed = || "127.0.0.1/32".parse::<AllowList>().unwrap();
    let closed = SocketAddr::new("127.0.0.2".parse().unwrap(), inside.port());
    let both = Client::with_resolver(allowed(), Always(vec![closed, open.address]));
    assert_eq!(send(&both, "http://a.example.jp/").map(|answer| answer.status), Ok(200));
    let turning = Client::with_resolver(allowed(), Turning(AtomicUsize::new(0), [open.address, closed]));
    assert_eq!(send(&turning, "http://a.example.jp/").map(|answer| answer.status), Ok(200));
    // The next message asks again, and is refused.
    assert_eq!(send(&turning, "http://a.example.jp/"), Err(Failure::Refused(Refusal::NotPublic)));
    assert_eq!((open.came(), inside.came()), (2, 0));
}

#[test]
fn a_message_has_its_headers_and_a_redirect_is_only_told() {
    let elsewhere = Inside::answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} Elsewhere\r\nlocation: http://{}/\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n",
            elsewhere.address
        );
        let inside = Inside::answering(answer);
        let told = send(&loopback(), &format!("http://{}/hooks?x=1", inside.address));
        assert_eq!(told, Ok(Answer { status, retry_after: Some("7".to_owned()) }));
        let head = String::from_utf8(inside.heads.recv().unwrap()).unwrap();
        assert!(head.starts_with("POST /hooks?x=1 HTTP/1.1\r\n"), "{head}");
        for line in [
            "content-type: application/json",
            "webhook-id: msg_1",
            "webhook-timestamp: 1614265330",
            "webhook-signature: v1,",
        ] {
            assert!(head.contains(line), "{line} is not in {head}");
        }
    }
    assert_eq!(elsewhere.came(), 0);
}

#[test]
fn the_rest_of_an_answer_changes_nothing() {
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 1 << 20]].concat();
    let cut_off = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nx".to_vec();
    for answer in [endless, cut_off] {
        let inside = Inside::answering(answer);
        let told = send(&loopback(), &format!("http://{}/", inside.address));
        assert_eq!(told.map(|answer| answer.status), Ok(200));
    }
}

#[test]
fn what_goes_wrong_is_told_apart() {
    let garbage = Inside::answering("what?\r\n\r\n");
    assert_eq!(send(&loopback(), &format!("http://{}/", garbage.address)), Err(Failure::BadAnswer));
    let silent = Inside::answering("");
    let outcome = send(&loopback(), &format!("http://{}/", silent.address));
    assert!(matches!(outcome, Err(Failure::Connection | Failure::BadAnswer)), "{outcome:?}");
    let unencrypted = Inside::answering("HTTP/1.1 200 OK\r\n\r\n");
    assert_eq!(send(&loopback(), &format!("https://{}/", unencrypted.address)), Err(Failure::Tls));
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(send(&loopback(), &format!("http://{gone}/")), Err(Failure::Connection));
    // A name that by its form nobody has (RFC 6761).
    assert_eq!(send(&loopback(), "http://nobody.invalid/"), Err(Failure::NameNotFound));
}
