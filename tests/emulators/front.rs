//! The proxy of `front.py`: what was called, and calls that go wrong.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::emulator::{Emulator, python, script};

/// A running proxy in front of an emulator. Dropping it stops it.
pub(super) struct Front {
    pub(super) endpoint: String,
    process: Child,
}

/// One call that came through.
#[derive(Debug, Deserialize)]
pub(super) struct Call {
    /// As the SDK names it, such as `s3:GetBucketVersioning`.
    pub(super) operation: String,
    /// The bucket it was about.
    pub(super) bucket: Option<String>,
}

impl Front {
    /// Starts a proxy of one's own.
    pub(super) fn of(emulator: &Emulator) -> Self {
        let mut process = Command::new(python())
            .arg(script("front.py"))
            .arg(&emulator.endpoint)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the Python of AWSLAB_PYTHON runs");
        let mut endpoint = String::new();
        BufReader::new(process.stdout.take().expect("its output is piped"))
            .read_line(&mut endpoint)
            .expect("front.py prints its address");
        Self { endpoint: endpoint.trim().to_owned(), process }
    }

    /// What was called so far, in this order.
    pub(super) fn calls(&self) -> Vec<Call> {
        serde_json::from_str(&self.control("GET", "/_calls", "")).expect("front.py lists the calls as JSON")
    }

    /// Lets the calls of these operations go wrong, and no others. `*` stands for any part of an operation's name.
    pub(super) fn fault(&self, operations: &[&str], fault: &str) {
        let faults: BTreeMap<&str, &str> = operations.iter().map(|&operation| (operation, fault)).collect();
        self.control("POST", "/_faults", &json!({ "faults": faults }).to_string());
    }

    fn control(&self, method: &str, path: &str, body: &str) -> String {
        let host = self.endpoint.strip_prefix("http://").expect("front.py speaks plain HTTP");
        let mut stream = TcpStream::connect(host).expect("front.py listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("30 seconds are a time-out");
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .expect("front.py reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("front.py answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer has a head and a body");
        assert!(head.starts_with("HTTP/1.1 200"), "front.py does not take {method} {path}: {answer}");
        body.to_owned()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // A test that failed is not to fail once more because the proxy ended before it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
