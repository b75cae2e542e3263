//! Over real TLS: messages arrive behind a certificate that the machine trusts, and behind any other not a byte of them.
//!
//! The executable trusts an authority of this test only. Receivers say how each handshake ended, so that a failure is
//! known to have the reason that was meant.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, mpsc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::version::{TLS12, TLS13};
use rustls::{
    AlertDescription, Error, ProtocolVersion, ServerConfig, ServerConnection, StreamOwned,
    SupportedProtocolVersion, crypto::ring,
};
use tempfile::TempDir;

use super::*;
use crate::server::{Server, run};

const ORIGIN: &str = "https://localhost";
/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

type Authority = CertifiedIssuer<'static, KeyPair>;
/// The version that was agreed on, or what the server did not like.
type Handshake = Result<ProtocolVersion, Error>;

/// A server that trusts one authority and may send to this machine.
struct Stage {
    city: Client,
    authority: Authority,
    _server: Server,
    _folder: TempDir,
}

impl Stage {
    fn set() -> Self {
        let (folder, authority) = (tempfile::tempdir().unwrap(), authority());
        let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (url, trusted) = (format!("sqlite://{}", file("hooks.db")), file("trusted.pem"));
        std::fs::write(&trusted, authority.pem()).unwrap();
        let keys = run(&["keys", "create", "--database-url", &url, "--organization", "塩尻市"]);
        let key = String::from_utf8(keys.stdout).unwrap();
        // An empty folder stands for none, whatever the machine says.
        let environment = [("SSL_CERT_FILE", trusted.as_str()), ("SSL_CERT_DIR", "")];
        let server = Server::start_in(&url, &["--webhook-allow", "127.0.0.0/8"], &environment);
        let city = Client::new(&server.base, key.trim());
        Self { city, authority, _server: server, _folder: folder }
    }

    fn ping(&self, receiver: &Receiver) -> Hook {
        let hook = Hook::make(&self.city, receiver, &["candidate.created"]);
        self.city.post(&hook.path("/ping"), &json!({})).expect(200);
        hook
    }

    /// The first attempt on a ping got nothing through, because of the encryption.
    fn fails_at_tls(&self, receiver: &Receiver) {
        let hook = self.ping(receiver);
        let delivery = hook.wait_for(&self.city, tried(1)).remove(0);
        assert_eq!(
            (&delivery["event_type"], &delivery["state"]),
            (&json!("webhook.ping"), &json!("pending"))
        );
        let attempt = hook.attempts(&self.city, &delivery).remove(0);
        assert_eq!((&attempt["error"], &attempt["status"]), (&json!("tls_failed"), &Value::Null));
        assert!(receiver.received().is_empty());
    }
}

#[test]
fn a_ping_and_a_change_arrive_encrypted() {
    let stage = Stage::set();
    let receivers = [&TLS13, &TLS12].map(|version| {
        let (receiver, handshakes) = encrypted(&stage.authority, certified("localhost"), version);
        let hook = stage.ping(&receiver);
        (version.version, receiver, handshakes, hook)
    });
    let person = person(&stage.city, "山口 理沙");
    for (version, receiver, handshakes, hook) in receivers {
        let mut received = receiver.wait_for(|all| all.len() >= 2);
        received.sort_by_key(|message| message.json()["type"].to_string());
        let told: Vec<_> =
            received.iter().map(|message| (message.json()["type"].clone(), message.record())).collect();
        let wanted = [(json!("candidate.created"), person.clone()), (json!("webhook.ping"), hook.id.clone())];
        assert_eq!(told, wanted);
        assert!(received.iter().all(|message| is_signed_by(message, &[&hook.secret])), "{received:?}");
        let delivered = hook.wait_for(&stage.city, |found| found.len() == 2 && all_are("delivered")(found));
        for delivery in delivered {
            let attempts = hook.attempts(&stage.city, &delivery);
            let outcomes: Vec<_> = attempts.iter().map(|one| (&one["status"], &one["error"])).collect();
            assert_eq!(outcomes, [(&json!(204), &Value::Null)]);
        }
        assert_eq!(handshakes.try_iter().collect::<Vec<_>>(), [Ok(version), Ok(version)]);
    }
}

