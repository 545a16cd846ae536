//! Loading the division of the city and its boundaries: whole, or not at all.

use wijkdeal::cli::import_wijken::load;
use wijkdeal::storage::areas;

use super::CITY;
use crate::support::{TestApp, at, on_each_database};

async fn slugs(app: &TestApp, day: &str) -> Vec<String> {
    let day = at(day).day();
    app.context.db.read(move |conn| Ok(areas::wijken(conn, day)?)).await.unwrap().into_iter().map(|wijk| wijk.slug).collect()
}

async fn loaded(app: &TestApp, text: &str, day: &str) -> Result<String, String> {
    load(&app.context.db, text.as_bytes(), at(day).day()).await
}

#[test]
fn a_new_division_closes_the_old_one() {
    on_each_database(async |app| {
        assert_eq!(loaded(&app, CITY, "2020-01-01").await.unwrap(), "from 2020-01-01: 3 wijken added, 0 kept, 0 closed");
        assert_eq!(loaded(&app, CITY, "2021-01-01").await.unwrap(), "from 2021-01-01: 0 wijken added, 3 kept, 0 closed");
        let newer = CITY.replace("helpman,Helpman e.o.", "helpman,Helpman").replace("BU00141100,Beijum-West,beijum,Beijum,oost,Oost,12740\n", "");
        assert_eq!(loaded(&app, &newer, "2027-01-01").await.unwrap(), "from 2027-01-01: 1 wijken added, 1 kept, 2 closed");
        assert_eq!(slugs(&app, "2026-12-31").await, ["beijum", "de-wijert", "helpman"]);
        assert_eq!(slugs(&app, "2027-01-01").await, ["de-wijert", "helpman"]);
        let refused = loaded(&app, CITY, "2026-06-01").await.unwrap_err();
        assert!(refused.contains("Helpman holds from 2027-01-01"), "{refused}");
    });
}

#[test]
fn a_bad_file_is_refused_whole_and_every_problem_names_its_line() {
    on_each_database(async |app| {
        let bad =
            format!("{CITY}BU1,Fout,fout,Fout,zuid,Zuid,1\nBU00140605,Dubbel,dubbel,Dubbel,zuid,Zuid,1\nBU00149999,Nieuw,nieuw,Nieuw,zuid,Zuid,-4\n");
        let problems = loaded(&app, &bad, "2020-01-01").await.unwrap_err();
        let lines: Vec<&str> = problems.lines().map(|line| line.split(':').next().unwrap()).collect();
        assert_eq!(lines, ["line 6", "line 7", "line 8"], "{problems}");
        assert!(slugs(&app, "2027-01-01").await.is_empty(), "nothing was written");
    });
}

fn square(wijk: &str, left: f64) -> String {
    let right = left + 0.02;
    format!(
        r#"{{"type":"Feature","properties":{{"wijk":"{wijk}"}},"geometry":{{"type":"Polygon","coordinates":[[[{left},53.2],[{right},53.2],[{right},53.22],[{left},53.22],[{left},53.2]]]}}}}"#
    )
}

#[test]
fn boundaries_make_the_map_and_one_unknown_wijk_refuses_them_all() {
    on_each_database(async |app| {
        loaded(&app, CITY, "2020-01-01").await.unwrap();
        assert_eq!(app.visitor().get("/").await.all(".wd-map rect").len(), 3, "tiles while there are no boundaries");
        let file = |last: &str| {
            format!(
                "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{},\n{}]}}",
                square("de-wijert", 6.5),
                square("helpman", 6.52),
                square(last, 6.54)
            )
        };
        let refused = loaded(&app, &file("atlantis"), "2027-01-01").await.unwrap_err();
        assert!(refused.contains("line 4: there is no wijk or buurt atlantis"), "{refused}");
        assert_eq!(app.visitor().get("/").await.all(".wd-map rect").len(), 3, "nothing was written");
        assert_eq!(loaded(&app, &file("beijum"), "2027-01-01").await.unwrap(), "3 wijken have a boundary");
        let page = app.visitor().get("/wijken").await;
        assert_eq!(page.all(".wd-map path").len(), 3);
        assert!(page.shows("© CBS, © Kadaster"));
    });
}

/// With the files of the municipality, when they are beside the project.
#[test]
fn the_real_division_has_7_gebieden_and_31_wijken() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/geo");
    let Ok(csv) = std::fs::read(folder.join("buurt-wijk-gebied.csv")) else {
        eprintln!("left out: ../shared/data/geo is not there");
        return;
    };
    on_each_database(async |app| {
        let day = at("2020-01-01").day();
        let told = load(&app.context.db, &csv, day).await.unwrap();
        assert!(told.contains("50 buurten have no inhabitants"), "{told}");
        let (gebieden, inhabitants) = app
            .context
            .db
            .read(move |conn| {
                let wijken = areas::wijken(conn, day)?;
                assert_eq!(wijken.len(), 31);
                Ok((areas::gebieden(conn)?.len(), wijken.iter().map(|wijk| wijk.inhabitants).sum::<i64>()))
            })
            .await
            .unwrap();
        assert_eq!((gebieden, inhabitants), (7, 200_860));
        for (file, wijken) in [("groningen-buurten-2022.geojson", "31 wijken"), ("groningen-wijken.geojson", "31 wijken")] {
            let bytes = std::fs::read(folder.join(file)).unwrap();
            assert!(load(&app.context.db, &bytes, day).await.unwrap().starts_with(wijken), "{file}");
        }
        let bytes = std::fs::read(folder.join("groningen-cbs-wijken-2022.geojson")).unwrap();
        assert!(load(&app.context.db, &bytes, day).await.unwrap_err().contains("feature 1"));
    });
}
