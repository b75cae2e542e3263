//! Letters handed to a mail server by SMTP: plain text in UTF-8, one recipient each.
//!
//! The `Message-ID` is made of the notice, so that a letter that goes out twice is shown once. What a server says with a
//! 5xx is final; everything else may be tried again.

use std::time::{Duration, UNIX_EPOCH};

use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::SmtpTransport;
use lettre::{Address, Transport};
use matching::notices::{MailError, MailLetter, Mailer};

/// How long a server may take for one command.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Where letters are handed over, and by whom they are sent.
#[derive(Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// `smtp://HOST:PORT`, `smtps://…`, with `USER:PASSWORD@` and `?tls=required` where the server wants them.
    url: String,
    /// `塩尻市 <kikaku@example.jp>` or the bare address.
    from: Mailbox,
}

/// Neither the password nor anything else of the URL but its host is in a log.
impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

impl MailSettings {
    /// Reads both settings.
    ///
    /// # Errors
    /// Which of the two cannot be, and why.
    pub fn parse(url: &str, from: &str) -> Result<Self, (&'static str, String)> {
        let from: Mailbox = from.parse().map_err(|error: lettre::address::AddressError| {
            let reason = format!("must be a mail address such as `塩尻市 <kikaku@example.jp>`: {error}");
            ("mail_from", reason)
        })?;
        SmtpTransport::from_url(url).map_err(|error| {
            let reason = format!(
                "must be smtp://HOST:PORT or smtps://HOST, with USER:PASSWORD@ where needed: {error}"
            );
            ("smtp_url", reason)
        })?;
        Ok(Self { url: url.to_owned(), from })
    }

    /// The URL; it may hold a password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The sender.
    pub fn from(&self) -> String {
        self.from.to_string()
    }
}

/// Hands letters to one mail server.
pub struct SmtpMailer {
    transport: SmtpTransport,
    from: Mailbox,
}

impl SmtpMailer {
    /// For a server.
    ///
    /// # Errors
    /// A URL that cannot be used, which the settings have looked at before.
    pub fn new(settings: &MailSettings) -> Result<Self, String> {
        let builder = SmtpTransport::from_url(&settings.url).map_err(|error| error.to_string())?;
        Ok(Self { transport: builder.timeout(Some(TIMEOUT)).build(), from: settings.from.clone() })
    }

    fn message(&self, letter: &MailLetter) -> Result<(Envelope, Message, String), MailError> {
        let refused =
            |error: &dyn std::fmt::Display| MailError::Refused(format!("no letter can be made: {error}"));
        let address: Address = letter.recipient_email.parse().map_err(|error| refused(&error))?;
        let id = format!("<{}@{}>", letter.notice_id, self.from.email.domain());
        let at = UNIX_EPOCH + Duration::from_millis(letter.at.unix_millis());
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(letter.recipient_name.clone()), address.clone()))
            .subject(letter.subject.clone())
            .message_id(Some(id.clone()))
            .date(at)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|error| refused(&error))?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![address]);
        Ok((envelope.map_err(|error| refused(&error))?, message, id))
    }
}

impl Mailer for SmtpMailer {
    fn hand_over(&self, letter: &MailLetter) -> Result<String, MailError> {
        let (envelope, message, id) = self.message(letter)?;
        match self.transport.send_raw(&envelope, &message.formatted()) {
            Ok(_) => Ok(id),
            Err(error) if error.is_permanent() => Err(MailError::Refused(said(&error))),
            Err(error) => Err(MailError::NotNow(said(&error))),
        }
    }
}

/// What went wrong, down to its cause, in one line.
fn said(error: &dyn std::error::Error) -> String {
    let mut parts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
        cause = inner.source();
    }
    parts.join(": ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use domain::{NoticeId, Timestamp};

    use super::*;

    #[test]
    fn settings_are_told_what_is_wrong_with_them() {
        let wrong = |url: &str, from: &str| MailSettings::parse(url, from).unwrap_err().0;
        assert_eq!(wrong("smtp://127.0.0.1:25", "nobody"), "mail_from");
        assert_eq!(wrong("http://127.0.0.1", "a@example.jp"), "smtp_url");
        let settings = MailSettings::parse("smtp://u:geheim@127.0.0.1:25", "塩尻市 <a@example.jp>").unwrap();
        assert!(!format!("{settings:?}").contains("geheim"));
    }

    #[test]
    fn a_letter_has_its_headers_and_the_same_id_each_time() {
        let settings = MailSettings::parse("smtp://127.0.0.1:25", "塩尻市 <kikaku@example.jp>").unwrap();
        let mailer = SmtpMailer::new(&settings).unwrap();
        let letter = MailLetter {
            notice_id: NoticeId::from_parts(1, [7; 10]),
            recipient_name: "山口 理沙".to_owned(),
            recipient_email: "risa@example.jp".to_owned(),
            subject: "選考の結果のご連絡".to_owned(),
            body: "山口 理沙 様\n\n今回は見送りとさせていただきました。\n".to_owned(),
            at: Timestamp::parse("2026-09-20T10:00:00+09:00").unwrap(),
        };
        let (_, message, id) = mailer.message(&letter).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        assert!(text.contains(&format!("Message-ID: {id}\r\n")), "{text}");
        assert!(text.contains("Date: Sun, 20 Sep 2026 01:00:00 +0000\r\n"), "{text}");
        assert!(text.contains("Content-Type: text/plain; charset=utf-8\r\n"), "{text}");
        assert!(text.is_ascii(), "{text}");
        assert_eq!(mailer.message(&letter).unwrap().2, id);
        let wrong = MailLetter { recipient_email: "risa\r\nBcc: x@example.jp".to_owned(), ..letter };
        assert!(matches!(mailer.message(&wrong), Err(MailError::Refused(_))));
    }
}
