//! The AWS emulators as processes: started on free loopback ports, waited for, and stopped when they are dropped.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::python::Python;

/// They answer within a few seconds; a busy machine takes longer.
const START_LIMIT: Duration = Duration::from_secs(90);

/// How much of its log is shown of an emulator that does not start.
const LOG_TAIL_LINES: usize = 30;

/// A running emulator. Dropping it stops it.
pub(crate) struct Emulator {
    name: &'static str,
    port: u16,
    log: PathBuf,
    process: Child,
}

impl Emulator {
    /// Starts moto: broad, and the one that the demo runs on.
    pub(crate) fn moto(project: &Project, python: &Python) -> Result<Self> {
        Self::moto_named("moto", project, python)
    }

    /// Starts another moto, for the one test that lets it enforce IAM.
    pub(crate) fn enforcing_moto(project: &Project, python: &Python) -> Result<Self> {
        Self::moto_named("enforcing-moto", project, python)
    }

    fn moto_named(name: &'static str, project: &Project, python: &Python) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(python.interpreter());
        command
            .arg(project.emulators().join("mended_moto.py"))
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            // Over a thousand images and snapshots otherwise, which no new account has.
            .env("MOTO_EC2_LOAD_DEFAULT_AMIS", "false");
        Self::start(name, port, "/moto-api/", command, project)
    }

    /// Starts ministack: independent of moto.
    pub(crate) fn ministack(project: &Project, python: &Python) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(python.program("ministack"));
        command
            // Its own default is to listen on every address.
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            // These two would listen on every address still.
            .env("IOT_MTLS_ENABLED", "0")
            .env("SFTP_ENABLED", "0")
            // Where it leaves a file with its process id.
            .env("TMPDIR", project.emulators_target());
        Self::start("ministack", port, "/_ministack/health", command, project)
    }

    /// What to give as `--endpoint-url`.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn start(name: &'static str, port: u16, health: &str, mut command: Command, project: &Project) -> Result<Self> {
        let log = project.emulators_target().join(format!("{name}.log"));
        let output = File::create(&log).with_context(|| format!("create {}", log.display()))?;
        let process = command
            .stdin(Stdio::null())
            .stdout(output.try_clone().context("share the log between both outputs")?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("start {name}"))?;
        let mut emulator = Self { name, port, log, process };
        emulator.wait_until_it_answers(health)?;
        eprintln!("{name} answers at {}", emulator.endpoint());
        Ok(emulator)
    }

    fn wait_until_it_answers(&mut self, health: &str) -> Result<()> {
        let start = Instant::now();
        while !answers(self.port, health) {
            if let Some(status) = self.process.try_wait().context("look after the emulator")? {
                bail!("{} ended with {status} instead of starting:\n{}", self.name, tail(&self.log));
            }
            if start.elapsed() > START_LIMIT {
                bail!("{} did not answer within {START_LIMIT:?}:\n{}", self.name, tail(&self.log));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended already, and there is nothing to be done about one that cannot be stopped.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nobody listens on. Another program may take it first; then the emulator ends and says so.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(listener.local_addr().context("find a free port")?.port())
}

fn answers(port: u16, path: &str) -> bool {
    let get = || -> std::io::Result<bool> {
        let timeout = Duration::from_secs(5);
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), timeout)?;
        stream.set_read_timeout(Some(timeout))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; "HTTP/1.1 200".len()];
        stream.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    get().unwrap_or(false)
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n")
}
