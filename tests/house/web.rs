//! What every answer carries, and what no request may do: hosts, sizes, slowness, smuggling.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wijkdeal::domain::person::Role;

use super::access::{Who, address, entries, on_sqlite};
use crate::support::{Page, TestApp};

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "accelerometer=()"),
];

fn headers_missing(page: &Page) -> Vec<String> {
    let mut missing: Vec<String> = HEADERS
        .into_iter()
        .filter(|(name, begin)| !page.header(name).is_some_and(|value| value.starts_with(begin)))
        .map(|(name, _)| format!("{} {}: {name}", page.status, page.path))
        .collect();
    let policy = page.header("content-security-policy").unwrap_or_default();
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        if !policy.contains(part) {
            missing.push(format!("{} {}: {part}", page.status, page.path));
        }
    }
    if policy.contains("unsafe") {
        missing.push(format!("{} {}: unsafe in its policy", page.status, page.path));
    }
    if page.header("cache-control").is_none() || page.header("access-control-allow-origin").is_some() || page.header("server").is_some() {
        missing.push(format!("{} {}: cache-control missing, or a header too many", page.status, page.path));
    }
    if page.status < 300 && page.header("content-type").is_none_or(|kind| kind.starts_with("text/") && !kind.contains("charset=utf-8")) {
        missing.push(format!("{} {}: content-type {:?}", page.status, page.path, page.header("content-type")));
    }
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        if !(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/")) {
            missing.push(format!("{} {}: cookie {cookie}", page.status, page.path));
        }
    }
    missing
}

/// T-HEAD: the full set of headers on every route, for who may and who may not, and on every error.
#[test]
fn every_answer_carries_the_headers() {
    on_sqlite(async |app| {
        let mut missing = Vec::new();
        for who in [Who::Visitor, Who::Resident, Who::Staff(Role::Beheerder)] {
            let browser = who.browser(&app).await;
            for entry in entries() {
                let page = match entry.method.as_str() {
                    "GET" => browser.get_once(&address(entry.path)).await,
                    _ => browser.post_once(&address(entry.path), &[]).await,
                };
                missing.extend(headers_missing(&page));
            }
            for path in ["/bestaat-niet", "/static/bestaat-niet.css", "/.git/config", "/mijn/x.css", "/werk/mensen;x", "/%0a"] {
                let page = browser.get_once(path).await;
                assert_eq!(page.status, 404, "{path}");
                missing.extend(headers_missing(&page));
            }
            missing
                .extend(headers_missing(&browser.request(reqwest::Method::PUT, "/inloggen", &[("sec-fetch-site", "same-origin")], Vec::new()).await));
            missing.extend(headers_missing(&browser.get_once("/static/css/app.css").await));
        }
        assert!(missing.is_empty(), "{missing:#?}");
    });
}

/// T-CACHE: what depends on who asks is never kept by anybody in between.
#[test]
fn what_is_somebodys_own_is_never_stored() {
    on_sqlite(async |app| {
        let anna = Who::Resident.browser(&app).await;
        for path in ["/mijn/profiel", "/mijn/gegevens.json", "/mijn/sessies", "/privacy", "/inloggen"] {
            assert_eq!(anna.get(path).await.header("cache-control"), Some("no-store"), "{path}");
        }
    });
}

/// T-HOST: no header decides where a link in a mail goes, and only our own name is answered.
#[test]
fn links_in_mails_go_to_our_own_address_whatever_the_request_says() {
    on_sqlite(async |app| {
        let browser = app.visitor();
        let token = browser.token().await;
        let form = format!("csrf={token}&email=anna%40voorbeeld.nl&next=%2F");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "host=evil.example;proto=https"),
        ];
        assert_eq!(browser.request(reqwest::Method::POST, "/inloggen", &headers, form.into_bytes()).await.status, 200);
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.text.contains(&format!("{}/inloggen/link#t=", app.base)) && !mail.text.contains("evil") && !mail.html.contains("evil"));

        for host in ["evil.example", "localhost", "127.0.0.1", ""] {
            let page = browser.request(reqwest::Method::GET, "/inloggen", &[("host", host)], Vec::new()).await;
            assert_eq!(page.status, 421, "{host}");
            assert!(headers_missing(&page).is_empty());
        }
        assert_eq!(browser.request(reqwest::Method::GET, "/health/live", &[("host", "10.0.0.1")], Vec::new()).await.status, 200);
    });
}

/// R4: the limit on tries counts the peer, not what it says about itself.
#[test]
fn a_forwarded_address_is_believed_from_trusted_proxies_only() {
    on_sqlite(async |app| {
        let browser = app.visitor();
        let token = browser.token().await;
        let form = format!("csrf={token}&email=geen&password=x&code=1");
        let mut last = 0;
        for n in 0..25 {
            let address = format!("10.1.2.{n}");
            let headers =
                [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), ("x-forwarded-for", address.as_str())];
            last = browser.request(reqwest::Method::POST, "/inloggen/medewerker", &headers, form.clone().into_bytes()).await.status;
        }
        assert_eq!(last, 429);
        assert!(browser.last().header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|s| s > 0)));
    });
}

