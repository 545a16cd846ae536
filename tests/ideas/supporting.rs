//! Supporting an idea.

use super::Town;
use crate::support::on_each_database;

#[test]
fn one_person_counts_once_also_sixteen_times_at_once() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let owner = app.person_with("Anna", &[]).await;
        let idea = town.idea(&app, owner, "Plukbomen bij de speeltuin").await;
        let path = format!("/ideeen/{idea}");
        assert!(app.visitor().get(&path).await.shows("Log in om dit idee te steunen"));
        let bert = app.resident("bert@voorbeeld.nl").await;
        bert.get(&path).await;
        let token = bert.token().await;
        let posts: Vec<_> = (0..16)
            .map(|_| {
                let (bert, path, token) = (bert.clone(), format!("{path}/steun"), token.clone());
                actix_web::rt::spawn(async move { bert.post_raw(&path, &[("csrf", &token)]).await.status })
            })
            .collect();
        for post in posts {
            assert_eq!(post.await.unwrap(), 200);
        }
        let page = bert.get(&path).await;
        assert!(page.shows("1 bewoner steunt dit") && page.shows("U steunt dit idee."), "{}", page.text());
        assert!(app.visitor().get("/rondes/de-wijert-2027/ideeen").await.shows("1 bewoner steunt dit"));

        let cor = app.resident("cor@voorbeeld.nl").await;
        assert!(cor.get(&path).await.submit_to(&format!("{path}/steun"), &[]).await.shows("2 bewoners steunen dit"));
        let page = bert.get(&path).await.submit_to(&format!("{path}/steun/weg"), &[]).await;
        assert!(page.shows("1 bewoner steunt dit") && page.shows("Ik steun dit idee"), "{}", page.text());
    });
}

#[test]
fn nobody_supports_their_own_idea_or_one_that_is_voted_on() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let owner = app.person_with("Anna", &[]).await;
        let idea = town.idea(&app, owner, "Plukbomen bij de speeltuin").await;
        let anna = app.browser_of(owner).await;
        assert!(!anna.get(&format!("/ideeen/{idea}")).await.shows("Ik steun dit idee"));
        assert_eq!(anna.post(&format!("/ideeen/{idea}/steun"), &[]).await.status, 409);
        app.time_is("2027-05-01T00:00");
        let bert = app.resident("bert@voorbeeld.nl").await;
        assert!(!bert.get(&format!("/ideeen/{idea}")).await.shows("Ik steun dit idee"));
        assert_eq!(bert.post(&format!("/ideeen/{idea}/steun"), &[]).await.status, 409);
    });
}
