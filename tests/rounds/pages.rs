//! What residents see.

use wijkdeal::domain::person::{Role, Scope};

use super::{city, published};
use crate::support::on_each_database;

#[test]
fn the_first_page_says_what_happens_in_my_wijk_and_what_i_can_do_now() {
    on_each_database(async |app| {
        let (gebied, wijk) = city(&app).await;
        app.person_with("Wil Wethouder", &[(Role::Wijkwethouder, Scope::Gebied(gebied))]).await;
        let visitor = app.visitor();
        assert!(visitor.get("/").await.shows("Er loopt nu geen ronde."));
        published(&app, gebied, wijk).await;
        app.time_is("2027-06-21T12:00");
        let home = visitor.get("/").await;
        for words in ["Wijkdeal De Wijert 2027", "Stem mee", "Nog 9 dagen", "tot 30 juni 2027, 20.00 uur", "€ 150.000"] {
            assert!(home.shows(words), "{words}: {}", home.text());
        }
        assert_eq!(home.all(".wd-map__tile--open").len(), 1);
        assert!(home.attribute(".wd-map a", "href").is_some());
        let mine = visitor.get("/wijken?wijk=de-wijert").await;
        assert_eq!(mine.path, "/wijken/de-wijert");
        for words in ["Wijkdeal De Wijert 2027", "Wil Wethouder", "Gebiedsteam", "De Wijert-Zuid", "7.990 (2016)"] {
            assert!(mine.shows(words), "{words}: {}", mine.text());
        }
        assert!(visitor.get("/wijken/beijum").await.shows("Er loopt nu geen ronde in deze wijk."));
        assert_eq!(visitor.get("/wijken/nergens").await.status, 404);
        assert_eq!(visitor.get("/wijken?wijk=nergens").await.status, 404);
        let english = visitor.get("/rondes/de-wijert-2027?taal=en").await;
        assert!(english.shows("9 days left") && english.shows("Read all the rules"), "{}", english.text());
    });
}
