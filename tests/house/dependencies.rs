//! What the program is built of.

use super::source::{files, read};

/// The lowest version of a crate without a known hole that touches us: (crate, major, minor, patch).
/// From the advisories of RustSec and GitHub; a lower one in `Cargo.lock` is a mistake.
const FLOORS: [(&str, [u64; 3]); 5] =
    [("diesel", [2, 3, 8]), ("jsonwebtoken", [10, 3, 0]), ("time", [0, 3, 47]), ("lettre", [0, 11, 23]), ("actix-http", [3, 0, 0])];
/// Crates that have a hole without a repair, or that would let the program fetch an address.
const NEVER: [&str; 9] = ["rsa", "quick-xml", "h2", "awc", "ureq", "curl", "isahc", "surf", "openssl"];

/// Crates of `Cargo.lock` with their versions.
fn locked() -> Vec<(String, [u64; 3])> {
    let lock = read("Cargo.lock");
    let quoted = |line: Option<&str>| line.and_then(|line| line.split('"').nth(1)).unwrap_or_default().to_owned();
    lock.split("[[package]]")
        .skip(1)
        .map(|package| {
            let mut lines = package.trim().lines();
            let (name, version) = (quoted(lines.next()), quoted(lines.next()));
            let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0));
            (name, std::array::from_fn(|_| parts.next().unwrap_or(0)))
        })
        .collect()
}

/// T-DEP: no crate is older than the repair of a known hole.
#[test]
fn no_crate_is_older_than_the_repair_of_a_known_hole() {
    let all = locked();
    assert!(all.len() > 100, "the list is read: {}", all.len());
    for (name, floor) in FLOORS {
        let found: Vec<_> = all.iter().filter(|(known, _)| known == name).collect();
        assert!(!found.is_empty(), "{name} is used");
        assert!(found.iter().all(|(_, version)| *version >= floor), "{found:?} is older than {floor:?}");
    }
}

/// T-SSRF: the program asks no other server for anything but mail and its database, so no address that
/// somebody types is ever fetched. The tests have a client; the program has none.
#[test]
fn the_program_fetches_no_address_that_somebody_types() {
    let manifest = read("Cargo.toml");
    let own = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let all = locked();
    for name in NEVER {
        assert!(!all.iter().any(|(known, _)| known == name), "{name} is in Cargo.lock");
    }
    for name in ["reqwest", "hyper", "awc", "ureq"] {
        assert!(!own.lines().any(|line| line.starts_with(name)), "{name} is for tests only");
    }
    let wrong: Vec<String> = files("src", ".rs")
        .into_iter()
        .filter(|file| ["TcpStream", "reqwest", "hyper::", "UdpSocket"].iter().any(|word| file.program().contains(word)))
        .map(|file| file.path)
        .collect();
    assert!(wrong.is_empty(), "these open a connection: {wrong:?}");
}
