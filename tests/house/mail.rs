//! Mail leaves by itself, and waits when it cannot.

use std::net::TcpListener;

use chrono::TimeDelta;
use wijkdeal::config::{MailTarget, Settings};
use wijkdeal::mail::Mailer;
use wijkdeal::worker::send_mail;

use crate::support::on_each_database;

/// T-SMTP: a mail waits while the server is away, is tried again later and later, and goes once.
#[test]
fn mail_waits_for_the_server_and_goes_once() {
    on_each_database(async |app| {
        let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let smtp = Settings { mail: MailTarget::Smtp(format!("smtp://{away}")), ..(*app.context.settings).clone() };
        let (away, back) = (Mailer::new(&smtp).unwrap(), Mailer::new(&app.context.settings).unwrap());
        app.visitor().get("/inloggen").await.submit(&[("email", "anna@voorbeeld.nl")]).await;
        assert_eq!(app.mails().await.len(), 1, "the page does not wait for the mail server");

        assert_eq!(send_mail(&app.context, &away).await.unwrap(), 0);
        assert_eq!(send_mail(&app.context, &back).await.unwrap(), 0, "not at once again");
        app.time_passes(TimeDelta::minutes(1));
        assert_eq!(send_mail(&app.context, &away).await.unwrap(), 0);
        app.time_passes(TimeDelta::minutes(4));
        assert_eq!(send_mail(&app.context, &back).await.unwrap(), 0, "the second wait is five minutes");
        app.time_passes(TimeDelta::minutes(1));
        assert_eq!(send_mail(&app.context, &back).await.unwrap(), 1);
        app.time_passes(TimeDelta::days(1));
        assert_eq!(send_mail(&app.context, &back).await.unwrap(), 0, "sent is sent");
    });
}
