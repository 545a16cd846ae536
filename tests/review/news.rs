//! News for who supports or follows an idea: at once or in one letter, and ended by its link.

use wijkdeal::app::ideas::news;
use wijkdeal::config::MailTarget;
use wijkdeal::domain::idea::IdeaStep;
use wijkdeal::mail::Mailer;
use wijkdeal::worker::send_mail;

use super::town::{REASON, town};
use crate::support::{TestApp, on_each_database};

async fn mails_to(app: &TestApp, email: &str) -> usize {
    app.mails().await.iter().filter(|mail| mail.to == email).count()
}

#[test]
fn who_follows_hears_and_can_stop_with_the_link_in_the_mail() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, annas) = town.resident(&app, "Anna").await;
        let (_, bos) = town.resident(&app, "Bo").await;
        let idea = town.idea(&app, anna, "Plukbomen").await;
        let page = bos.get(&format!("/ideeen/{idea}")).await;
        page.submit_to(&format!("/ideeen/{idea}/volgen"), &[]).await;
        assert!(bos.get(&format!("/ideeen/{idea}")).await.shows("U volgt dit idee"));
        assert!(!annas.get(&format!("/ideeen/{idea}")).await.shows("Volg dit idee"), "an owner hears it anyway");

        town.steps(&app, idea, &[IdeaStep::PublishFeasible]).await;
        let mail = app.last_mail_to("bo@voorbeeld.nl").await;
        assert!(mail.subject.contains("Bekeken: het idee kan") && mail.text.contains(REASON), "{}", mail.text);
        let stop = mail.text.split_whitespace().filter_map(|word| word.strip_prefix(&app.base)).find(|path| path.starts_with("/afmelden/")).unwrap();
        // Without signing in, with one button.
        let visitor = app.visitor();
        let done = visitor.get(stop).await.submit_to(stop, &[]).await;
        assert!(done.shows("U krijgt geen mail meer over"), "{}", done.text());
        let before = mails_to(&app, "bo@voorbeeld.nl").await;
        town.steps(&app, idea, &[IdeaStep::Choose]).await;
        assert_eq!(mails_to(&app, "bo@voorbeeld.nl").await, before);
        let forged = stop.replace(&format!("/afmelden/{idea}/"), "/afmelden/9/");
        assert_eq!(visitor.get(&forged).await.status, 404);

        let given = bos.get("/mijn/gegeven").await;
        assert!(given.shows("U volgt het") && given.shows("Gekozen door bewoners"), "{}", given.text());
        given.submit_to("/mijn/gegeven", &[("unmute", &idea.to_string())]).await;
        town.steps(&app, idea, &[IdeaStep::Stop]).await;
        bos.post("/mijn/gegeven", &[("pace", "never")]).await;
        assert!(bos.get("/mijn/gegeven").await.shows("Geen mail meer over dit idee"), "mail is on again");
    });
}

#[test]
fn a_weekly_letter_has_everything_that_happened() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (bo, bos) = town.resident(&app, "Bo").await;
        let (one, other) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, anna, "Bankjes").await);
        for idea in [one, other] {
            bos.post(&format!("/ideeen/{idea}/steun"), &[]).await;
        }
        bos.get("/mijn/gegeven").await.submit_to("/mijn/gegeven", &[("pace", "weekly")]).await;
        // Monday 1 March 2027, after the letter of that day.
        let before = mails_to(&app, "bo@voorbeeld.nl").await;
        town.steps(&app, one, &[IdeaStep::TakeUp, IdeaStep::PublishFeasible]).await;
        town.steps(&app, other, &[IdeaStep::PublishNotFeasible]).await;
        assert_eq!(mails_to(&app, "bo@voorbeeld.nl").await, before, "it waits for Monday");
        app.time_is("2027-03-08T06:59");
        assert_eq!(news::send_letters(&app.context).await.unwrap(), 0);
        app.time_is("2027-03-08T07:00");
        assert_eq!(news::send_letters(&app.context).await.unwrap(), 1);
        assert_eq!(news::send_letters(&app.context).await.unwrap(), 0, "once");
        let mail = app.last_mail_to("bo@voorbeeld.nl").await;
        assert_eq!(mails_to(&app, "bo@voorbeeld.nl").await, before + 1);
        for part in ["3 berichten", "Plukbomen", "Bankjes", "Bekeken: het idee kan niet"] {
            assert!(mail.subject.contains(part) || mail.text.contains(part), "{part}: {} {}", mail.subject, mail.text);
        }
        let bos = app.browser_of(bo).await;
        let page = bos.get("/mijn/gegeven").await;
        assert!(page.shows("U steunt het"), "{}", page.text());
    });
}

