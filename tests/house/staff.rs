//! Staff: setting up, signing in, confirming; and roles that begin and end.

use chrono::TimeDelta;
use totp_rs::{Algorithm, Secret, TOTP};
use wijkdeal::cli::people::beheerder_link;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::text::Email;

use crate::support::{Browser, Page, TestApp, on_each_database};

pub const PASSWORD: &str = "de kat zat gisteren op het dak";

/// A phone with an app that makes codes.
pub struct Phone(TOTP, String);

impl Phone {
    /// Takes the key over from the page.
    pub fn reading(page: &Page) -> Self {
        let key = page.all("code").first().expect("a key for the app").replace(' ', "");
        let seed = Secret::Encoded(key.clone()).to_bytes().unwrap();
        Self(TOTP::new(Algorithm::SHA1, 6, 0, 30, seed, None, "x".into()).unwrap(), key)
    }

    /// The key of the app.
    pub fn key(&self) -> &str {
        &self.1
    }

    /// The code the app shows now.
    pub fn code(&self, app: &TestApp) -> String {
        self.code_at(app, 0)
    }

    /// The code of so many steps later.
    pub fn code_at(&self, app: &TestApp, steps: i64) -> String {
        self.0.generate((app.context.now().unix() + steps * 30).unsigned_abs())
    }
}

/// The secret part of a link in a mail.
pub fn token(text: &str) -> String {
    text.split("#t=").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned()
}

/// Opens a set-up link, chooses the password, sets up the phone, and so signs in.
pub async fn set_up(app: &TestApp, browser: &Browser, link: &str) -> Phone {
    let page = browser.get("/inloggen/instellen").await.submit(&[("token", &token(link))]).await;
    let phone = Phone::reading(&page);
    let page = page.submit(&[("password", PASSWORD), ("again", PASSWORD), ("code", &phone.code(app))]).await;
    assert_eq!(page.path, "/werk", "{} {}", page.status, page.text());
    phone
}

async fn sign_in(app: &TestApp, email: &str, password: &str, code: &str) -> (Browser, Page) {
    let browser = app.visitor();
    let page = browser.get("/inloggen/medewerker").await.submit(&[("email", email), ("password", password), ("code", code)]).await;
    (browser, page)
}

/// The first beheerder of a fresh installation, and the phone of that person.
async fn first_beheerder(app: &TestApp) -> (Browser, Phone) {
    let link = beheerder_link(&app.context, Email::parse("bea@voorbeeld.nl").unwrap(), "Bea".into()).await.unwrap();
    let bea = app.visitor();
    let phone = set_up(app, &bea, &link).await;
    (bea, phone)
}

#[test]
fn a_beheerder_invites_a_colleague_who_sets_up_and_signs_in() {
    on_each_database(async |app| {
        let (bea, _) = first_beheerder(&app).await;
        let page = bea
            .get("/werk/mensen")
            .await
            .submit(&[("email", "sam@voorbeeld.nl"), ("name", "Sam"), ("role", "gebiedsteam"), ("scope", "stad"), ("starts", "2027-03-01")])
            .await;
        assert!(page.shows("De rol is gegeven"), "{}", page.text());
        assert!(page.shows("Sam") && page.shows("toegang nog niet ingesteld"));

        let sam = app.visitor();
        let phone = set_up(&app, &sam, &app.last_mail_to("sam@voorbeeld.nl").await.text).await;
        assert!(app.last_mail_to("sam@voorbeeld.nl").await.subject.contains("is ingesteld"));
        assert_eq!(sam.get("/werk/mensen").await.status, 403, "not a beheerder");

        app.time_passes(TimeDelta::seconds(30));
        let (sam, page) = sign_in(&app, "sam@voorbeeld.nl", PASSWORD, &phone.code(&app)).await;
        assert!(page.shows("U bent ingelogd."), "{}", page.text());
        assert_eq!(sam.get("/mijn/profiel").await.status, 200);
    });
}

/// T-2FA: no code works twice, not even in two requests at the same moment.
#[test]
fn a_code_works_once() {
    on_each_database(async |app| {
        let (_, phone) = first_beheerder(&app).await;
        let used = phone.code(&app);
        let (_, page) = sign_in(&app, "bea@voorbeeld.nl", PASSWORD, &used).await;
        assert_eq!(page.status, 422, "the code of the set-up was used");
        app.time_passes(TimeDelta::seconds(30));
        let code = phone.code(&app);
        let tries: Vec<_> = (0..4).map(|_| sign_in(&app, "bea@voorbeeld.nl", PASSWORD, &code)).collect();
        let mut right = 0;
        for (_, page) in at_once(tries).await {
            right += u32::from(page.shows("U bent ingelogd."));
        }
        assert_eq!(right, 1);
    });
}

