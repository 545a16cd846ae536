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
