//! Cookies and links: what they open, how long, and only that.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::http::visit;
use wijkdeal::secrets::{Use, hex, random, sha256};
use wijkdeal::storage::sessions;

use super::access::on_sqlite;
use super::staff::{at_once, token};
use crate::support::{Browser, TestApp, on_each_database};

/// A session of a resident, and the two browsers that share its cookie.
async fn shared(app: &TestApp) -> ([u8; 32], String) {
    let person = app.person_with("Anna", &[]).await;
    let session: [u8; 32] = random().unwrap();
    let now = app.context.now();
    app.context.db.write(move |conn| Ok(sessions::start(conn, &sha256(&session), person, false, now)?)).await.unwrap();
    (session, visit::session_cookie(&app.context, &session, false).unwrap().to_string())
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/mijn/profiel").await.path == "/mijn/profiel"
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1)).collect();
    bits.chunks(6).map(|six| char::from(LETTERS[usize::from(six.iter().fold(0, |sum, bit| sum << 1 | bit) << (6 - six.len()))])).collect()
}

/// T-JWT: a cookie that we did not sign for this, just now, is no cookie.
#[test]
fn a_cookie_that_is_not_quite_right_is_no_cookie() {
    on_sqlite(async |app| {
        let (session, _) = shared(&app).await;
        let key = app.context.secrets.key(Use::Session);
        let now = app.context.now().unix();
        let claims = json!({ "sid": hex(&session), "aud": "sessie", "iss": app.base, "iat": now, "nbf": now, "exp": now + 3600 });
        let with = |name: &str, value: serde_json::Value| {
            let mut changed = claims.clone();
            changed[name] = value;
            changed
        };
        let without = |name: &str| {
            let mut changed = claims.clone();
            changed.as_object_mut().unwrap().remove(name);
            changed
        };
        let signed = |header: &Header, claims: &serde_json::Value, key: &[u8]| jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(key)).unwrap();
        let hs256 = Header::new(Algorithm::HS256);
        let good = signed(&hs256, &claims, &key);
        let browser = |cookie: &str| Browser::with_cookie(&app.base, &format!("sessie={cookie}"));
        assert!(is_in(&browser(&good)).await, "the right one works");

        let parts: Vec<&str> = good.split('.').collect();
        let unsigned = |alg: &str| format!("{}.{}.", base64url(format!("{{\"alg\":\"{alg}\",\"typ\":\"JWT\"}}").as_bytes()), parts[1]);
        let mut strange = Header::new(Algorithm::HS256);
        strange.kid = Some("../../etc/passwd' OR 1=1 --".into());
        strange.jku = Some("https://evil.example/keys".into());
        let mut flipped = good.clone().into_bytes();
        let last = flipped.len() - 2;
        flipped[last] = if flipped[last] == b'A' { b'B' } else { b'A' };
        let twice = format!("{{\"sid\":\"{}\",\"sid\":\"00\",\"aud\":\"sessie\",\"iss\":\"{}\",\"nbf\":{now},\"exp\":{}}}", hex(&session), app.base, now + 9);
        for (what, cookie) in [
            ("no algorithm", unsigned("none")),
            ("no algorithm, in capitals", unsigned("nOnE")),
            ("no signature", format!("{}.{}.", parts[0], parts[1])),
            ("a signature of something else", format!("{}.{}.{}", parts[0], base64url(twice.as_bytes()), parts[2])),
            ("another algorithm with the same key", signed(&Header::new(Algorithm::HS512), &claims, &key)),
            ("another key, named in the header", signed(&strange, &claims, b"another key")),
            ("the CSRF key", signed(&hs256, &claims, &app.context.secrets.key(Use::Csrf))),
            ("expired", signed(&hs256, &with("exp", json!(now)), &key)),
            ("an expiry in words", signed(&hs256, &with("exp", json!("later")), &key)),
            ("no expiry", signed(&hs256, &without("exp"), &key)),
            ("not yet", signed(&hs256, &with("nbf", json!(now + 60)), &key)),
            ("no beginning", signed(&hs256, &without("nbf"), &key)),
            ("for something else", signed(&hs256, &with("aud", json!("stemhokje")), &key)),
            ("from somebody else", signed(&hs256, &with("iss", json!("https://evil.example")), &key)),
            ("of nobody", signed(&hs256, &with("sid", json!("00")), &key)),
            ("one bit flipped", String::from_utf8(flipped).unwrap()),
            ("far too long", format!("{good}{}", "A".repeat(8_000))),
            ("empty", String::new()),
        ] {
            let page = browser(&cookie).get_once("/mijn/profiel").await;
            assert_eq!((page.status, page.header("location")), (303, Some("/inloggen?verder=/mijn/profiel")), "{what}");
        }
    });
}

/// T-REVOKE: who signs out is out, also for who kept the cookie.
#[test]
fn signing_out_ends_the_session_for_who_kept_the_cookie() {
    on_each_database(async |app| {
        let (_, cookie) = shared(&app).await;
        let (here, copy) = (Browser::with_cookie(&app.base, &cookie), Browser::with_cookie(&app.base, &cookie));
        assert!(is_in(&copy).await);
        here.get("/mijn/profiel").await;
        here.post("/uitloggen", &[]).await;
        assert!(!is_in(&copy).await);
    });
}

