//! Coming in with a link from a mail.

use chrono::TimeDelta;

use crate::support::on_each_database;

#[test]
fn a_resident_comes_in_with_the_digits_from_the_mail() {
    on_each_database(async |app| {
        let anna = app.resident("anna@voorbeeld.nl").await;
        assert!(anna.last().shows("U bent ingelogd."), "{}", anna.last().text());
    });
}

#[test]
fn a_link_works_once_and_ten_minutes_and_only_in_the_browser_that_asked() {
    on_each_database(async |app| {
        let anna = app.visitor();
        anna.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        let mail = app.last_mail_to("anna@voorbeeld.nl").await;
        let token = mail.text.split("#t=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();

        let other = app.visitor();
        let page = other.get("/inloggen/link").await.submit(&[("token", &token)]).await;
        assert_eq!(page.status, 409);
        assert!(page.shows("in een andere browser"));

        app.time_passes(TimeDelta::minutes(10));
        let page = anna.get("/inloggen/link").await.submit(&[("token", &token)]).await;
        assert!(page.shows("werkt niet (meer)"), "{}", page.text());
        app.time_passes(TimeDelta::milliseconds(-1));
        let page = anna.get("/inloggen/link").await.submit(&[("token", &token)]).await;
        assert!(page.shows("U bent ingelogd."));
        let page = anna.get("/inloggen/link").await.submit(&[("token", &token)]).await;
        assert!(page.shows("werkt niet (meer)"));
    });
}

/// R5: whoever types the address of somebody else again and again does not fill their mailbox, and
/// sees the same page all the same.
#[test]
fn asking_again_and_again_sends_three_mails_a_quarter_and_ten_a_day() {
    on_each_database(async |app| {
        let visitor = app.visitor();
        let mut sent = Vec::new();
        for _ in 0..5 {
            for _ in 0..5 {
                let page = visitor.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
                assert!(page.status == 200 && page.all("input[name=code]").len() <= 1, "{}", page.text());
            }
            sent.push(app.mails().await.iter().filter(|mail| mail.to == "anna@voorbeeld.nl").count());
            app.time_passes(TimeDelta::minutes(16));
        }
        assert_eq!(sent, [3, 6, 9, 10, 10]);
        app.time_passes(TimeDelta::hours(24));
        visitor.get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        assert_eq!(app.mails().await.len(), 11);
    });
}
