//! Door-to-door work: counted per street, shown as a funnel per wijk that adds up.

use diesel::prelude::*;
use wijkdeal::domain::person::{Role, Scope};
use wijkdeal::storage::schema::wijken;

use super::town::town;
use crate::support::on_each_database;

#[test]
fn the_wij_team_counts_per_street_and_everybody_sees_a_funnel_that_adds_up() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (here, elsewhere) = (town.here, town.elsewhere);
        app.context
            .db
            .write(move |conn| {
                for (gebied, slug, name) in [(here, "de-wijert", "De Wijert"), (elsewhere, "oosterpark", "Oosterpark")] {
                    let since = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                    let row = (
                        wijken::gebied_id.eq(gebied),
                        wijken::slug.eq(slug),
                        wijken::name.eq(name),
                        wijken::inhabitants.eq(8_000),
                        wijken::inhabitants_year.eq(2026),
                        wijken::valid_from.eq(since),
                    );
                    diesel::insert_into(wijken::table).values(row).execute(conn)?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(here)).await;
        assert!(wil.get("/werk/veldwerk").await.shows("De Wijert"));
        assert_eq!(wil.get("/werk/veldwerk/oosterpark").await.status, 403);
        let desk = "/werk/veldwerk/de-wijert";
        let form = wil.get(desk).await;
        let wrong = form.submit_to(desk, &[("street", "Hooftlaan"), ("approached", "10"), ("spoken", "11"), ("ideas", "")]).await;
        assert!(wrong.status == 422 && wrong.shows("U kunt niet met meer adressen spreken") && wrong.html.contains("Hooftlaan"));
        // Letter S2 of the college: 754 addresses, 438 talks, 58%.
        for (street, approached, spoken, ideas) in [
            ("Hooftlaan", "254", "140", "11"),
            ("Vondellaan", "300", "201", ""),
            ("Hooftlaan", "100", "57", "4"),
            ("Brederostraat", "100", "40", "2"),
        ] {
            let page =
                wil.get(desk).await.submit_to(desk, &[("street", street), ("approached", approached), ("spoken", spoken), ("ideas", ideas)]).await;
            assert_eq!(page.status, 200, "{}", page.text());
        }
        let funnel = app.visitor().get("/wijken/de-wijert/veldwerk").await;
        let shows = "754 adressen bezocht. Met 438 daarvan is gesproken (58%), bij 316 niet. Daar kwamen 17 ideeën uit.";
        assert!(funnel.shows(shows), "{}", funnel.text());
        let rows = funnel.all("tbody tr");
        assert_eq!(rows.len(), 3, "two days in one street are one line: {rows:?}");
        assert!(rows.iter().any(|row| row.contains("Hooftlaan") && row.contains("354") && row.contains("197")), "{rows:?}");
        assert!(!funnel.shows("Wil "), "who counted is not shown");

        let which = wil.get(desk).await.value("button[name=count]").unwrap();
        wil.post(&format!("{desk}/weg"), &[("count", &which)]).await;
        assert!(!app.visitor().get("/wijken/de-wijert/veldwerk").await.shows("754"), "the total is computed");
    });
}
