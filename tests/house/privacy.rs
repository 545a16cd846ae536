//! What is kept, and that it goes.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use wijkdeal::app::privacy::{Cleaned, clean_up};
use wijkdeal::cli::people::beheerder_link;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::text::Email;
use wijkdeal::domain::time::Language;
use wijkdeal::error::Message;
use wijkdeal::mail::Mailer;
use wijkdeal::storage::schema::{gebieden, ideas, rounds};
use wijkdeal::storage::{Db, Target};
use wijkdeal::views::mail::Letter;
use wijkdeal::worker;

use super::access::on_sqlite;
use super::staff::set_up;
use crate::support::{TestApp, databases, on_each_database};

/// A draft and a submitted idea of this person.
async fn two_ideas(app: &TestApp, owner: i64) {
    let now = app.context.now();
    app.context
        .db
        .write(move |conn| {
            diesel::insert_into(gebieden::table)
                .values((gebieden::id.eq(1), gebieden::slug.eq("zuid"), gebieden::name.eq("Zuid"), gebieden::kind.eq("stad")))
                .execute(conn)?;
            diesel::insert_into(rounds::table)
                .values((
                    rounds::id.eq(1),
                    rounds::slug.eq("r"),
                    rounds::name.eq("R"),
                    rounds::purpose.eq("x"),
                    rounds::gebied_id.eq(1),
                    rounds::status.eq("published"),
                    rounds::rules.eq("{}"),
                    rounds::inhabitants.eq(10),
                    rounds::created_at.eq(now),
                    rounds::version.eq(1),
                ))
                .execute(conn)?;
            for (state, title) in [("draft", "Geheim concept"), ("submitted", "Een bankje")] {
                diesel::insert_into(ideas::table)
                    .values((
                        ideas::round_id.eq(1),
                        ideas::owner_id.eq(owner),
                        ideas::state.eq(state),
                        ideas::title.eq(title),
                        ideas::why.eq("w"),
                        ideas::residents_do.eq("r"),
                        ideas::municipality_does.eq("m"),
                        ideas::place.eq("p"),
                        ideas::search_text.eq("s"),
                        ideas::form_key.eq(title),
                        ideas::created_at.eq(now),
                        ideas::changed_at.eq(now),
                        ideas::version.eq(1),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

async fn titles_and_names(app: &TestApp) -> Vec<(String, String, Option<String>)> {
    use wijkdeal::storage::schema::people;
    let query = |conn: &mut Db| {
        Ok(ideas::table
            .inner_join(people::table.on(people::id.eq(ideas::owner_id)))
            .order(ideas::id)
            .select((ideas::title, people::name, people::email))
            .load(conn)?)
    };
    app.context.db.read(query).await.unwrap()
}

/// All bytes of an SQLite database, after what was written last has reached the file.
fn bytes_of(app: &TestApp) -> Option<Vec<u8>> {
    let Target::Sqlite(path) = &app.context.settings.database else { return None };
    let mut conn = SqliteConnection::establish(path).unwrap();
    conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut all = std::fs::read(path).unwrap();
    all.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    Some(all)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// T-GDPR: who asks to be forgotten is forgotten; what they made public stays.
#[test]
fn who_is_erased_is_forgotten_and_their_public_ideas_stay() {
    on_each_database(async |app| {
        let anna = app.resident("anna.canarie@voorbeeld.nl").await;
        anna.get("/mijn/profiel").await.submit(&[("name", "Anna Canarie")]).await;
        let id = person_id(&app, "anna.canarie@voorbeeld.nl").await;
        two_ideas(&app, id).await;
        let own = anna.get("/mijn/gegevens.json").await;
        assert!(own.header("content-disposition").unwrap().starts_with("attachment"));
        for known in ["anna.canarie@voorbeeld.nl", "Anna Canarie", "Geheim concept", "Een bankje"] {
            assert!(own.html.contains(known), "{known}");
        }
        let page = anna.get("/mijn/wissen").await.submit_to("/mijn/wissen", &[]).await;
        assert!(page.shows("Uw account is gewist."), "{}", page.text());
        assert_eq!(anna.get("/mijn/profiel").await.path, "/inloggen");
        assert_eq!(titles_and_names(&app).await, [("Een bankje".to_owned(), "bewoner".to_owned(), None)]);

        let mailer = Mailer::new(&app.context.settings).unwrap();
        worker::send_mail(&app.context, &mailer).await.unwrap();
        app.time_passes(TimeDelta::days(31));
        clean_up(&app.context).await.unwrap();
        if let Some(bytes) = bytes_of(&app) {
            for gone in ["anna.canarie", "Anna Canarie", "Geheim concept"] {
                assert!(!contains(&bytes, gone), "{gone} is still in the file");
            }
        }
        let again = app.resident("anna.canarie@voorbeeld.nl").await;
        assert!(!again.get("/mijn/gegevens.json").await.html.contains("bankje"), "the same address is somebody new");
    });
}

async fn person_id(app: &TestApp, email: &str) -> i64 {
    use wijkdeal::storage::people;
    let email = Email::parse(email).unwrap();
    app.context.db.read(move |conn| Ok(people::by_email(conn, &email)?.unwrap().id.0)).await.unwrap()
}

#[test]
fn staff_give_their_role_back_before_they_are_erased() {
    on_each_database(async |app| {
        let sam = app.staff("Sam", Role::Gebiedsteam, Scope::City).await;
        assert!(sam.get("/mijn/wissen").await.attributes("main form", "action").is_empty());
        let page = sam.post("/mijn/wissen", &[]).await;
        assert!(page.status == 409 && page.shows("U heeft nog een rol"), "{}", page.text());
    });
}

/// T-RETENTION: what has had its time goes by itself, and going twice changes nothing.
#[test]
fn what_has_had_its_time_goes_by_itself() {
    on_each_database(async |app| {
        let anna = app.resident("anna@voorbeeld.nl").await;
        anna.post("/uitloggen", &[]).await;
        let now = app.context.now();
        let hold = move |conn: &mut Db| {
            use wijkdeal::storage::schema::held_forms::dsl as h;
            let row = (h::visitor_hash.eq(vec![1_u8; 32]), h::path.eq("/x"), h::fields.eq("{}"), h::held_at.eq(now));
            Ok(diesel::insert_into(h::held_forms).values(row).execute(conn)?)
        };
        app.context.db.write(hold).await.unwrap();
        worker::send_mail(&app.context, &Mailer::new(&app.context.settings).unwrap()).await.unwrap();
        assert_eq!(clean_up(&app.context).await.unwrap(), Cleaned::default(), "nothing yet");
        app.time_passes(TimeDelta::hours(24) + TimeDelta::minutes(10) + TimeDelta::seconds(1));
        assert_eq!(clean_up(&app.context).await.unwrap(), Cleaned { links: 1, forms: 1, ..Cleaned::default() });
        app.time_passes(TimeDelta::days(30));
        assert_eq!(clean_up(&app.context).await.unwrap(), Cleaned { sessions: 1, mails: 1, ..Cleaned::default() });
        assert_eq!(clean_up(&app.context).await.unwrap(), Cleaned::default());
    });
}

/// T-RETENTION: the codes of a round go a month after its outcome was published, and not before.
#[test]
fn the_codes_of_a_round_go_a_month_after_its_outcome() {
    on_each_database(async |app| {
        use wijkdeal::storage::schema::{code_batches, outcomes, roll, wijken};
        let owner = app.person_with("Anna", &[]).await;
        two_ideas(&app, owner.0).await;
        let now = app.context.now();
        let fill = move |conn: &mut Db| {
            diesel::insert_into(wijken::table)
                .values((
                    (wijken::id.eq(1), wijken::gebied_id.eq(1), wijken::slug.eq("w"), wijken::name.eq("W")),
                    (wijken::inhabitants.eq(10), wijken::inhabitants_year.eq(2026), wijken::valid_from.eq(now.day())),
                ))
                .execute(conn)?;
            diesel::insert_into(code_batches::table)
                .values((
                    (code_batches::id.eq(1), code_batches::round_id.eq(1), code_batches::wijk_id.eq(1)),
                    (code_batches::channel.eq("letter"), code_batches::codes.eq(1), code_batches::made_at.eq(now)),
                ))
                .execute(conn)?;
            diesel::insert_into(roll::table)
                .values((
                    (roll::round_id.eq(1), roll::code_hash.eq(vec![1_u8; 32]), roll::wijk_id.eq(1)),
                    (roll::batch_id.eq(1), roll::channel.eq("letter"), roll::state.eq("used")),
                ))
                .execute(conn)?;
            diesel::insert_into(outcomes::table)
                .values((
                    (
                        outcomes::round_id.eq(1),
                        outcomes::version.eq(1),
                        outcomes::state.eq("published"),
                        outcomes::election.eq("{}"),
                        outcomes::outcome.eq("{}"),
                    ),
                    (
                        outcomes::explanation.eq("{}"),
                        outcomes::replay.eq("{}"),
                        outcomes::turnout.eq("{}"),
                        outcomes::engine.eq("1"),
                        outcomes::input_hash.eq("00"),
                    ),
                    (outcomes::counted_at.eq(now), outcomes::published_at.eq(now)),
                ))
                .execute(conn)?;
            Ok(())
        };
        app.context.db.write(fill).await.unwrap();
        app.time_passes(TimeDelta::days(30));
        assert_eq!(clean_up(&app.context).await.unwrap().codes, 0);
        app.time_passes(TimeDelta::seconds(1));
        assert_eq!(clean_up(&app.context).await.unwrap().codes, 1);
    });
}

/// Everything that is logged in this process.
fn log() -> &'static Arc<Mutex<Vec<u8>>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log: Arc<Mutex<Vec<u8>>> = Arc::default();
        let writer = Arc::clone(&log);
        tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new("info,wijkdeal=trace,actix_web=debug,diesel=trace"))
            .with_writer(move || Keeper(Arc::clone(&writer)))
            .init();
        log
    })
}

struct Keeper(Arc<Mutex<Vec<u8>>>);

impl Write for Keeper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// T-CANARY: no password, code, key, token or address is in the log, and no secret in the database.
#[test]
fn no_secret_is_in_the_log_or_the_database() {
    on_sqlite(async |app| {
        let log = log();
        let link = beheerder_link(&app.context, Email::parse("kanarie.bea@voorbeeld.nl").unwrap(), "Kanarie Bea".into()).await.unwrap();
        let setup_token = super::staff::token(&link);
        let bea = app.visitor();
        let phone = set_up(&app, &bea, &link).await;
        app.time_passes(TimeDelta::seconds(30));
        let wrong = "kanarie wachtwoord dat niet klopt";
        app.visitor()
            .get("/inloggen/medewerker")
            .await
            .submit(&[("email", "kanarie.bea@voorbeeld.nl"), ("password", wrong), ("code", &phone.code(&app))])
            .await;
        let anna = app.resident("kanarie.anna@voorbeeld.nl").await;
        let mail = app.last_mail_to("kanarie.anna@voorbeeld.nl").await;
        let token = super::staff::token(&mail.text);
        anna.get("/bestaat-niet?geheim=kanarie-in-de-vraag").await;
        worker::send_mail(&app.context, &Mailer::new(&app.context.settings).unwrap()).await.unwrap();

        let logged = log.lock().unwrap().clone();
        let secrets = [setup_token.as_str(), token.as_str(), wrong, super::staff::PASSWORD, phone.key()];
        for secret in secrets.into_iter().chain(["kanarie.bea", "kanarie.anna", "Kanarie Bea", "kanarie-in-de-vraag"]) {
            assert!(!contains(&logged, secret), "{secret} was logged");
        }
        assert!(contains(&logged, "a staff sign-in was refused"), "the refusal was logged");
        let bytes = bytes_of(&app).unwrap();
        for secret in secrets {
            assert!(!contains(&bytes, secret), "{secret} is in the database");
        }
    });
}

/// T-MAILINJ: no address with something more in it gets a mail, and no words of somebody become a
/// header.
#[test]
fn nothing_that_is_typed_becomes_a_header_of_a_mail() {
    on_sqlite(async |app| {
        let browser = app.visitor();
        for address in
            ["a@b.nl\r\nBcc: c@d.nl", "a@b.nl,c@d.nl", "a@b.nl;c@d.nl", "a%0a@b.nl", "a@b.nl\0", "<a@b.nl>", &format!("{}@b.nl", "a".repeat(10_000))]
        {
            let page = browser.get("/inloggen").await.submit(&[("email", address)]).await;
            assert_eq!(page.status, 422, "{address:.40}");
        }
        assert!(app.mails().await.is_empty());
        let title = "Een bankje\r\nBcc: c@d.nl\r\n\r\n<script>";
        let letter = Letter::new(Message::new("mail-idea-submit-subject").with("title", title)).quote(title);
        let mail = app.context.views.mail(&Email::parse("anna@voorbeeld.nl").unwrap(), Language::Nl, &letter).unwrap();
        assert!(!mail.html.contains("<script>"));
        let mailer = Mailer::new(&app.context.settings).unwrap();
        mailer.send(wijkdeal::domain::ids::MailId(7), &mail).await.unwrap();
        let sent = std::fs::read_to_string(app.context.settings.data_dir.join("mail").join("00000007.eml")).unwrap();
        let head = sent.split("\r\n\r\n").next().unwrap().to_lowercase();
        assert!(!head.lines().any(|line| line.starts_with("bcc:")), "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("to:")).count(), 1);
        assert!(head.contains("auto-submitted: auto-generated"));
    });
}

/// The mailbox of the demo shows every mail, and can do nothing but follow links; elsewhere it is
/// not there.
#[test]
fn the_mailbox_is_there_in_the_demo_only() {
    on_sqlite(async |app| {
        app.resident("anna@voorbeeld.nl").await;
        for path in ["/demo/mail", "/demo/mail/1", "/demo/mail/1/brief"] {
            assert_eq!(app.visitor().get(path).await.status, 404);
        }
    });
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start_with(&databases::sqlite(), |settings| settings.demo = true).await;
        app.resident("anna@voorbeeld.nl").await;
        worker::send_mail(&app.context, &Mailer::new(&app.context.settings).unwrap()).await.unwrap();
        let reader = app.visitor();
        assert!(reader.get("/demo/mail").await.shows("anna@voorbeeld.nl"));
        let page = reader.get("/demo/mail/1").await;
        assert!(page.attributes("main a", "href").iter().any(|href| href.starts_with("/inloggen/link#t=")), "{}", page.text());
        let letter = reader.get("/demo/mail/1/brief").await;
        let policy = letter.header("content-security-policy").unwrap();
        assert!(policy.contains("sandbox") && !policy.contains("script") && letter.html.contains("<table"), "{policy}");
    });
}
