//! The real program, as a process of its own that a story can kill, stop and starve.
#![expect(clippy::disallowed_types, reason = "what is killed must be another program")]

use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use wijkdeal::storage::Target;

use super::TestApp;

/// The program on a port of its own; killed when it goes out of sight.
pub struct Program {
    child: Child,
    pub base: String,
    port: u16,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn set(command: &mut Command, app: &TestApp, target: &Target, port: u16) {
    let database = match target {
        Target::Sqlite(file) => format!("sqlite:{file}"),
        Target::Postgres(url) => url.clone(),
    };
    command
        .env_clear()
        .env("WIJKDEAL_ADDRESS", format!("127.0.0.1:{port}"))
        .env("WIJKDEAL_BASE_URL", format!("http://127.0.0.1:{port}"))
        .env("WIJKDEAL_DATABASE_URL", database)
        .env("WIJKDEAL_DATA_DIR", &app.context.settings.data_dir);
}

/// Runs a command of the program to its end, with these lines typed.
pub fn run(app: &TestApp, target: &Target, arguments: &[&str], typed: &str) -> Output {
    use std::io::Write;
    let mut command = Command::new(env!("CARGO_BIN_EXE_wijkdeal"));
    set(command.args(arguments), app, target, free_port());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever refuses before it asks closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    for _ in 0..600 {
        if child.try_wait().unwrap().is_some() {
            return child.wait_with_output().unwrap();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = child.kill();
    panic!("wijkdeal {arguments:?} did not end: {:?}", child.wait_with_output());
}

impl Program {
    pub async fn start(app: &TestApp, target: &Target) -> Self {
        Self::start_on(app, target, free_port()).await
    }

    pub async fn start_on(app: &TestApp, target: &Target, port: u16) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wijkdeal"));
        command.arg("serve");
        Self::spawn(command, app, target, port).await
    }

    /// The same, where a file that may not grow is an error and not the end of the process.
    pub async fn start_that_outlives_a_full_disk(app: &TestApp, target: &Target) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_wijkdeal")]);
        Self::spawn(command, app, target, free_port()).await
    }

    async fn spawn(mut command: Command, app: &TestApp, target: &Target, port: u16) -> Self {
        set(&mut command, app, target, port);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let program = Self { child, base: format!("http://127.0.0.1:{port}"), port };
        let client = reqwest::Client::new();
        for _ in 0..600 {
            if client.get(format!("{}/rondes", program.base)).send().await.is_ok_and(|answer| answer.status() == 200) {
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program did not start");
    }

    /// The port it answers on.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its number on this machine.
    pub fn number(&self) -> u32 {
        self.child.id()
    }

    /// Kills it at once (kill -9).
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop (SIGTERM).
    pub fn tell_to_stop(&self) {
        let told = Command::new("kill").args(["-TERM", &self.number().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits until it has stopped, for a minute at most.
    pub async fn stopped(&mut self) -> ExitStatus {
        for _ in 0..600 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the program did not stop");
    }

    /// Lets no file of the program grow beyond so many bytes; none lets all grow again.
    pub fn files_may_grow_to(&self, bytes: Option<u64>) {
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let done = Command::new("prlimit").args([format!("--pid={}", self.number()), format!("--fsize={limit}:unlimited")]).status().unwrap();
        assert!(done.success());
    }
}

/// Whether this machine has a program that limits other programs (util-linux).
pub fn can_limit() -> bool {
    Command::new("prlimit").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Whether this machine lets one program watch what another asks of the machine (strace).
pub fn can_watch() -> bool {
    Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_ok_and(|output| output.status.success())
}

/// What a program asks of the machine, while it is watched.
pub struct Watched {
    strace: Child,
    file: tempfile::NamedTempFile,
}

impl Watched {
    /// Begins to watch all threads of a program.
    pub fn begin(program: &Program) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        let strace = Command::new("strace")
            .args(["-f", "-y", "-s", "24", "-e", "trace=fsync,fdatasync,write,writev,sendto", "-p", &program.number().to_string(), "-o"])
            .arg(file.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let watched = Self { strace, file };
        // The heartbeat of the program is the first thing that is seen.
        for _ in 0..200 {
            if !std::fs::read_to_string(watched.file.path()).unwrap().is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        watched
    }

    /// Ends it; gives the calls, one on a line.
    pub fn end(mut self) -> Vec<String> {
        let told = Command::new("kill").args(["-INT", &self.strace.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.strace.wait().unwrap();
        std::fs::read_to_string(self.file.path()).unwrap().lines().map(str::to_owned).collect()
    }
}
