//! Door-to-door work: counted per street, shown as a funnel per wijk that adds up.

use wijkdeal::domain::person::{Role, Scope};

use super::town::{add_wijken, town};
use crate::support::{Browser, on_each_database};

/// Counts a street: (name, addresses, talks, ideas).
async fn count(who: &Browser, wijk: &str, (street, approached, spoken, ideas): (&str, i64, i64, i64)) {
    let desk = format!("/werk/veldwerk/{wijk}");
    let (approached, spoken, ideas) = (approached.to_string(), spoken.to_string(), ideas.to_string());
    let fields = [("street", street), ("approached", &*approached), ("spoken", &*spoken), ("ideas", &*ideas)];
    let page = who.get(&desk).await.submit_to(&desk, &fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
}

#[test]
fn the_wij_team_counts_per_street_and_everybody_sees_a_funnel_that_adds_up() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let (here, elsewhere) = (town.here, town.elsewhere);
        add_wijken(&app, &[(here, "de-wijert", "De Wijert"), (elsewhere, "oosterpark", "Oosterpark")]).await;
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(here)).await;
        assert!(wil.get("/werk/veldwerk").await.shows("De Wijert"));
        assert_eq!(wil.get("/werk/veldwerk/oosterpark").await.status, 403);
        let desk = "/werk/veldwerk/de-wijert";
        let form = wil.get(desk).await;
        let wrong = form.submit_to(desk, &[("street", "Hooftlaan"), ("approached", "10"), ("spoken", "11"), ("ideas", "")]).await;
        assert!(wrong.status == 422 && wrong.shows("U kunt niet met meer adressen spreken") && wrong.html.contains("Hooftlaan"));
        // Letter S2 of the college: 754 addresses, 438 talks, 58%.
        for street in [("Hooftlaan", 254, 140, 11), ("Vondellaan", 300, 201, 0), ("Hooftlaan", 100, 57, 4), ("Brederostraat", 100, 40, 2)] {
            count(&wil, "de-wijert", street).await;
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

#[test]
fn every_wijk_shows_its_own_share_and_who_counts_sees_them_side_by_side() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        // N5: 49, 54 and 70 percent.
        let shares =
            [("selwerd", "Selwerd", 251, 123, "49%"), ("vinkhuizen", "Vinkhuizen", 252, 136, "54%"), ("de-wijert", "De Wijert", 251, 176, "70%")];
        add_wijken(&app, &shares.map(|(slug, name, ..)| (town.here, slug, name))).await;
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(town.here)).await;
        for (slug, _, approached, spoken, _) in shares {
            // Counted on two days, by street: only the sums are as in the letter.
            count(&wil, slug, ("Eerste straat", 100, 50, 0)).await;
            count(&wil, slug, ("Tweede straat", approached - 100, spoken - 50, 0)).await;
        }
        let desk = wil.get("/werk/veldwerk").await;
        for (slug, name, approached, spoken, share) in shares {
            let shown = format!("{approached} adressen bezocht. Met {spoken} daarvan is gesproken ({share})");
            assert!(app.visitor().get(&format!("/wijken/{slug}/veldwerk")).await.shows(&shown), "{name}: {shown}");
            assert!(desk.shows(&shown), "{name}: {}", desk.text());
        }
    });
}

#[test]
fn totals_and_totals_of_totals_are_computed_also_where_the_letter_was_wrong() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        let parts: [(&str, &[i64], i64); 4] = [
            ("n6", &[31, 11, 41, 355], 438), // N6: the results add up
            ("n7", &[117, 145, 93], 355),    // N7: one of them is a total itself
            ("n8", &[113, 33], 146),         // N8: the letter says 145
            ("n8-doorverwezen", &[113, 8], 121),
        ];
        add_wijken(&app, &parts.map(|(slug, ..)| (town.here, slug, slug))).await;
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(town.here)).await;
        for (slug, streets, total) in parts {
            for (at, spoken) in streets.iter().enumerate() {
                count(&wil, slug, (&format!("Straat {at}"), 400, *spoken, 0)).await;
            }
            let funnel = app.visitor().get(&format!("/wijken/{slug}/veldwerk")).await;
            let rows = funnel.all("table tr");
            let last = rows.last().unwrap();
            assert!(last.contains(&total.to_string()), "{slug}: {rows:?}");
            assert!(funnel.shows(&format!("Met {total} daarvan is gesproken")), "{}", funnel.text());
            let approached = 400 * i64::try_from(streets.len()).unwrap();
            assert!(funnel.shows(&format!("bij {} niet", approached - total)), "spoken and silent are all of them: {}", funnel.text());
        }
        // The share of N7 in N6 is 81 percent.
        assert_eq!(wijkdeal::domain::fieldwork::percent(355, 438), Some(81));
    });
}

#[test]
fn a_count_that_was_sent_twice_is_one_count() {
    on_each_database(async |app| {
        let town = town(&app, None).await;
        add_wijken(&app, &[(town.here, "de-wijert", "De Wijert")]).await;
        let wil = app.staff("Wil", Role::WijMedewerker, Scope::Gebied(town.here)).await;
        let desk = "/werk/veldwerk/de-wijert";
        let form = wil.get(desk).await;
        let fields = [("street", "Hooftlaan"), ("approached", "10"), ("spoken", "4"), ("ideas", "")];
        for _ in 0..2 {
            assert_eq!(form.submit_to(desk, &fields).await.status, 200, "the answer to the first may have been lost on its way");
        }
        assert!(app.visitor().get("/wijken/de-wijert/veldwerk").await.shows("10 adressen bezocht"));
        assert_eq!(form.submit_to(desk, &[("form_key", "abc")]).await.status, 409, "only our own forms");
    });
}
