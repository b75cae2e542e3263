//! A mail server on a free port of 127.0.0.1 that takes letters, or does what a bad one does.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with the next letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temper {
    /// Takes them.
    Takes,
    /// Says 550 to the recipient.
    Refuses,
    /// Says 451 to the recipient.
    IsBusy,
    /// Breaks the connection in the middle of the letter.
    Drops,
}

/// A letter as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// `RCPT TO`.
    pub(crate) recipient: String,
    /// Head and body, as they were sent.
    pub(crate) data: String,
}

impl Letter {
    /// A header, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let line = head
            .lines()
            .find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    }
}

/// The server; its thread ends with the test.
pub(crate) struct MailServer {
    port: u16,
    temper: Arc<Mutex<Temper>>,
    letters: Arc<Mutex<Vec<Letter>>>,
    visits: Arc<Mutex<usize>>,
}

impl MailServer {
    /// Begins to listen.
    pub(crate) fn start(temper: Temper) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            port,
            temper: Arc::new(Mutex::new(temper)),
            letters: Arc::default(),
            visits: Arc::default(),
        };
        let (temper, letters, visits) =
            (Arc::clone(&server.temper), Arc::clone(&server.letters), Arc::clone(&server.visits));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (temper, letters, visits) =
                    (Arc::clone(&temper), Arc::clone(&letters), Arc::clone(&visits));
                std::thread::spawn(move || drop(serve(stream, &temper, &letters, &visits)));
            }
        });
        server
    }

    /// `smtp://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Changes what it does from now on.
    pub(crate) fn becomes(&self, temper: Temper) {
        *self.temper.lock().unwrap() = temper;
    }

    /// The letters it took.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    /// How many recipients it was asked to take.
    pub(crate) fn visits(&self) -> usize {
        *self.visits.lock().unwrap()
    }

    /// The letters, once there are so many.
    pub(crate) fn wait_for(&self, many: usize) -> Vec<Letter> {
        for _ in 0..1200 {
            let letters = self.letters();
            if letters.len() >= many {
                return letters;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("only {} of {many} letters have come", self.letters().len());
    }
}

fn serve(
    stream: TcpStream,
    temper: &Mutex<Temper>,
    letters: &Mutex<Vec<Letter>>,
    visits: &Mutex<usize>,
) -> std::io::Result<()> {
    let mut answer = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    let mut recipient = String::new();
    answer.write_all(b"220 mail.example.jp\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let temper = *temper.lock().unwrap();
        let verb = line.trim_end().to_uppercase();
        let said = if verb.starts_with("EHLO") || verb.starts_with("HELO") {
            "250-mail.example.jp\r\n250 8BITMIME"
        } else if verb.starts_with("RCPT TO:") {
            *visits.lock().unwrap() += 1;
            recipient = line.trim_end()[8..].trim_matches(['<', '>', ' ']).to_owned();
            match temper {
                Temper::Refuses => "550 5.1.1 no such mailbox",
                Temper::IsBusy => "451 4.3.0 try again later",
                Temper::Takes | Temper::Drops => "250 ok",
            }
        } else if verb == "DATA" {
            answer.write_all(b"354 go on\r\n")?;
            let data = read_data(&mut lines)?;
            if temper == Temper::Drops {
                return Ok(());
            }
            letters.lock().unwrap().push(Letter { recipient: recipient.clone(), data });
            "250 taken"
        } else if verb == "QUIT" {
            answer.write_all(b"221 bye\r\n")?;
            return Ok(());
        } else {
            "250 ok"
        };
        answer.write_all(format!("{said}\r\n").as_bytes())?;
    }
}

fn read_data(lines: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