/// The newest mail that left, as it went.
async fn as_sent(app: &TestApp) -> String {
    let MailTarget::Folder(folder) = &app.context.settings.mail else { panic!("mail goes to a folder") };
    send_mail(&app.context, &Mailer::new(&app.context.settings).unwrap()).await.unwrap();
    let newest = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).max().unwrap();
    std::fs::read_to_string(newest).unwrap()
}

/// The address in a header of a mail, without the lines it was folded into.
fn one_click(mail: &str, base: &str) -> String {
    let mail = mail.replace("\r\n ", "");
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
    let line = mail.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: ")).unwrap();
    line.trim().strip_prefix('<').unwrap().strip_suffix('>').unwrap().strip_prefix(base).unwrap().to_owned()
}

#[test]
fn a_mail_program_ends_the_mail_with_one_click() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (bo, bos) = town.resident(&app, "Bo").await;
        let (one, other) = (town.idea(&app, anna, "Plukbomen").await, town.idea(&app, anna, "Bankjes").await);
        for idea in [one, other] {
            bos.post(&format!("/ideeen/{idea}/volgen"), &[]).await;
        }
        town.steps(&app, one, &[IdeaStep::TakeUp]).await;
        let stop = one_click(&as_sent(&app).await, &app.base);
        let form = ("content-type", "application/x-www-form-urlencoded");
        let program = app.visitor();
        let click = async |path: &str, headers: &[(&str, &str)], body: &str| {
            program.request(reqwest::Method::POST, path, headers, body.as_bytes().to_vec()).await.status
        };
        assert_eq!(click(&stop, &[form], "List-Unsubscribe=No").await, 403, "only what RFC 8058 says");
        assert_eq!(click(&stop, &[form, ("origin", "https://evil.example")], "List-Unsubscribe=One-Click").await, 403, "and no page elsewhere");
        assert_eq!(click("/mijn/gegeven", &[form], "List-Unsubscribe=One-Click").await, 403, "and nothing else of ours");
        assert!(bos.get("/mijn/gegeven").await.shows("Geen mail meer over dit idee"));
        assert_eq!(click(&stop, &[form], "List-Unsubscribe=One-Click").await, 200);
        let before = mails_to(&app, "bo@voorbeeld.nl").await;
        town.steps(&app, one, &[IdeaStep::PublishFeasible]).await;
        assert_eq!(mails_to(&app, "bo@voorbeeld.nl").await, before);

        bos.post("/mijn/gegeven", &[("pace", "daily")]).await;
        town.steps(&app, other, &[IdeaStep::TakeUp]).await;
        app.time_is("2027-03-03T08:00");
        assert_eq!(news::send_letters(&app.context).await.unwrap(), 1);
        let all = one_click(&as_sent(&app).await, &app.base);
        assert!(app.visitor().get(&all).await.shows("geen mail meer over ideeën die u steunt of volgt"));
        let parts = [("content-type", "multipart/form-data; boundary=x")];
        let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert_eq!(click(&all, &parts, body).await, 200);
        town.steps(&app, other, &[IdeaStep::PublishFeasible]).await;
        app.time_is("2027-03-04T08:00");
        assert_eq!(news::send_letters(&app.context).await.unwrap(), 0);
        let page = app.browser_of(bo).await.get(&all).await;
        assert!(page.shows("U krijgt geen mail meer over ideeën"), "{}", page.text());
        let forged = all.replace(&format!("/{bo}/"), &format!("/{anna}/"));
        assert_eq!(click(&forged, &[form], "List-Unsubscribe=One-Click").await, 404);
    });
}