/// T-BIG: too much is refused, and nothing breaks.
#[test]
fn too_much_is_refused() {
    on_sqlite(async |app| {
        let browser = app.visitor();
        let token = browser.token().await;
        let large = format!("csrf={token}&email={}", "a".repeat(200 * 1024));
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        assert_eq!(browser.request(reqwest::Method::POST, "/inloggen", &headers, large.into_bytes()).await.status, 413);
        let keys = format!("csrf={token}&{}", (0..5_000).map(|n| format!("k{n}=1")).collect::<Vec<_>>().join("&"));
        assert_eq!(browser.request(reqwest::Method::POST, "/inloggen", &headers, keys.into_bytes()).await.status, 409);
        let wide = "x".repeat(200 * 1024);
        let answer = raw(&app, &format!("GET / HTTP/1.1\r\nhost: {}\r\nx: {wide}\r\n\r\n", host(&app))).await;
        assert!(answer.starts_with("HTTP/1.1 431") || answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert_eq!(browser.get("/inloggen").await.status, 200);
    });
}

fn host(app: &TestApp) -> String {
    app.base.trim_start_matches("http://").to_owned()
}

/// Sends bytes and gives back all that comes until the server closes, or for five seconds.
async fn raw(app: &TestApp, request: &str) -> String {
    let mut socket = TcpStream::connect(host(app)).await.unwrap();
    // A server that has seen enough may close while we still write.
    let _ = socket.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), socket.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// T-SMUG: a request whose length can be read in two ways is refused, and the connection closed.
#[test]
fn a_request_that_can_be_read_two_ways_is_refused() {
    on_sqlite(async |app| {
        let host = host(&app);
        let head = format!("POST /inloggen HTTP/1.1\r\nhost: {host}\r\n");
        let second = format!("GET /health/live HTTP/1.1\r\nhost: {host}\r\n\r\n");
        for (what, request) in [
            ("both lengths", format!("{head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{second}")),
            ("two lengths", format!("{head}content-length: 4\r\ncontent-length: 5\r\n\r\nabcd{second}")),
            ("a length with a sign", format!("{head}content-length: +3\r\n\r\nabc{second}")),
            ("a list of lengths", format!("{head}content-length: 3, 3\r\n\r\nabc{second}")),
            ("an unknown coding", format!("{head}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{second}")),
            ("chunked before the last coding", format!("{head}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{second}")),
            ("a blank before the colon", format!("{head}content-length : 3\r\n\r\nabc{second}")),
            ("chunks in HTTP/1.0", format!("POST /inloggen HTTP/1.0\r\nhost: {host}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{second}")),
            ("a chunk size with 0x", format!("{head}transfer-encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n{second}")),
            ("a folded header", format!("{head}x: a\r\n b\r\ncontent-length: 0\r\n\r\n{second}")),
        ] {
            let answer = raw(&app, &request).await;
            let refused = answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4");
            assert!(refused && !answer.contains("\r\n\r\nok"), "{what}: {answer}");
        }
        for (what, request) in [
            ("two hosts", format!("GET /inloggen HTTP/1.1\r\nhost: {host}\r\nhost: evil.example\r\n\r\n")),
            ("no host", "GET /inloggen HTTP/1.1\r\n\r\n".to_owned()),
            ("another host in the line itself", format!("GET http://evil.example/inloggen HTTP/1.1\r\nhost: {host}\r\n\r\n")),
        ] {
            let answer = raw(&app, &request).await;
            assert!(answer.starts_with("HTTP/1.1 4"), "{what}: {answer}");
        }
    });
}

/// T-SLOW: who sends the head slowly is cut off after 5 seconds, who sends the body slowly after 15.
#[test]
fn the_slow_are_cut_off() {
    on_sqlite(async |app| {
        let host = host(&app);
        let token = app.visitor().token().await;
        let begun = Instant::now();
        let half_a_head = async {
            let mut socket = TcpStream::connect(&host).await.unwrap();
            socket.write_all(format!("GET /inloggen HTTP/1.1\r\nhost: {host}\r\nx").as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            let _ = socket.read_to_end(&mut answer).await;
            (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
        };
        let half_a_body = async {
            let mut socket = TcpStream::connect(&host).await.unwrap();
            let head = format!(
                "POST /inloggen HTTP/1.1\r\nhost: {host}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 500\r\n\r\ncsrf={token}"
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            let _ = socket.read_to_end(&mut answer).await;
            (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
        };
        let both = async { tokio::join!(half_a_head, half_a_body) };
        let ((head, head_time), (body, body_time)) = tokio::time::timeout(Duration::from_secs(30), both).await.expect("both are cut off");
        assert!(head.is_empty() || head.starts_with("HTTP/1.1 408"), "{head}");
        assert!(head_time < Duration::from_secs(10), "{head_time:?}");
        assert!(body.starts_with("HTTP/1.1 408") && body.contains("content-security-policy") && body.contains("connection: close"), "{body}");
        assert!(body_time < Duration::from_secs(20), "{body_time:?}");
        assert_eq!(app.visitor().get("/inloggen").await.status, 200);
    });
}

/// T-PATH: no path leads out of the static files.
#[test]
fn no_path_leads_out_of_the_static_files() {
    on_sqlite(async |app| {
        let host = host(&app);
        for path in [
            "/static/../Cargo.toml",
            "/static/%2e%2e/Cargo.toml",
            "/static/..%2fCargo.toml",
            "/static//etc/passwd",
            "/static/css/../../Cargo.toml",
            "/static/%00",
        ] {
            let answer = raw(&app, &format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")).await;
            assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
        }
    });
}

/// T-BOMB: what unpacks into more than is accepted is refused, and costs no memory.
#[test]
fn a_small_body_that_unpacks_into_a_large_one_is_refused() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&vec![b'a'; 1024 * 1024]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 100 * 1024, "{}", packed.len());
    on_sqlite(async |app| {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), ("content-encoding", "gzip")];
        let answer = app.visitor().request(reqwest::Method::POST, "/inloggen", &headers, packed.clone()).await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_eq!(app.visitor().get("/inloggen").await.status, 200);
    });
}
