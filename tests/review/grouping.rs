//! Clustering: ideas that are alike side by side, and a plan made of several of them.

use wijkdeal::domain::idea::IdeaState;
use wijkdeal::domain::ids::IdeaId;

use super::town::{REASON, state, town};
use crate::support::{Browser, TestApp, on_each_database};

const ALL: &str = "/werk/groepen/de-wijert-2027";

async fn says(app: &TestApp, browser: &Browser, email: &str, title: &str, says: &str) {
    let mails = app.mails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == email && mail.text.contains(title) && mail.text.contains("/samenvoegen/")).unwrap();
    let path = mail.text.split_whitespace().find_map(|word| word.strip_prefix(&app.base)).unwrap().to_owned();
    assert_eq!(browser.post(&path, &[("says", says)]).await.status, 200);
}

#[test]
fn a_plan_is_made_of_several_ideas_and_who_says_no_stays_apart() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let ((anna, annas), (bo, bos), (cor, cors)) =
            (town.resident(&app, "Anna").await, town.resident(&app, "Bo").await, town.resident(&app, "Cor").await);
        let fruit = town.idea(&app, anna, "Fruitbomen in het plantsoen").await;
        let pick = town.idea(&app, bo, "Plukbomen en fruitbomen in het plantsoen").await;
        let more = town.idea(&app, cor, "Meer fruitbomen in elk plantsoen").await;
        let light = town.idea(&app, cor, "Verlichting langs het fietspad").await;
        let sam = town.reviewer(&app, "Sam").await;

        let page = sam.get(ALL).await;
        let ticked = page.attributes("input[name=ids][checked]", "value");
        assert_eq!(ticked.len(), 3, "three are alike: {ticked:?} {}", page.text());
        assert!(!ticked.contains(&light.to_string()));
        let (fruit_id, pick_id, more_id) = (fruit.to_string(), pick.to_string(), more.to_string());
        let all = [("ids", &*fruit_id), ("ids", &*pick_id), ("ids", &*more_id)];
        let beside = sam.post(&format!("{ALL}/naast"), &all).await;
        assert!(beside.shows("Fruitbomen in het plantsoen") && beside.shows("Meer fruitbomen in elk plantsoen"));
        let no_lead = sam.post(ALL, &[&all[..], &[("reason", REASON)]].concat()).await;
        assert!(no_lead.status == 422 && no_lead.html.contains(REASON), "what was typed stays: {}", no_lead.text());
        let asked = sam.post(ALL, &[&all[..], &[("lead", &*pick_id), ("reason", REASON)]].concat()).await;
        assert!(asked.shows("De indieners hebben een mail gekregen"), "{}", asked.text());

        assert!(bos.get("/mijn").await.shows("Samen verder met een ander idee?"));
        for title in ["Fruitbomen in het plantsoen", "Meer fruitbomen in elk plantsoen"] {
            says(&app, &bos, "bo@voorbeeld.nl", title, "yes").await;
        }
        says(&app, &annas, "anna@voorbeeld.nl", "Fruitbomen in het plantsoen", "yes").await;
        says(&app, &cors, "cor@voorbeeld.nl", "Meer fruitbomen in elk plantsoen", "no").await;
        assert_eq!(
            (state(&app, fruit).await, state(&app, pick).await, state(&app, more).await),
            (IdeaState::Merged, IdeaState::Submitted, IdeaState::Submitted)
        );
        let plan = app.visitor().get(&format!("/ideeen/{pick}")).await;
        assert!(plan.shows("Gemaakt van deze ideeën") && plan.shows("Fruitbomen in het plantsoen (van Anna)"), "{}", plan.text());
        assert!(plan.shows("Bo, samen met Anna") || plan.shows("Anna"), "both are authors");
    });
}

#[test]
fn a_group_needs_two_ideas_and_asks_all_or_nobody() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (anna, _) = town.resident(&app, "Anna").await;
        let (bo, _) = town.resident(&app, "Bo").await;
        let (cor, _) = town.resident(&app, "Cor").await;
        let ideas: [IdeaId; 3] =
            [town.idea(&app, anna, "Bankjes").await, town.idea(&app, bo, "Meer bankjes").await, town.idea(&app, cor, "Zitplekken").await];
        let keys = ideas.map(|id| id.to_string());
        let sam = town.reviewer(&app, "Sam").await;
        for few in [vec![], vec![("ids", keys[0].as_str())], vec![("ids", keys[0].as_str()), ("ids", keys[0].as_str())]] {
            assert_eq!(sam.post(&format!("{ALL}/naast"), &few).await.status, 409, "{few:?}");
        }
        // The second and the third are asked already, so nobody else is.
        sam.post(&format!("/werk/ideeen/{}/samenvoegen", ideas[1]), &[("into", &keys[2]), ("merge_reason", REASON)]).await;
        let mails = app.mails().await.len();
        let fields =
            [("ids", keys[0].as_str()), ("ids", keys[1].as_str()), ("ids", keys[2].as_str()), ("lead", keys[0].as_str()), ("reason", REASON)];
        assert_eq!(sam.post(ALL, &fields).await.status, 409);
        assert_eq!(app.mails().await.len(), mails, "nobody was asked");
        let stranger = app.staff("Kim", wijkdeal::domain::person::Role::Gebiedsteam, wijkdeal::domain::person::Scope::Gebied(town.elsewhere)).await;
        assert_eq!(stranger.get(ALL).await.status, 403);
    });
}
