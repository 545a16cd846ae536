//! Our own mistakes: a page without what went wrong inside, and a server that goes on.

use diesel::RunQueryDsl;
use wijkdeal::error::Error;

use crate::support::on_each_database;
use crate::voting::world::{World, usual};

/// T-ERR: a table is gone, and somebody's work panics. Who asked gets a plain page that names nothing
/// of the inside, and everybody else goes on.
#[test]
fn a_mistake_inside_shows_nothing_of_the_inside_and_harms_nobody_else() {
    on_each_database(async |app| {
        let world = World::open(&app, usual()).await;
        let browser = app.visitor();
        let path = world.path("controle");
        assert_eq!(browser.get(&path).await.status, 200);
        let renamed = |conn: &mut _| Ok(diesel::sql_query("ALTER TABLE box_lists RENAME TO ergens_anders").execute(conn)?);
        app.context.db.write(renamed).await.unwrap();
        let page = browser.get(&path).await;
        assert_eq!(page.status, 500);
        assert!(page.shows("Er ging iets mis bij ons"), "{}", page.text());
        for inside in ["box_lists", "ergens_anders", "SELECT", "diesel", "no such table", "does not exist"] {
            assert!(!page.html.contains(inside), "{inside}");
        }
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));

        let panics = app.context.db.write(|_| -> wijkdeal::error::Result<()> { panic!("a mistake of ours") }).await;
        assert!(matches!(panics, Err(Error::Internal(_))));
        assert_eq!(browser.get("/health/live").await.status, 200);
        assert_eq!(browser.get("/rondes").await.status, 200);
        world.cast(&app, 0, &[0]).await.unwrap();
    });
}
