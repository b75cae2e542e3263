//! The executable as a process of its own, on a free port of 127.0.0.1.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A running server; it is killed when dropped.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    process: Child,
}

/// The executable with arguments, without any setting from the environment.
pub(crate) fn tsumugi(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tsumugi"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TSUMUGI_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the executable to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    tsumugi(arguments).output().unwrap()
}

impl Server {
    /// Starts `serve` over a database and waits until it listens.
    pub(crate) fn start(database_url: &str) -> Self {
        Self::start_with(database_url, &[])
    }

    /// The same with further flags.
    pub(crate) fn start_with(database_url: &str, flags: &[&str]) -> Self {
        Self::start_in(database_url, flags, &[])
    }

    /// The same with further variables in its environment.
    pub(crate) fn start_in(database_url: &str, flags: &[&str], environment: &[(&str, &str)]) -> Self {
        let arguments = ["serve", "--database-url", database_url, "--listen", "127.0.0.1:0"];
        let mut process = tsumugi(&[&arguments, flags].concat())
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let talk = BufReader::new(process.stderr.take().unwrap());
        let (found, base) = mpsc::channel();
        std::thread::spawn(move || {
            // The rest is read too, so that the process never waits for us.
            for line in talk.lines().map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("listening on ") {
                    drop(found.send(rest.split([',', ' ']).next().unwrap_or_default().to_owned()));
                }
            }
        });
        let base = base.recv_timeout(Duration::from_secs(30)).expect("the server says where it listens");
        Self { base, process }
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
