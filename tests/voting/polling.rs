//! Polling places, posters, and ballot papers to print.

use wijkdeal::domain::person::{Role, Scope};

use super::world::{Wish, World, box_and_used, save, usual};
use crate::support::on_each_database;

#[test]
fn polling_places_are_kept_by_staff_and_read_by_everybody() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let sam = app.staff("Sam Voorbeeld", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let path = format!("/werk/rondes/{}/stemplekken", world.round);
        let wijk = world.wijken[0].to_string();
        let wrong = sam
            .get(&path)
            .await
            .submit(&[("name", ""), ("address", "Straat 1"), ("day1", "2027-05-17"), ("from1", "17:00"), ("until1", "13:00")])
            .await;
        assert!(wrong.status == 422 && wrong.shows("Vul dit in") && wrong.shows("een einde dat later is"), "{}", wrong.text());
        assert_eq!(wrong.value("#address").as_deref(), Some("Straat 1"), "what was typed stays");
        let page = wrong
            .submit(&[("name", "Het Dok"), ("wijk", &wijk), ("until1", "19:30"), ("day2", "2027-05-20"), ("from2", "9:00"), ("until2", "12:00")])
            .await;
        assert_eq!(page.status, 200, "{}", page.text());
        let public = format!("/rondes/{}", world.slug);
        let page = app.visitor().get(&public).await;
        assert!(page.shows("Het Dok") && page.shows("Straat 1, De Wijert"), "{}", page.text());
        assert!(page.shows("17 mei 2027, van 17.00 tot 19.30 uur") && page.shows("20 mei 2027, van 9.00 tot 12.00 uur"), "{}", page.text());
        let edit = sam.get(&path).await.attribute(".wd-places a", "href").unwrap();
        let page = sam.get(&edit).await.submit(&[("name", "Wijkcentrum Het Dok"), ("day2", ""), ("from2", ""), ("until2", "")]).await;
        assert!(page.shows("Wijkcentrum Het Dok") && !page.shows("20 mei"), "{}", page.text());

        let poster = app.visitor().get(&format!("{public}/poster/{wijk}")).await;
        assert!(poster.shows("Stem mee") && poster.shows("Wijkcentrum Het Dok") && poster.all(".wd-qr").len() == 1, "{}", poster.text());
        let english = app.visitor().get(&format!("{public}/poster/{wijk}?taal=en")).await;
        assert!(english.shows("Have your say") && english.shows("17 May 2027, from 17:00 to 19:30"), "{}", english.text());
        assert_eq!(app.visitor().get(&format!("{public}/poster/99999")).await.status, 404);

        let elsewhere = app.staff("Elders", Role::Gebiedsteam, Scope::Wijk(world.wijken[0])).await;
        assert_eq!(elsewhere.get(&path).await.status, 403);
        let keeper = app.staff("Bea Beheer", Role::Beheerder, Scope::City).await;
        keeper.get(&edit).await.submit_to(&format!("{edit}/weg"), &[]).await;
        assert!(!app.visitor().get(&public).await.shows("Het Dok"));
    });
}

#[test]
fn papers_are_printed_with_a_code_of_their_own_that_works_once_anywhere() {
    on_each_database(async |app| {
        let world = World::open(&app, Wish { codes: 1, ..usual() }).await;
        let wil = app.staff("Wil Hulp", Role::WijMedewerker, Scope::Gebied(world.gebied)).await;
        let path = format!("/werk/rondes/{}/stembiljetten", world.round);
        let wijk = world.wijken[1].to_string();
        let choose = wil.get(&path).await;
        assert!(choose.shows("4 plannen"), "{}", choose.text());
        let page = choose.submit(&[("wijk", &wijk), ("count", "3"), ("output", "nl-en")]).await;
        assert_eq!((page.status, page.all(".wd-ballot-paper").len(), page.header("cache-control")), (200, 3, Some("no-store")), "{}", page.text());
        let (codes, numbers) = (page.all(".wd-receipt"), page.all(".wd-ballot-paper__number"));
        assert_eq!((codes.len(), numbers.len()), (3, 12));
        assert_eq!(numbers[..4], ["1", "2", "3", "4"]);
        assert!(page.shows("Stembiljet Wijkdeal Zuid, Helpman") && page.shows("Ballot paper Wijkdeal Zuid, Helpman"));
        assert!(!page.html.contains("stemmen?c"), "the code stands behind the hash only");
        let plain = wil.get(&path).await.submit(&[("wijk", &wijk), ("output", "nl")]).await;
        assert!(plain.all(".wd-receipt").is_empty() && plain.all(".wd-ballot-paper__blank").len() == 1, "{}", plain.text());
        assert_eq!(wil.get(&path).await.submit(&[("count", "9000")]).await.status, 422);

        let anna = app.visitor();
        anna.get(&world.path("stemmen")).await.submit(&[("code", &codes[0])]).await;
        save(&world, &anna, &[0]).await;
        assert_eq!(box_and_used(&app).await, (1, 1), "the code of a paper is a code as any other");
        let sam = app.staff("Sam Voorbeeld", Role::Gebiedsteam, Scope::Gebied(world.gebied)).await;
        let overview = sam.get(&format!("/werk/rondes/{}/stemcodes", world.round)).await;
        assert!(overview.shows("Papier"), "{}", overview.text());
    });
}