/// Awaits all at the same time.
pub async fn at_once<T>(all: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, slot) in all.iter_mut().zip(done.iter_mut()).filter(|(_, slot)| slot.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(cx) {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// T-2FA, R6: a code of somebody else, an old one and a wrong password are refused alike; guessing
/// slows down, and the owner can always come in again.
#[test]
fn guessing_slows_down_and_never_locks_out() {
    on_each_database(async |app| {
        let (_, phone) = first_beheerder(&app).await;
        app.time_passes(TimeDelta::seconds(60));
        for (password, code) in [(PASSWORD, "000000".to_owned()), ("een ander lang wachtwoord", phone.code(&app)), (PASSWORD, phone.code_at(&app, -3))] {
            assert_eq!(sign_in(&app, "bea@voorbeeld.nl", password, &code).await.1.status, 422);
        }
        let (_, page) = sign_in(&app, "bea@voorbeeld.nl", PASSWORD, &phone.code(&app)).await;
        assert_eq!(page.status, 422, "has to wait a second after three wrong tries");
        app.time_passes(TimeDelta::seconds(61));
        let (_, page) = sign_in(&app, "bea@voorbeeld.nl", PASSWORD, &phone.code(&app)).await;
        assert!(page.shows("U bent ingelogd."), "{}", page.text());
    });
}

#[test]
fn after_ten_wrong_tries_the_owner_hears_of_it() {
    on_each_database(async |app| {
        first_beheerder(&app).await;
        for _ in 0..10 {
            app.time_passes(TimeDelta::seconds(61));
            sign_in(&app, "bea@voorbeeld.nl", PASSWORD, "000000").await;
        }
        assert!(app.last_mail_to("bea@voorbeeld.nl").await.subject.contains("probeert in te loggen"));
    });
}

/// T-REVOKE: a role that ends counts from the next request on.
#[test]
fn a_role_ends_at_once() {
    on_each_database(async |app| {
        let (bea, _) = first_beheerder(&app).await;
        let sam = app.staff("Sam", Role::Beheerder, Scope::City).await;
        assert_eq!(sam.get("/werk/mensen").await.status, 200);
        let page = bea.get("/werk/mensen").await;
        let form = page.all("h3").iter().position(|name| name == "Sam").unwrap();
        let actions = page.attributes("form[action$='/einde']", "action");
        let page = page.submit_to(&actions[form], &[]).await;
        assert!(page.shows("De rol is beëindigd."), "{}", page.text());
        assert_eq!(sam.get("/werk/mensen").await.path, "/inloggen", "the session of somebody without a role has ended too");
        assert!(app.last_mail_to("sam@voorbeeld.nl").await.subject.contains("beëindigd"));
        let page = bea.get("/werk/mensen").await;
        let mine = page.attributes("form[action$='/einde']", "action");
        let page = page.submit_to(&mine[0], &[]).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("laatste beheerder"));
    });
}

#[test]
fn giving_a_role_asks_for_a_fresh_code() {
    on_each_database(async |app| {
        let (bea, phone) = first_beheerder(&app).await;
        app.time_passes(TimeDelta::minutes(5));
        let page = bea.get("/werk/mensen").await;
        assert!(page.shows("Bevestig dan eerst met een code"));
        let fields =
            [("email", "sam@voorbeeld.nl"), ("name", "Sam"), ("role", "gebiedsteam"), ("scope", "stad"), ("starts", "2027-03-01"), ("ends", "")];
        let page = bea.post("/werk/mensen", &fields).await;
        assert_eq!(page.status, 403);
        assert!(page.shows("Bevestig met een code"));
        let page = bea.get("/mijn/bevestigen?verder=/werk/mensen").await.submit(&[("code", "000000")]).await;
        assert_eq!(page.status, 422);
        let page = bea.get("/mijn/bevestigen?verder=/werk/mensen").await.submit(&[("code", &phone.code(&app))]).await;
        assert!(page.path == "/werk/mensen" && page.shows("Bevestigd."), "{}", page.text());
        assert!(bea.post("/werk/mensen", &fields).await.shows("De rol is gegeven"));
    });
}

#[test]
fn a_role_must_fit_its_place_and_its_term() {
    on_each_database(async |app| {
        let (bea, _) = first_beheerder(&app).await;
        for (role, scope, starts, ends, says) in [
            ("advies_lid", "stad", "2027-03-01", "", "past niet bij deze plek"),
            ("gebiedsteam", "gebied-99", "2027-03-01", "", "past niet bij deze plek"),
            ("gebiedsteam", "ergens", "2027-03-01", "", "Kies iets uit de lijst."),
            ("gebiedsteam", "stad", "2027-03-01", "2027-02-01", "na de eerste dag"),
            ("gebiedsteam", "stad", "1 maart", "", "Vul een datum in."),
            ("burgemeester", "stad", "2027-03-01", "", "Kies iets uit de lijst."),
        ] {
            let fields = [("email", "sam@voorbeeld.nl"), ("name", "Sam"), ("role", role), ("scope", scope), ("starts", starts), ("ends", ends)];
            let page = bea.post("/werk/mensen", &fields).await;
            assert_eq!(page.status, 422);
            assert!(page.shows(says), "{role} {scope} {starts}: {}", page.text());
            assert_eq!(page.value("#email").as_deref(), Some("sam@voorbeeld.nl"), "what was typed stays");
        }
    });
}

/// A set-up link does one thing, once, for a day; looking at it changes nothing.
#[test]
fn a_set_up_link_works_once_and_asks_for_a_good_password() {
    on_each_database(async |app| {
        let link = beheerder_link(&app.context, Email::parse("bea@voorbeeld.nl").unwrap(), "Bea".into()).await.unwrap();
        let token = token(&link);
        let browser = app.visitor();
        let page = browser.get("/inloggen/link").await.submit(&[("token", &token)]).await;
        assert_eq!(page.status, 409, "T-TOKENSCOPE: it does not sign in");
        for _ in 0..3 {
            assert_eq!(browser.get("/inloggen/instellen").await.submit(&[("token", &token)]).await.status, 200);
        }
        let page = browser.last();
        let phone = Phone::reading(&page);
        for (password, again, says) in [
            ("te kort", "te kort", "minstens 15 tekens"),
            ("wachtwoord-wachtwoord", "wachtwoord-wachtwoord", "makkelijk te raden"),
            (PASSWORD, "iets heel anders dan dat", "niet gelijk"),
        ] {
            let answer = page.submit(&[("password", password), ("again", again), ("code", &phone.code(&app))]).await;
            assert_eq!(answer.status, 422);
            assert!(answer.shows(says), "{}", answer.text());
        }
        app.time_passes(TimeDelta::hours(24));
        let late = page.submit(&[("password", PASSWORD), ("again", PASSWORD), ("code", &phone.code(&app))]).await;
        assert_eq!(late.status, 409);
        app.time_passes(TimeDelta::seconds(-1));
        let done = page.submit(&[("password", PASSWORD), ("again", PASSWORD), ("code", &phone.code(&app))]).await;
        assert_eq!(done.path, "/werk");
        let again = app.visitor().get("/inloggen/instellen").await.submit(&[("token", &token)]).await;
        assert_eq!(again.status, 409);
    });
}

/// T-REVOKE: a new password and a new phone end every other session.
#[test]
fn a_new_set_up_ends_all_other_sessions() {
    on_each_database(async |app| {
        let (bea, _) = first_beheerder(&app).await;
        let link = beheerder_link(&app.context, Email::parse("bea@voorbeeld.nl").unwrap(), "Bea".into()).await.unwrap();
        assert!(app.last_mail_to("bea@voorbeeld.nl").await.subject.contains("link gemaakt"), "beheerders hear of it");
        let elsewhere = app.visitor();
        set_up(&app, &elsewhere, &link).await;
        assert_eq!(bea.get("/werk/mensen").await.path, "/inloggen");
        assert_eq!(elsewhere.get("/werk/mensen").await.status, 200);
    });
}

/// A resident who is given a role signs in anew, with a second factor: the session they had, and the
/// link by mail, do not carry the role.
#[test]
fn nobody_gets_a_role_without_the_second_factor() {
    on_each_database(async |app| {
        let (bea, _) = first_beheerder(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let fields =
            [("email", "anna@voorbeeld.nl"), ("name", "Anna"), ("role", "gebiedsteam"), ("scope", "stad"), ("starts", "2027-03-02"), ("ends", "")];
        bea.post("/werk/mensen", &fields).await;
        assert_eq!(anna.get("/mijn/profiel").await.path, "/inloggen", "the session of before has ended");
        app.sign_in(&anna, "anna@voorbeeld.nl").await;
        assert_eq!(anna.get("/mijn/profiel").await.status, 200, "until the role begins");
        app.time_is("2027-03-02T00:00");
        assert_eq!(anna.get("/mijn/profiel").await.path, "/inloggen");
        app.visitor().get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        assert!(mail.text.contains("/inloggen/medewerker") && !mail.text.contains("#t="), "{}", mail.text);
    });
}

/// T-ENUM, T-TIME: whatever is wrong, the answer is the same, byte for byte, and takes as long.
#[test]
fn nobody_can_find_out_who_is_staff() {
    on_each_database(async |app| {
        first_beheerder(&app).await;
        app.resident("anna@voorbeeld.nl").await;
        let browser = app.visitor();
        let mut answers = Vec::new();
        for email in ["bea@voorbeeld.nl", "anna@voorbeeld.nl", "bob@voorbeeld.nl", "geen adres"] {
            let begun = std::time::Instant::now();
            let page = browser.get("/inloggen/medewerker").await.submit(&[("email", email), ("password", "een verkeerd wachtwoord"), ("code", "123456")]).await;
            if email.contains('@') {
                assert!(begun.elapsed().as_millis() >= 250, "{email}");
            }
            answers.push((page.status, page.html.replace(email, "X")));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        let mut links = Vec::new();
        for email in ["anna@voorbeeld.nl", "niemand@voorbeeld.nl", "bea@voorbeeld.nl"] {
            let page = browser.get("/inloggen").await.submit(&[("email", email)]).await;
            links.push((page.status, page.html));
        }
        assert!(links.iter().all(|answer| *answer == links[0]));
    });
}
