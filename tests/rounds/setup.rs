//! From a template to frozen rules.

use wijkdeal::domain::outcome::RoundStatus;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::domain::rules::Template;
use wijkdeal::storage::{round_records, rounds};

use super::{city, manager, published};
use crate::support::{TestApp, on_each_database};

async fn round(app: &TestApp, slug: &'static str) -> rounds::Round {
    app.context.db.read(move |conn| rounds::by_slug(conn, slug)).await.unwrap()
}

#[test]
fn every_template_becomes_a_round_with_published_rules() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        app.person_with("Team Lid", &[(Role::Gebiedsteam, Scope::Gebied(gebied))]).await;
        let mana = manager(&app, gebied).await;
        for (before, template) in Template::ALL.iter().enumerate() {
            let name = format!("Ronde {}", template.as_str());
            let page = mana.get("/werk/rondes/nieuw").await;
            let fields =
                [("name", name.as_str()), ("purpose", "Samen kiezen wat er gebeurt."), ("template", template.as_str()), ("wijk", &wijk.to_string())];
            let page = page.submit(&fields).await;
            assert_eq!(page.status, 200, "{}", page.text());
            // What the form shows is what was stored: saving it again changes nothing.
            let page = page.submit(&[("name", &name)]).await;
            assert!(page.shows("Alles is in orde. De ronde kan open."), "{template:?}: {}", page.text());
            assert_eq!(app.visitor().get("/rondes").await.all("h3").len(), before, "a draft is not public");
            let page = page.submit(&[]).await;
            assert!(page.shows("De spelregels zijn gepubliceerd."), "{}", page.text());
        }
        assert_eq!(app.visitor().get("/rondes").await.all("h3").len(), Template::ALL.len());
        let stored = round(&app, "ronde-top-10").await;
        assert_eq!((stored.status, &stored.rules), (RoundStatus::Published, &Template::TopTen.rules()));
        let rules = app.visitor().get("/rondes/ronde-top-10/spelregels").await;
        assert!(rules.shows("De 10 plannen met de meeste stemmen gaan door."));
        assert!(rules.shows("Versie 1"));
        let mail = app.last_mail_to("team-lid@voorbeeld.nl").await;
        assert!(mail.subject.contains("zijn gepubliceerd"), "{}", mail.subject);
    });
}

#[test]
fn the_published_text_has_the_published_hash() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let id = published(&app, gebied, wijk).await;
        let text = app.visitor().get("/rondes/de-wijert-2027/spelregels/1.json").await;
        let versions = app.context.db.read(move |conn| Ok(round_records::versions(conn, id)?)).await.unwrap();
        assert_eq!(versions[0].hash, wijkdeal::domain::published::hash(&text.html));
        let shown = wijkdeal::secrets::hex(&versions[0].hash);
        assert!(app.visitor().get("/rondes/de-wijert-2027/spelregels").await.shows(&shown));
        assert_eq!(app.visitor().get("/rondes/de-wijert-2027/spelregels/2.json").await.status, 404);
    });
}

#[test]
fn what_is_missing_or_impossible_is_said_in_words_and_nothing_opens() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let mana = manager(&app, gebied).await;
        let fields = [("name", "Top tien"), ("purpose", "Samen kiezen wat er gebeurt."), ("template", "top_10"), ("wijk", &wijk.to_string())];
        let page = mana.get("/werk/rondes/nieuw").await.submit(&fields).await;
        let impossible = [
            ("min_votes", "9000"),
            ("quorum", "9001"),
            ("ballot_min", "5"),
            ("ballot_max", "3"),
            ("theme_amount_0", "1.000"),
            ("letter", ""),
            ("starts_vote", ""),
            ("ends_vote", ""),
        ];
        let page = page.submit(&impossible).await;
        for words in [
            "Een plan heeft 9.000 stemmen nodig, maar er wonen 7.990 mensen.",
            "Er moeten 9.001 mensen stemmen, maar er wonen 7.990 mensen.",
            "Bewoners moeten minstens 5 en mogen hoogstens 3 plannen kiezen.",
            "De thema’s en de joker zijn samen € 1.000. De ronde heeft € 150.000.",
            "Niemand kan stemmen.",
            "De fase ‘Stemmen’ heeft nog geen data.",
            "Er staat nog geen raadsbesluit bij.",
        ] {
            assert!(page.shows(words), "{words}: {}", page.text());
        }
        let version = round(&app, "top-tien").await.version.to_string();
        let refused = mana.post("/werk/rondes/top-tien/publiceren", &[("version", &version)]).await;
        assert_eq!(refused.status, 409);
        assert_eq!(round(&app, "top-tien").await.status, RoundStatus::Draft);
    });
}

