//! Settings: defaults ← file ← `TSUMUGI_…` variables ← flags. Unknown keys are refused, and nothing else reads the
//! environment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use matching::notices::PageLinks;
use serde::{Deserialize, Serialize};
use webhooks::AllowList;

use crate::feeds::PublicUrl;
use crate::mailer::MailSettings;
use crate::state::HttpLimits;

mod values;

pub use values::LinkKey;
use values::{address, as_text, hidden, link_key, mail, shown_or_blank, shown_sender, webhook_allow};

/// Bytes of a megabyte.
const MEGABYTE: usize = 1_000_000;

/// What is wrong with the settings, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {reason}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A variable of the environment that no setting has.
    #[error(
        "no setting is called {0}: `tsumugi help serve` lists them all; unset it if it is not for tsumugi"
    )]
    Variable(String),
    /// A value that cannot be.
    #[error("{name} {reason}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// Why not.
        reason: String,
    },
}

/// What the command line and the environment say; every flag has its variable.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Flags {
    /// A file with settings (TOML).
    #[arg(long, env = "TSUMUGI_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the database is: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME.
    #[arg(long, env = "TSUMUGI_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "TSUMUGI_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The http or https address by which the world reaches the server: switches feeds and public pages on.
    #[arg(long, env = "TSUMUGI_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Ranges of addresses outside the public internet that webhooks may be sent to all the same, also by http, such as
    /// 127.0.0.0/8,fd00::/8. Whoever may make webhooks reaches what listens there.
    #[arg(long, env = "TSUMUGI_WEBHOOK_ALLOW", value_name = "RANGES")]
    pub webhook_allow: Option<String>,
    /// The mail server that notices are handed to: smtp://HOST:PORT, or smtps://USER:PASSWORD@HOST; `?tls=required` asks
    /// for STARTTLS. Without one, notices are to be exported.
    #[arg(long, env = "TSUMUGI_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Who sends notices, such as "塩尻市 <kikaku@example.jp>".
    #[arg(long, env = "TSUMUGI_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// The address of your page that shows people what `GET /api/v1/me/{token}` tells of them; the token follows it in the
    /// links of notices, after a slash.
    #[arg(long, env = "TSUMUGI_PAGE_URL", value_name = "URL")]
    pub page_url: Option<String>,
    /// Lets notices carry each person's own link, under page_url: 32 random characters or more, kept outside of the
    /// database. The links of notices that were sent follow from it, so it stays the same.
    #[arg(long, env = "TSUMUGI_LINK_KEY", value_name = "KEY", hide_env_values = true)]
    pub link_key: Option<String>,
    /// Threads that share one ranking over a large pool.
    #[arg(long, env = "TSUMUGI_RANKING_THREADS", value_name = "N")]
    pub ranking_threads: Option<usize>,
    /// Rankings at the same time.
    #[arg(long, env = "TSUMUGI_RANKINGS_AT_ONCE", value_name = "N")]
    pub rankings_at_once: Option<usize>,
    /// Rankings that may wait; the rest is answered with 503.
    #[arg(long, env = "TSUMUGI_RANKINGS_WAITING", value_name = "N")]
    pub rankings_waiting: Option<usize>,
    /// Megabytes of rankings kept in memory, until something changes, for whoever asks again; 0 = none.
    #[arg(long, env = "TSUMUGI_RANKINGS_KEPT_MB", value_name = "N")]
    pub rankings_kept_mb: Option<usize>,
    /// Requests a minute with one key; 0 = no limit.
    #[arg(long, env = "TSUMUGI_REQUESTS_PER_MINUTE", value_name = "N")]
    pub requests_per_minute: Option<u32>,
    /// Requests a minute with one key that write; 0 = no limit but that of all requests.
    #[arg(long, env = "TSUMUGI_WRITES_PER_MINUTE", value_name = "N")]
    pub writes_per_minute: Option<u32>,
    /// Seconds within which a body has to arrive.
    #[arg(long, env = "TSUMUGI_BODY_SECONDS", value_name = "N")]
    pub body_seconds: Option<u64>,
    /// What is logged to stderr: error, warn, info, debug, or a filter such as info,matching=debug.
    #[arg(long, env = "TSUMUGI_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// What a file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSettings {
    database_url: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    webhook_allow: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    page_url: Option<String>,
    link_key: Option<String>,
    ranking_threads: Option<usize>,
    rankings_at_once: Option<usize>,
    rankings_waiting: Option<usize>,
    rankings_kept_mb: Option<usize>,
    requests_per_minute: Option<u32>,
    writes_per_minute: Option<u32>,
    body_seconds: Option<u64>,
    log: Option<String>,
}

