//! Measures how many signed requests the sandbox serves per second and core:
//! `cargo run --release --package ovh-sandbox --example load`.
//!
//! Starts the program `ovh-sandbox`, sends signed requests over several connections, and divides the number of
//! responses by the processor time of the program, as Linux counts it. The time of callers and other programs is not
//! included.

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, io, thread};

use sha1::{Digest as _, Sha1};

type Failure = Box<dyn Error + Send + Sync>;

const CONNECTIONS: usize = 32;
const TIME: Duration = Duration::from_secs(6);
const PATHS: &[&str] = &["/1.0/vps", "/1.0/vps/vps-1a2b3c4d.vps.ovh.net", "/1.0/domain/zone/example.com/record"];

struct Keys {
    host: String,
    application: String,
    secret: String,
    consumer: String,
}

fn main() -> Result<(), Failure> {
    // …/release/examples/load → …/release/ovh-sandbox
    let own = env::current_exe()?;
    let folder = own.parent().and_then(|examples| examples.parent()).ok_or("no folder")?;
    let mut program = Command::new(folder.join("ovh-sandbox")).stdout(Stdio::piped()).spawn()?;
    let outcome = measure(&mut program);
    program.kill()?;
    program.wait()?;
    let lines = outcome?;
    io::stdout().write_all(lines.as_bytes())?;
    Ok(())
}

fn measure(program: &mut Child) -> Result<String, Failure> {
    let keys = Arc::new(announced(program)?);
    let mut report = String::new();
    for path in PATHS {
        let before = processor_time(program.id())?;
        let started = Instant::now();
        let callers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let keys = Arc::clone(&keys);
                thread::spawn(move || call(&keys, path))
            })
            .collect();
        let mut responses = 0;
        for caller in callers {
            responses += caller.join().map_err(|_| "a caller has panicked")??;
        }
        let (wall, used) = (started.elapsed().as_secs_f64(), processor_time(program.id())? - before);
        let (per_second, per_core) = (f64::from(responses) / wall, f64::from(responses) / used);
        report += &format!("{path}: {per_core:.0} a second and core ({per_second:.0} a second here)\n");
    }
    Ok(report)
}

fn announced(program: &mut Child) -> Result<Keys, Failure> {
    let stdout = program.stdout.take().ok_or("no output")?;
    let lines = BufReader::new(stdout).lines().take(5).collect::<Result<Vec<_>, _>>()?;
    let after = |start: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(start));
        line.map(str::to_owned).ok_or_else(|| format!("no {start}"))
    };
    Ok(Keys {
        host: after("listening on http://")?,
        application: after("export OVH_APPLICATION_KEY=")?,
        secret: after("export OVH_APPLICATION_SECRET=")?,
        consumer: after("export OVH_CONSUMER_KEY=")?,
    })
}

/// Returns the processor time of a process on all cores, in seconds.
fn processor_time(id: u32) -> Result<f64, Failure> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |index: usize| -> Result<f64, Failure> { Ok(fields.get(index).ok_or("short")?.parse()?) };
    // Linux counts 100 ticks per second.
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

/// Sends requests over one connection, one after the other, and returns the number of responses.
fn call(keys: &Keys, path: &str) -> Result<u32, Failure> {
    let stream = TcpStream::connect(&keys.host)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let (started, mut responses, mut line, mut body) = (Instant::now(), 0, String::new(), Vec::new());
    while started.elapsed() < TIME {
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
        let signed = format!("{}+{}+GET+http://{}{path}++{time}", keys.secret, keys.consumer, keys.host);
        let digest: String = Sha1::digest(signed).iter().map(|byte| format!("{byte:02x}")).collect();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nX-Ovh-Application: {}\r\nX-Ovh-Consumer: {}\r\n\
             X-Ovh-Timestamp: {time}\r\nX-Ovh-Signature: $1${digest}\r\n\r\n",
            keys.host, keys.application, keys.consumer
        );
        writer.write_all(request.as_bytes())?;
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            if line.starts_with("HTTP/1.1") && !line.starts_with("HTTP/1.1 200") {
                return Err(line.into());
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
        responses += 1;
    }
    Ok(responses)
}
