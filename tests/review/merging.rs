//! Two ideas go on together, only when both owners agree.

use wijkdeal::domain::idea::{IdeaState, Part};
use wijkdeal::storage::ideas;

use super::town::{REASON, find, state, town};
use crate::support::{Browser, Page, TestApp, on_each_database};

/// The page that the newest mail to this address links to, in this browser.
async fn asked(app: &TestApp, browser: &Browser, email: &str) -> Page {
    let mail = app.last_mail_to(email).await;
    let path = mail.text.split_whitespace().find_map(|word| word.strip_prefix(&app.base)).unwrap_or_else(|| panic!("no link in {}", mail.text));
    browser.get(path).await
}

#[test]
fn a_refusal_keeps_ideas_apart_and_consent_later_joins_them() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let ((anna, annas), (bo, bos)) = (town.resident(&app, "Anna").await, town.resident(&app, "Bo").await);
        let (_, nosy) = town.resident(&app, "Nosy").await;
        let (fruit, trees) = (town.idea(&app, anna, "Fruit in de straat").await, town.idea(&app, bo, "Plukbomen").await);
        let sam = town.reviewer(&app, "Sam").await;
        let action = format!("/werk/ideeen/{fruit}/samenvoegen");
        let propose = async || {
            let fields = [("into", &*trees.to_string()), ("merge_reason", REASON)];
            sam.get(&format!("/werk/ideeen/{fruit}")).await.submit_to(&action, &fields).await
        };

        propose().await;
        let again = sam.post(&action, &[("into", &trees.to_string()), ("merge_reason", REASON)]).await;
        assert_eq!(again.status, 409, "one proposal at a time");
        let first = asked(&app, &annas, "anna@voorbeeld.nl").await;
        assert!(first.shows("Fruit in de straat") && first.shows("Plukbomen") && first.shows(REASON));
        assert_eq!(nosy.get(&first.path).await.status, 403);
        assert_eq!(nosy.post(&first.path, &[("says", "yes")]).await.status, 403);
        annas.post(&first.path, &[("says", "yes")]).await;
        let page = bos.post(&first.path, &[("says", "no")]).await;
        assert!(page.shows("De ideeën blijven apart"), "{}", page.text());
        assert_eq!((state(&app, fruit).await, state(&app, trees).await), (IdeaState::Submitted, IdeaState::Submitted));
        for email in ["anna@voorbeeld.nl", "bo@voorbeeld.nl", "sam@voorbeeld.nl"] {
            assert!(app.last_mail_to(email).await.text.contains("worden niet samengevoegd"), "{email}");
        }
        assert_eq!(annas.post(&first.path, &[("says", "yes")]).await.status, 409, "decided is decided");

        propose().await;
        let second = asked(&app, &bos, "bo@voorbeeld.nl").await;
        assert_ne!(second.path, first.path);
        bos.post(&second.path, &[("says", "yes")]).await;
        assert_eq!(state(&app, fruit).await, IdeaState::Submitted, "one yes is not enough");
        let page = annas.post(&second.path, &[("says", "yes")]).await;
        assert!(page.shows("De ideeën gaan samen verder"), "{}", page.text());

        let merged = find(&app, fruit).await;
        assert_eq!((merged.state, merged.merged_into), (IdeaState::Merged, Some(trees)));
        let authors = app.context.db.read(move |conn| Ok(ideas::people_of(conn, trees, Part::CoAuthor)?)).await.unwrap();
        assert_eq!(authors.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [anna]);
        assert!(sam.get(&format!("/werk/ideeen/{trees}")).await.shows("Een ander idee gaat hierin verder"));
        assert!(app.last_mail_to("bo@voorbeeld.nl").await.subject.contains("gaat verder in"));
    });
}

#[test]
fn ideas_cannot_be_merged_into_themselves() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let idea = town.idea(&app, anna, "Fruit in de straat").await;
        let sam = town.reviewer(&app, "Sam").await;
        for (into, status) in [(idea.to_string(), 409), ("999".to_owned(), 404), ("x".to_owned(), 422)] {
            let page = sam.post(&format!("/werk/ideeen/{idea}/samenvoegen"), &[("into", &into), ("merge_reason", REASON)]).await;
            assert_eq!(page.status, status, "{into}");
        }
    });
}