/// Checked settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Where the database is.
    pub database_url: String,
    /// Where to listen.
    pub listen: String,
    /// The public address; shown blank where there is none, and then there are no feeds.
    #[serde(serialize_with = "shown_or_blank")]
    pub public_url: Option<PublicUrl>,
    /// Where webhooks may be sent to besides the public internet; shown blank where there is nothing.
    #[serde(serialize_with = "as_text")]
    pub webhook_allow: AllowList,
    /// Where notices are handed over, and who sends them; shown as the sender, blank where they are to be exported.
    #[serde(serialize_with = "shown_sender")]
    pub mail: Option<MailSettings>,
    /// The page to which notices lead people; shown blank where there is none.
    #[serde(serialize_with = "shown_or_blank")]
    pub page_url: Option<PublicUrl>,
    /// By what notices lead to people's own pages; shown as whether they do.
    pub link_key: Option<LinkKey>,
    /// Threads that share one ranking.
    pub ranking_threads: usize,
    /// Rankings at the same time.
    pub rankings_at_once: usize,
    /// Rankings that may wait.
    pub rankings_waiting: usize,
    /// Megabytes of rankings kept in memory; 0 = none.
    pub rankings_kept_mb: usize,
    /// Requests a minute with one key; 0 = no limit.
    pub requests_per_minute: u32,
    /// Requests a minute with one key that write.
    pub writes_per_minute: u32,
    /// Seconds within which a body has to arrive.
    pub body_seconds: u64,
    /// What is logged.
    pub log: String,
}