/// T-REVOKE: "everywhere but here", one by one, and by a beheerder.
#[test]
fn sessions_elsewhere_can_be_ended() {
    on_each_database(async |app| {
        let (phone, laptop) = (app.resident("anna@voorbeeld.nl").await, app.resident("anna@voorbeeld.nl").await);
        assert_eq!(laptop.get("/mijn/sessies").await.all("article").len(), 2);
        let page = laptop.last().submit_to("/mijn/sessies/andere", &[]).await;
        assert!(page.shows("Uitgelogd."));
        assert!(is_in(&laptop).await && !is_in(&phone).await);

        let others = app.resident("bram@voorbeeld.nl").await;
        let id = others.get("/mijn/sessies").await.value("input[name=id]").unwrap();
        assert_eq!(laptop.post("/mijn/sessies/eindig", &[("id", &id)]).await.status, 404, "somebody else's session is not there");
        assert!(is_in(&others).await);

        let sam = app.person_with("Sam", &[(Role::Gebiedsteam, Scope::City)]).await;
        let sams = app.browser_of(sam).await;
        let beheerder = app.staff("Bea", Role::Beheerder, Scope::City).await;
        beheerder.post(&format!("/werk/mensen/{sam}/uitloggen"), &[]).await;
        assert!(!is_in(&sams).await);
    });
}

/// ASVS 7.1.2, 7.3: a session ends when it is not used, when it has lasted long enough, and when a
/// newer one takes its place.
#[test]
fn sessions_end_by_themselves() {
    on_each_database(async |app| {
        let anna = app.resident("anna@voorbeeld.nl").await;
        app.time_passes(TimeDelta::minutes(119));
        assert!(is_in(&anna).await);
        app.time_passes(TimeDelta::hours(2));
        assert!(!is_in(&anna).await, "two hours without use");

        let sam = app.staff("Sam", Role::Gebiedsteam, Scope::City).await;
        for _ in 0..16 {
            app.time_passes(TimeDelta::minutes(29));
            assert!(is_in(&sam).await);
        }
        app.time_passes(TimeDelta::minutes(29));
        assert!(!is_in(&sam).await, "eight hours in all");

        let mut browsers = Vec::new();
        for _ in 0..6 {
            browsers.push(app.resident("bram@voorbeeld.nl").await);
            app.time_passes(TimeDelta::minutes(16));
        }
        assert!(!is_in(&browsers[0]).await && is_in(&browsers[1]).await, "the sixth takes the place of the first");
    });
}

/// T-FIX: a cookie somebody else put there is worth nothing after signing in.
#[test]
fn signing_in_gives_a_new_session() {
    on_each_database(async |app| {
        let (_, cookie) = shared(&app).await;
        let (anna, attacker) = (Browser::with_cookie(&app.base, &cookie), Browser::with_cookie(&app.base, &cookie));
        let before = anna.get("/mijn/profiel").await.value("input[name=csrf]");
        app.sign_in(&anna, "bram@voorbeeld.nl").await;
        let page = anna.get("/mijn/profiel").await;
        assert!(page.shows("bram@voorbeeld.nl"));
        assert_ne!(page.value("input[name=csrf]"), before);
        assert!(!is_in(&attacker).await, "the session that was there has ended");
    });
}

/// T-LINK1, T-RACE2: a link that is sent a hundred times at once opens one session; a newer link ends
/// an older one; opening the page as often as one likes uses nothing up.
#[test]
fn a_link_opens_one_session() {
    on_each_database(async |app| {
        let anna = app.visitor();
        anna.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        let older = token(&app.last_mail_to("anna@voorbeeld.nl").await.text);
        anna.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        let newer = token(&app.last_mail_to("anna@voorbeeld.nl").await.text);
        for _ in 0..10 {
            assert_eq!(anna.get("/inloggen/link").await.status, 200);
        }
        let page = anna.get("/inloggen/link").await;
        let csrf = page.value("input[name=csrf]").unwrap();
        assert_eq!(anna.post_once("/inloggen/link", &[("csrf", &csrf), ("token", &older)]).await.status, 409);
        let fields = [("csrf", csrf.as_str()), ("token", newer.as_str())];
        let answers = at_once((0..30).map(|_| anna.post_once("/inloggen/link", &fields)).collect()).await;
        let right = answers.iter().filter(|page| page.status == 303).count();
        assert_eq!(right, 1, "{:?}", answers.iter().map(|page| page.status).collect::<Vec<_>>());
        assert!(answers.iter().all(|page| page.status < 500));
    });
}

/// T-LINK1: five wrong tries end the digits; the answer never says more.
#[test]
fn five_wrong_tries_end_the_digits() {
    on_each_database(async |app| {
        let anna = app.visitor();
        anna.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        let digits = mail.text.split_whitespace().find(|word| word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit())).unwrap().to_owned();
        for _ in 0..5 {
            assert_eq!(anna.post("/inloggen/code", &[("code", "00000000")]).await.status, 422);
        }
        let page = anna.post("/inloggen/code", &[("code", &digits)]).await;
        assert!(page.status == 422 && page.shows("werkt niet (meer)"), "{}", page.text());
    });
}
