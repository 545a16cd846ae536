//! A PostgreSQL server of a story's own, which the story can stop, start again and copy.
#![expect(clippy::disallowed_types, reason = "a database server is another program")]

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A server on a port of its own; it stops when it goes out of sight.
pub struct Cluster {
    bin: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    /// PostgreSQL does not run as root: then it runs as the user that its package made.
    as_user: Option<&'static str>,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.stop_at_once();
    }
}

/// The folder with the server's programs, the newest version.
fn bin() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok())
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
    })
}

impl Cluster {
    /// Starts a server. None, with the reason, where PostgreSQL is left out or has no programs here.
    pub fn start() -> Option<Self> {
        if std::env::var("TEST_POSTGRES_URL").is_err() {
            eprintln!("PostgreSQL is left out: TEST_POSTGRES_URL names no server (tests/run starts one)");
            return None;
        }
        let Some(bin) = bin() else {
            eprintln!("a PostgreSQL server of its own is left out: initdb and pg_ctl are not on this machine");
            return None;
        };
        let as_user = (std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)).then_some("postgres");
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { bin, folder, port, as_user };
        if let Some(user) = as_user {
            let given = Command::new("chown").arg(user).arg(cluster.folder.path()).status();
            if !given.is_ok_and(|status| status.success()) {
                eprintln!("a PostgreSQL server of its own is left out: it does not run as root, and there is no user {user}");
                return None;
            }
        }
        let data = cluster.data().display().to_string();
        let made = cluster.run("initdb", &["-D", &data, "-U", "wijkdeal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        cluster.start_again();
        Some(cluster)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.bin.join(program);
        let mut command = match self.as_user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(arguments).current_dir("/").output().unwrap()
    }

    /// A database of this server that is there from the beginning.
    pub fn url(&self) -> String {
        format!("postgres://wijkdeal@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts the server, as after a crash.
    pub fn start_again(&self) {
        let (data, log) = (self.data().display().to_string(), self.folder.path().join("log").display().to_string());
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60", self.port);
        // Its output goes to a file: whoever waits for the end of a pipe would wait for the server.
        let started = self.run("pg_ctl", &["-D", &data, "-l", &log, "-w", "-t", "60", "-o", &options, "start"]);
        assert!(started.status.success(), "pg_ctl: {}", std::fs::read_to_string(log).unwrap_or_default());
    }

    /// Stops the server at once, without finishing anything (`-m immediate`).
    pub fn stop_at_once(&self) -> bool {
        let data = self.data().display().to_string();
        self.run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]).status.success()
    }

    /// Everything in the log of the database (`pg_wal`), in its order.
    pub fn log(&self) -> Vec<u8> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.data().join("pg_wal")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().filter(|file| file.is_file()).flat_map(|file| written(std::fs::read(file).unwrap())).collect()
    }

    /// A copy of the whole server while it runs (`pg_basebackup`), with the log it needs.
    pub fn backup(&self, name: &str) -> Vec<u8> {
        let folder = self.folder.path().join(name);
        let url = self.url();
        let made = self.run("pg_basebackup", &["-d", &url, "-D", &folder.display().to_string(), "-X", "fetch", "-c", "fast", "--no-sync"]);
        assert!(made.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&made.stderr));
        let mut all = Vec::new();
        collect(&folder, &mut all);
        all
    }
}

/// A file of the log is made large and filled up: without what is not written yet.
fn written(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
    bytes
}

fn collect(folder: &Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, all);
        } else {
            all.extend(written(std::fs::read(path).unwrap()));
        }
    }
}