impl Settings {
    /// Lays the layers over each other and checks the whole.
    ///
    /// # Errors
    /// The first value that cannot be, in a sentence.
    pub fn gather(flags: &Flags) -> Result<Self, ConfigError> {
        let file = flags.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let usual = HttpLimits::default();
        let or = |flag: &Option<String>, file: Option<String>, usual: &str| {
            flag.clone().or(file).unwrap_or_else(|| usual.to_owned())
        };
        let settings = Self {
            database_url: or(&flags.database_url, file.database_url, "sqlite://tsumugi.db"),
            listen: or(&flags.listen, file.listen, "127.0.0.1:8080"),
            public_url: address("public_url", flags.public_url.clone().or(file.public_url))?,
            webhook_allow: webhook_allow(flags.webhook_allow.clone().or(file.webhook_allow))?,
            mail: mail(flags.smtp_url.clone().or(file.smtp_url), flags.mail_from.clone().or(file.mail_from))?,
            page_url: address("page_url", flags.page_url.clone().or(file.page_url))?,
            link_key: link_key(flags.link_key.clone().or(file.link_key))?,
            ranking_threads: flags.ranking_threads.or(file.ranking_threads).unwrap_or(cores),
            rankings_at_once: flags.rankings_at_once.or(file.rankings_at_once).unwrap_or(cores.max(2)),
            rankings_waiting: flags
                .rankings_waiting
                .or(file.rankings_waiting)
                .unwrap_or(usual.rankings_waiting),
            rankings_kept_mb: flags
                .rankings_kept_mb
                .or(file.rankings_kept_mb)
                .unwrap_or(usual.kept_bytes / MEGABYTE),
            requests_per_minute: flags
                .requests_per_minute
                .or(file.requests_per_minute)
                .unwrap_or(usual.requests_per_minute),
            writes_per_minute: flags
                .writes_per_minute
                .or(file.writes_per_minute)
                .unwrap_or(usual.writes_per_minute),
            body_seconds: flags.body_seconds.or(file.body_seconds).unwrap_or(usual.body_deadline.as_secs()),
            log: or(&flags.log, file.log, "info"),
        };
        settings.checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let within = |name, value: usize, range: std::ops::RangeInclusive<usize>| {
            let reason = format!("must be from {} to {}, not {value}", range.start(), range.end());
            if range.contains(&value) { Ok(()) } else { Err(ConfigError::Value { name, reason }) }
        };
        within("ranking_threads", self.ranking_threads, 1..=1024)?;
        within("rankings_at_once", self.rankings_at_once, 1..=1024)?;
        within("rankings_waiting", self.rankings_waiting, 0..=1_000_000)?;
        within("rankings_kept_mb", self.rankings_kept_mb, 0..=1_000_000)?;
        within("body_seconds", usize::try_from(self.body_seconds).unwrap_or(usize::MAX), 1..=3600)?;
        if let Err(error) = self.log.parse::<tracing_subscriber::EnvFilter>() {
            return Err(ConfigError::Value { name: "log", reason: format!("is no filter: {error}") });
        }
        let is_bare = self.listen.rsplit_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_err());
        if is_bare {
            let reason = format!("must be an address and a port such as 127.0.0.1:8080, not {}", self.listen);
            return Err(ConfigError::Value { name: "listen", reason });
        }
        if self.link_key.is_some() && self.page_url.is_none() {
            let reason = "needs page_url, your page that shows people what is told of them".to_owned();
            return Err(ConfigError::Value { name: "link_key", reason });
        }
        Ok(self)
    }

    /// The limits of the HTTP side.
    pub fn http_limits(&self) -> HttpLimits {
        HttpLimits {
            body_deadline: Duration::from_secs(self.body_seconds),
            rankings_at_once: self.rankings_at_once,
            rankings_waiting: self.rankings_waiting,
            requests_per_minute: self.requests_per_minute,
            writes_per_minute: self.writes_per_minute,
            kept_bytes: self.rankings_kept_mb * MEGABYTE,
        }
    }

    /// By what notices lead to people's own pages, where they do.
    pub fn page_links(&self) -> Option<PageLinks> {
        let (key, url) = (self.link_key.as_ref()?, self.page_url.as_ref()?);
        key.links(url)
    }

    /// The same without the password of the database URL and without its options, one of which may be one too.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        Self { database_url: hidden(&self.database_url), ..self.clone() }
    }
}

