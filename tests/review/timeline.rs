//! The public record of an idea and of an advies: read by a resident, taken along as a file, and told to who follows.

use wijkdeal::app::adviezen::{adopt, reply, write};
use wijkdeal::domain::advies::{AdviesStep, AdviesText, ReplyKind, Stance};
use wijkdeal::domain::idea::IdeaStep;
use wijkdeal::domain::person::{Actor, Grant, Role, Scope};
use wijkdeal::secrets::hex;
use wijkdeal::storage::events;

use super::town::{REASON, town};
use crate::support::on_each_database;

#[test]
fn an_advies_about_an_idea_reaches_who_follows_it_and_both_records_can_be_taken_along() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        bos.post(&format!("/ideeen/{idea}/volgen"), &[]).await;
        let orgaan =
            app.context.db.write(|conn| Ok(wijkdeal::storage::adviezen::insert_orgaan(conn, "kinderraad", &super::town::informal())?)).await.unwrap();
        let jo = app.person_with("Jo", &[(Role::AdviesVoorzitter, Scope::Adviesorgaan(orgaan))]).await;
        let sam = app.person_with("Sam", &[(Role::Gebiedsteam, Scope::Gebied(town.here))]).await;
        let starts = app.context.now().day();
        let actor = |id, name: &str, role, scope| Actor::Person { id, name: name.into(), grants: vec![Grant { role, scope, starts, ends: None }] };
        let jo = actor(jo, "Jo", Role::AdviesVoorzitter, Scope::Adviesorgaan(orgaan));
        let sam = actor(sam, "Sam", Role::Gebiedsteam, Scope::Gebied(town.here));
        let text = AdviesText {
            stance: Stance::Positive,
            title: "Plant inheemse bomen".into(),
            body: "Bomen die hier horen, trekken vogels en vlinders.".into(),
            interests: String::new(),
            points: Vec::new(),
        };
        let id = write::draft(&app.context, &jo, orgaan, write::Topic::Idea(idea), text).await.unwrap();
        let public = format!("/adviezen/{id}");
        for file in ["tijdlijn.json", "tijdlijn.csv"] {
            assert_eq!(app.visitor().get(&format!("{public}/{file}")).await.status, 404, "a draft is private");
        }
        for (version, step) in [(1, AdviesStep::Propose), (2, AdviesStep::Adopt), (3, AdviesStep::Publish)] {
            adopt::step(&app.context, &jo, id, version, step, None).await.unwrap();
        }
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.text.contains("Plant inheemse bomen"), "who follows the idea hears of the advies");
        reply::answer(&app.context, &sam, id, ReplyKind::Follow, REASON.into(), Vec::new()).await.unwrap();
        let mail = app.last_mail_to("bo@voorbeeld.nl").await;
        assert!(mail.text.contains(REASON) && mail.text.contains("/afmelden/"), "and of the reply: {}", mail.text);
        assert!(app.last_mail_to("anna@voorbeeld.nl").await.text.contains(REASON));

        let visitor = app.visitor();
        let page = visitor.get(&public).await;
        assert!(page.shows("Tijdlijn") && page.shows("Vastgesteld"), "{}", page.text());
        for (path, first, last) in
            [(public.as_str(), "advies.adopt", "advies.answer"), (&format!("/ideeen/{idea}"), "idea.submit", "idea.advies_reply")]
        {
            let json = visitor.get(&format!("{path}/tijdlijn.json")).await;
            let record: serde_json::Value = serde_json::from_str(&json.html).unwrap();
            let actions: Vec<&str> = record["events"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
            assert_eq!((actions.first(), actions.last()), (Some(&first), Some(&last)), "{actions:?}");
            assert!(!actions.contains(&"advies.propose"), "what happened inside stays inside");
            assert!(json.header("content-disposition").unwrap().contains("tijdlijn.json"));
            let table = visitor.get(&format!("{path}/tijdlijn.csv")).await.html;
            assert_eq!(table.lines().filter(|line| line.contains(";2027-") || line.contains(";2026-")).count(), actions.len(), "{table}");
        }
        assert_eq!(visitor.get("/ideeen/99/tijdlijn.json").await.status, 404);
    });
}

#[expect(clippy::disallowed_types, reason = "a stranger checks the files with another program")]
fn python() -> std::process::Command {
    std::process::Command::new("python3")
}

/// What the independent program says about files with these contents; the error when it is not right.
fn checked(record: &str, chain: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("tijdlijn.json"), folder.path().join("keten-0.csv"));
    std::fs::write(&first, record).unwrap();
    std::fs::write(&second, chain).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent/timeline.py");
    let answer = python().arg(script).args([first, second]).output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if answer.status.success() { Ok(said(&answer.stdout)) } else { Err(said(&answer.stderr)) }
}

#[test]
fn a_stranger_checks_the_files_and_notices_every_changed_line() {
    if python().arg("--version").output().is_err() {
        eprintln!("SKIPPED: there is no python3 to check with");
        return;
    }
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        town.idea(&app, anna, "Bankjes").await;
        town.steps(&app, idea, &[IdeaStep::TakeUp, IdeaStep::Ask]).await;
        let visitor = app.visitor();
        let record = visitor.get(&format!("/ideeen/{idea}/tijdlijn.json")).await.html;
        let chain = visitor.get("/logboek/keten-0.csv").await.html;
        let head = app.context.db.read(|conn| Ok(events::head(conn)?)).await.unwrap();
        let page = visitor.get("/logboek").await;
        assert!(page.shows(&hex(&head.1)) && page.html.contains("/logboek/keten-0.csv"), "{}", page.text());
        assert_eq!(visitor.get("/logboek/keten-1.csv").await.status, 404);
        let said = checked(&record, &chain).unwrap();
        assert!(said.contains("3 lines are right") && said.contains(&hex(&head.1)), "{said}");

        // A reason, a time, an action, a role, and facts that somebody changed afterwards.
        for (from, to) in [
            (REASON, "Omdat het mag."),
            ("T11:00:00.000000Z", "T11:00:00.000001Z"),
            ("idea.take_up", "idea.withdraw"),
            ("\"role\": \"clock\"", "\"role\": \"gebiedsteam\""),
            ("submitted", "draft"),
        ] {
            assert!(record.contains(from), "{from}: {record}");
            let wrong = checked(&record.replacen(from, to, 1), &chain).unwrap_err();
            assert!(wrong.contains("says something else"), "{from}: {wrong}");
        }
        // A line that was left out of the logbook, and one of which the hash was computed again.
        let without: String = chain.lines().filter(|line| !line.starts_with("2;")).fold(String::new(), |all, line| all + line + "\n");
        assert!(checked(&record, &without).unwrap_err().contains("does not follow"));
        let leaf = &chain.lines().nth(2).unwrap()[2..66];
        assert!(checked(&record, &chain.replace(leaf, &"0".repeat(64))).unwrap_err().contains("link 2"));
        assert_eq!(app.context.db.read(|conn| Ok(events::check(conn)?)).await.unwrap(), Ok(head), "and the platform itself sees it whole");
    });
}