#[test]
fn rules_change_in_a_new_version_with_a_reason_and_freeze_when_the_round_opens() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        let mana = manager(&app, gebied).await;
        let form = mana.get("/werk/rondes/de-wijert-2027").await;

        let page = form.submit(&[("places", "5")]).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Vul een reden in."), "{}", page.text());
        assert_eq!(page.value("input[name=places]").as_deref(), Some("5"), "what was typed stays");

        let page = page.submit(&[("places", "5"), ("reason", "De raad gaf minder geld.")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let rules = app.visitor().get("/rondes/de-wijert-2027/spelregels").await;
        assert!(rules.shows("De 5 plannen") && rules.shows("De raad gaf minder geld.") && rules.shows("Versie 2"), "{}", rules.text());
        let old = app.visitor().get("/rondes/de-wijert-2027/spelregels?versie=1").await;
        assert!(old.shows("De 10 plannen") && old.shows("Dit is een eerdere versie."));

        app.time_is("2027-04-01T09:00");
        let mana = app.browser_of(app.person_with("Mana Twee", &[(Role::Gebiedsmanager, Scope::Gebied(gebied))]).await).await;
        let refused = mana.post("/werk/rondes/de-wijert-2027", &[("version", "3"), ("name", "Anders"), ("reason", "Te laat")]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(mana.get("/werk/rondes/de-wijert-2027").await.shows("De spelregels liggen vast."));
        let whole = wijkdeal::app::rounds::Setup {
            name: "Anders".into(),
            purpose: "Iets heel anders.".into(),
            wijken: vec![wijk],
            buurten: Vec::new(),
            rules: Template::TopTen.rules(),
            schedule: super::schedule(&super::YEAR),
            raadsbesluit: None,
            verdicts_at: None,
        };
        let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let grants = vec![wijkdeal::domain::person::Grant { role: Role::Gebiedsmanager, scope: Scope::Gebied(gebied), starts: day, ends: None }];
        let actor = wijkdeal::domain::person::Actor::Person { id: wijkdeal::domain::ids::PersonId(1), name: "M".into(), grants };
        let version = round(&app, "de-wijert-2027").await.version;
        let refused = wijkdeal::app::rounds::save(&app.context, actor, "de-wijert-2027".into(), version, whole, "Te laat".into()).await.unwrap_err();
        assert!(matches!(refused, wijkdeal::error::Error::Refused(m) if m.key == "error-round-frozen"));
        assert_eq!(round(&app, "de-wijert-2027").await.name, "Wijkdeal De Wijert 2027");
    });
}

#[test]
fn two_people_never_overwrite_each_other() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        let mana = manager(&app, gebied).await;
        let first = mana.get("/werk/rondes/de-wijert-2027").await;
        let second = mana.get("/werk/rondes/de-wijert-2027").await;
        assert_eq!(first.submit(&[("places", "5"), ("reason", "Minder geld gekregen")]).await.status, 200);
        let page = second.submit(&[("places", "7"), ("reason", "Meer geld gekregen")]).await;
        assert_eq!(page.status, 409);
        assert_eq!(page.value("input[name=places]").as_deref(), Some("7"), "what was typed stays");
    });
}

#[test]
fn a_time_in_the_night_the_clock_changes_is_asked_and_not_guessed() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        published(&app, gebied, wijk).await;
        let mana = manager(&app, gebied).await;
        let form = mana.get("/werk/rondes/de-wijert-2027").await;
        let typed = [
            ("starts_execute", "2027-10-31T02:30"),
            ("ends_execute", "2027-10-31T12:00"),
            ("starts_evaluate", "2027-11-01T09:00"),
            ("reason", "Uitvoering erbij"),
        ];
        let page = form.submit(&typed).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Deze tijd komt twee keer."), "{}", page.text());
        assert!(page.shows("(00:30 UTC)") && page.shows("(01:30 UTC)"), "both moments are offered");
        let page = page.submit(&[("reason", "Uitvoering erbij"), ("starts_execute_which", "second")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let stored = round(&app, "de-wijert-2027").await.schedule.window(wijkdeal::domain::phase::Phase::Execute).unwrap();
        assert_eq!(stored.starts.naive_utc().to_string(), "2027-10-31 01:30:00");
        let again = mana.get("/werk/rondes/de-wijert-2027").await;
        assert_eq!(again.value("input[name=starts_execute_which][checked]").as_deref(), Some("second"), "and stays when it is opened again");
        let gap = [("starts_execute", "2028-03-26T02:30"), ("starts_execute_which", ""), ("ends_execute", "2028-04-01T12:00")];
        let page = again.submit(&[("reason", "Nog eens anders"), gap[0], gap[1], gap[2]]).await;
        assert!(page.shows("Deze tijd bestaat niet.") && page.shows("1.30 uur (00:30 UTC)") && page.shows("3.30 uur (01:30 UTC)"), "{}", page.text());
    });
}

#[test]
fn a_draft_and_its_forms_are_for_those_who_manage_the_gebied() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        let mana = manager(&app, gebied).await;
        let fields = [("name", "Geheim plan"), ("purpose", "Samen kiezen wat er gebeurt."), ("template", "good_idea"), ("wijk", &wijk.to_string())];
        assert_eq!(mana.get("/werk/rondes/nieuw").await.submit(&fields).await.status, 200);
        let other = app.staff("Oost Manager", Role::Gebiedsmanager, Scope::Gebied(wijkdeal::domain::ids::GebiedId(gebied.0 + 1))).await;
        assert_eq!(app.visitor().get("/rondes/geheim-plan").await.status, 404);
        assert_eq!(other.get("/rondes/geheim-plan").await.status, 404);
        assert_eq!(other.get("/werk/rondes/geheim-plan").await.status, 403);
        assert_eq!(mana.get("/rondes/geheim-plan").await.status, 200);
        let sneaky = other.post("/werk/rondes/nieuw", &[("gebied", &gebied.to_string()), fields[0], fields[1], fields[2], fields[3]]).await;
        assert_eq!(sneaky.status, 403);
        assert!(mana.get("/werk").await.shows("Maak ‘Geheim plan’ af"));
    });
}