fn read(path: &Path) -> Result<FileSettings, ConfigError> {
    let refused = |reason: String| ConfigError::File { path: path.to_owned(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| refused(error.to_string()))?;
    toml::from_str(&text).map_err(|error| refused(error.to_string()))
}

/// Refuses `TSUMUGI_…` variables that no command has: a misspelt one must not be lost in silence.
///
/// # Errors
/// The first unknown one.
pub fn unknown_variables(command: &clap::Command) -> Result<(), ConfigError> {
    let mut known = BTreeSet::new();
    gather_variables(command, &mut known);
    let mut given = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    // The tests of this repository name their own settings so.
    let is_for_tests = |name: &str| {
        ["TSUMUGI_TEST_", "TSUMUGI_GATE_", "TSUMUGI_BIN"].iter().any(|own| name.starts_with(own))
    };
    match given.find(|name| name.starts_with("TSUMUGI_") && !known.contains(name) && !is_for_tests(name)) {
        Some(name) => Err(ConfigError::Variable(name)),
        None => Ok(()),
    }
}

/// Whether `NO_COLOR` is set, a convention of many programs.
pub fn refuses_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

fn gather_variables(command: &clap::Command, known: &mut BTreeSet<String>) {
    let named = command.get_arguments().filter_map(clap::Arg::get_env);
    known.extend(named.filter_map(|name| name.to_str()).map(str::to_owned));
    command.get_subcommands().for_each(|inner| gather_variables(inner, known));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str, flags: Flags) -> Result<Settings, ConfigError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Settings::gather(&Flags { config: Some(file.path().to_owned()), ..flags })
    }

    #[test]
    fn flags_lie_over_the_file_and_the_file_over_the_defaults() {
        let flags = Flags { listen: Some("127.0.0.1:0".to_owned()), ..Flags::default() };
        let settings = with_file("listen = \"127.0.0.1:1\"\nrankings_waiting = 7\n", flags).unwrap();
        assert_eq!((settings.listen.as_str(), settings.rankings_waiting), ("127.0.0.1:0", 7));
        assert_eq!(settings.database_url, "sqlite://tsumugi.db");
    }

    #[test]
    fn a_mail_server_and_a_sender_come_together_and_no_password_is_shown() {
        let both = "smtp_url = \"smtp://u:geheim@127.0.0.1:25\"\nmail_from = \"a@example.jp\"\n";
        let settings = with_file(both, Flags::default()).unwrap();
        assert!(!serde_json::to_string(&settings).unwrap().contains("geheim"));
        for (alone, missing) in [
            ("smtp_url = \"smtp://127.0.0.1:25\"\n", "mail_from"),
            ("mail_from = \"a@example.jp\"\n", "smtp_url"),
        ] {
            let told = with_file(alone, Flags::default()).unwrap_err().to_string();
            assert!(told.starts_with(missing), "{told}");
        }
    }

    #[test]
    fn a_key_for_links_is_long_needs_an_address_and_is_not_shown() {
        let key = "k".repeat(32);
        let alone = with_file(&format!("link_key = \"{key}\"\n"), Flags::default()).unwrap_err();
        assert!(alone.to_string().starts_with("link_key needs page_url"), "{alone}");
        let short = with_file("link_key = \"short\"\n", Flags::default()).unwrap_err();
        assert!(short.to_string().starts_with("link_key must have 32"), "{short}");
        let both = format!("page_url = \"https://work.example.jp/me\"\nlink_key = \"{key}\"\n");
        let settings = with_file(&both, Flags::default()).unwrap();
        assert!(settings.page_links().is_some());
        let shown = format!("{settings:?}{}", toml::to_string(&settings).unwrap());
        assert!(!shown.contains(&key), "{shown}");
    }

    #[test]
    fn an_unknown_key_and_an_impossible_value_are_refused() {
        assert!(
            with_file("listne = \"127.0.0.1:1\"\n", Flags::default())
                .unwrap_err()
                .to_string()
                .contains("listne")
        );
        assert!(with_file("listen = \"8080\"\n", Flags::default()).is_err());
        assert!(with_file("ranking_threads = 0\n", Flags::default()).is_err());
    }

    #[test]
    fn the_public_address_is_blank_or_an_address() {
        let blank = with_file("public_url = \"\"\n", Flags::default()).unwrap();
        assert!(toml::to_string(&blank).unwrap().contains("public_url = \"\"\n"));
        let settings = with_file("public_url = \"https://work.example.jp/\"\n", Flags::default()).unwrap();
        assert!(toml::to_string(&settings).unwrap().contains("public_url = \"https://work.example.jp\"\n"));
        let error = with_file("public_url = \"work.example.jp\"\n", Flags::default()).unwrap_err();
        assert!(error.to_string().starts_with("public_url must be"), "{error}");
    }

    #[test]
    fn ranges_for_webhooks_are_read_and_shown() {
        let settings = with_file("webhook_allow = \"127.0.0.0/8, ::1\"\n", Flags::default()).unwrap();
        assert!(toml::to_string(&settings).unwrap().contains("webhook_allow = \"127.0.0.0/8,::1/128\"\n"));
        let error = with_file("webhook_allow = \"localhost\"\n", Flags::default()).unwrap_err();
        assert!(error.to_string().contains("localhost"), "{error}");
    }
}
