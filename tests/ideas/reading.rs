//! The list of ideas.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::Connection;
use diesel::connection::InstrumentationEvent;
use wijkdeal::app::ideas::read::{self, Wanted};
use wijkdeal::domain::ids::PersonId;

use super::Town;
use crate::support::{TestApp, on_each_database};

const LIST: &str = "/rondes/de-wijert-2027/ideeen";

/// How many queries the list takes.
async fn queries(app: &TestApp) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&counter);
    app.context
        .db
        .read(move |conn| {
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            });
            let list = read::list(conn, "de-wijert-2027", &Wanted { page: 1, ..Wanted::default() });
            conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            list.map(|_| ())
        })
        .await
        .unwrap();
    counter.load(Ordering::Relaxed)
}

async fn more_ideas(app: &TestApp, town: &Town, owner: PersonId, from: usize, to: usize) {
    for n in from..to {
        town.idea(app, owner, &format!("Idee nummer {n:03}")).await;
    }
}

#[test]
fn a_hundred_ideas_take_as_many_queries_as_ten() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let owner = app.person_with("Anna", &[]).await;
        more_ideas(&app, &town, owner, 0, 10).await;
        let ten = queries(&app).await;
        more_ideas(&app, &town, owner, 10, 105).await;
        assert_eq!(queries(&app).await, ten);
        assert!((1..=8).contains(&ten), "{ten} queries");

        let first = app.visitor().get(LIST).await;
        assert_eq!(first.all(".wd-card__title").len(), 100);
        assert!(first.shows("105 ideeën"));
        assert_eq!(first.all(".wd-card__title")[0], "Idee nummer 104", "the newest first");
        let second = app.visitor().get(&format!("{LIST}?volgorde=alfabet&pagina=2")).await;
        assert_eq!(second.all(".wd-card__title").last().map(String::as_str), Some("Idee nummer 104"));
        assert_eq!(second.all(".wd-card__title").len(), 5);
    });
}

#[test]
fn a_reader_finds_what_they_look_for() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let owner = app.person_with("Anna", &[]).await;
        for title in ["Plukbomen bij de speeltuin", "Een café in de buurt", "Veilig oversteken"] {
            town.idea(&app, owner, title).await;
        }
        let titles = async |query: &str| app.visitor().get(&format!("{LIST}?{query}")).await.all(".wd-card__title");
        assert_eq!(titles("zoek=Cafe").await, ["Een café in de buurt"]);
        assert_eq!(titles("zoek=goed+iedereen+OVERSTEKEN").await, ["Veilig oversteken"]);
        assert_eq!(titles("volgorde=alfabet").await, ["Een café in de buurt", "Plukbomen bij de speeltuin", "Veilig oversteken"]);
        assert_eq!(titles("stand=bekeken").await.len(), 3);
        assert!(titles("stand=gekozen").await.is_empty());
        assert!(titles("thema=groen-en-buitenzijn").await.is_empty());
        assert_eq!(titles("zoek=&thema=&wijk=&stand=").await.len(), 3, "an empty filter asks nothing");
        assert_eq!(titles(&format!("wijk={}", town.wijk)).await.len(), 3);
    });
}

#[test]
fn nonsense_in_the_address_is_refused_or_shown_as_it_is() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let owner = app.person_with("Anna", &[]).await;
        town.idea(&app, owner, "Plukbomen").await;
        let visitor = app.visitor();
        for (query, status) in [
            ("stand=' OR 1=1--", 400),
            ("volgorde=<script>", 400),
            ("pagina=-1", 400),
            ("pagina=99999999999999999999", 400),
            ("pagina=x", 400),
            ("pagina=0", 404),
            ("pagina=2", 404),
            ("thema=geheim", 404),
            ("wijk=999", 404),
            ("wijk=1;drop", 404),
            ("zoek=a&zoek=b", 400),
            ("onbekend=1", 200),
            ("zoek=%00%F0%9F%98%80", 200),
            ("zoek=%25", 200),
        ] {
            let page = visitor.get(&format!("{LIST}?{}", query.replace(' ', "%20"))).await;
            assert_eq!(page.status, status, "{query}");
            assert!(!page.html.contains("<script>"), "{query}");
        }
        let page = visitor.get(&format!("{LIST}?zoek=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).await;
        assert_eq!(page.value("input[name=zoek]").as_deref(), Some("\"><script>alert(1)</script>"));
        assert_eq!(visitor.get("/rondes/er-is-geen-ronde/ideeen").await.status, 404);
        assert_eq!(visitor.get("/ideeen/999999").await.status, 404);
        assert_eq!(visitor.get("/ideeen/99999999999999999999999").await.status, 404);
    });
}