#[test]
fn behind_a_certificate_that_proves_nothing_no_request_arrives() {
    let stage = Stage::set();
    // By its name it is the one that is trusted; only the key differs.
    let impostor = authority();
    let mut expired = certified("localhost");
    expired.not_after = date_time_ymd(2020, 1, 1);
    for (signed_by, certificate, alert) in [
        (&impostor, certified("localhost"), AlertDescription::DecryptError),
        (&stage.authority, certified("receiver.example.jp"), AlertDescription::BadCertificate),
        (&stage.authority, expired, AlertDescription::CertificateExpired),
    ] {
        for version in [&TLS12, &TLS13] {
            let (receiver, handshakes) = encrypted(signed_by, certificate.clone(), version);
            stage.fails_at_tls(&receiver);
            let why = handshakes.recv_timeout(PATIENCE).unwrap().unwrap_err();
            // By 1.3 the connection may end before the alert has been sent.
            if version.version == ProtocolVersion::TLSv1_2 {
                assert_eq!(why, Error::AlertReceived(alert));
            }
        }
    }
}

#[test]
fn to_tls_of_old_and_to_none_no_request_is_sent() {
    let stage = Stage::set();
    let http = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    for (answer, alert) in [
        (server_hello_of_tls_1_1(), AlertDescription::ProtocolVersion),
        (http.to_vec(), AlertDescription::DecodeError),
    ] {
        let (said, after) = mpsc::channel();
        let receiver = Receiver::start_behind(ORIGIN, move |stream| answer_once(stream, &answer, &said));
        stage.fails_at_tls(&receiver);
        let after = after.recv_timeout(PATIENCE).unwrap();
        // A fatal alert and nothing else (RFC 8446, 5.1 and 6).
        assert_eq!(after, [21, 3, 3, 0, 2, 2, u8::from(alert)]);
    }
}

/// All have the same name, and each its own key.
fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What is certified, from long ago to the far future.
fn certified(name: &str) -> CertificateParams {
    CertificateParams::new([name.to_owned()]).unwrap()
}

/// A receiver behind TLS of one version, and how the handshakes with it ended.
fn encrypted(
    authority: &Authority,
    certificate: CertificateParams,
    version: &'static SupportedProtocolVersion,
) -> (Receiver, mpsc::Receiver<Handshake>) {
    let key = KeyPair::generate().unwrap();
    let certificate = certificate.signed_by(&key, authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let (config, (ended, handshakes)) = (Arc::new(config), mpsc::channel());
    let receiver = Receiver::start_behind(ORIGIN, move |mut stream: TcpStream| {
        let mut tls = ServerConnection::new(Arc::clone(&config)).unwrap();
        let shaken = tls.complete_io(&mut stream).map(|_| tls.protocol_version().unwrap());
        let shaken = shaken.map_err(|error| match error.downcast::<Error>() {
            Ok(error) => error,
            Err(error) => Error::General(error.to_string()),
        });
        let is_open = shaken.is_ok();
        drop(ended.send(shaken));
        is_open.then(|| StreamOwned::new(tls, stream))
    });
    (receiver, handshakes)
}

/// Waits for the greeting, answers, and tells all that the client says to it.
fn answer_once(mut stream: TcpStream, answer: &[u8], said: &mpsc::Sender<Vec<u8>>) -> Option<TcpStream> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).ok()?;
    let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut hello).ok()?;
    stream.write_all(answer).ok()?;
    let mut after = Vec::new();
    drop(stream.read_to_end(&mut after));
    drop(said.send(after));
    None
}

/// The highest that a server of 2006 speaks (RFC 4346, 7.4.1.3), with `TLS_RSA_WITH_AES_128_CBC_SHA`.
fn server_hello_of_tls_1_1() -> Vec<u8> {
    let version = [3, 2];
    let hello = [version.as_slice(), &[7; 32], &[0], &[0, 0x2f], &[0]].concat();
    let message = [[2, 0, 0, hello.len() as u8].as_slice(), &hello].concat();
    [[22].as_slice(), &version, &[0, message.len() as u8], &message].concat()
}
