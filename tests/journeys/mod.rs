//! Stories that a real browser plays, with mail that goes over a real SMTP server.
//!
//! The stories themselves are in `tests/browser/`; here is their stage: the application on each
//! database, the mail server, and a door through which a story moves the clock.

mod city;
mod control;
mod crash;
mod gallery;
mod stage;

use crate::support::databases;
use crate::support::{TestApp, on_each_database};

#[test]
fn residents_come_in_by_keyboard_without_scripts_and_in_english() {
    if stage::ready() {
        on_each_database(async |app| stage::play("house", app).await);
    }
}

#[test]
fn six_people_play_a_whole_round_from_the_first_idea_to_the_published_outcome() {
    if stage::ready() {
        on_each_database(async |app| stage::play("round", app).await);
    }
}

#[test]
fn a_council_disagrees_and_is_answered_and_owners_who_say_no_are_heard() {
    if stage::ready() {
        on_each_database(async |app| stage::play("council", app).await);
    }
}

#[test]
fn somebody_in_the_street_without_a_connection_loses_nothing_that_was_typed() {
    if stage::ready() {
        on_each_database(async |app| stage::play("street", app).await);
    }
}

#[test]
fn a_new_reviewer_answers_within_five_minutes_and_the_desk_works_with_the_keyboard_alone() {
    if stage::ready() {
        // What the keyboard reaches does not depend on the database, and 500 ideas take their time.
        actix_web::rt::System::new().block_on(async {
            stage::play("desk", TestApp::start(&databases::sqlite()).await).await;
        });
    }
}

#[test]
fn two_key_holders_do_the_whole_ceremony_while_the_program_is_killed_under_them() {
    if stage::ready() {
        for target in databases::fresh() {
            actix_web::rt::System::new().block_on(crash::play(target));
        }
    }
}

#[test]
fn three_choices_on_a_phone_with_the_keyboard_and_with_a_lost_reply() {
    if stage::ready() {
        on_each_database(async |app| stage::play("booth", app).await);
    }
}

#[test]
fn points_are_divided_with_and_without_scripts() {
    if stage::ready() {
        on_each_database(async |app| stage::play("points", app).await);
    }
}

#[test]
fn plans_are_put_in_order_with_the_keyboard() {
    if stage::ready() {
        on_each_database(async |app| stage::play("ranking", app).await);
    }
}

#[test]
fn a_paper_evening_from_the_first_voter_to_a_box_that_can_close() {
    if stage::ready() {
        on_each_database(async |app| stage::play("evening", app).await);
    }
}

#[test]
fn a_tablet_that_loses_its_connection_keeps_sealed_ballots_and_delivers_them_once() {
    if stage::ready() {
        on_each_database(async |app| stage::play("tablet", app).await);
    }
}

#[test]
fn every_page_is_accessible_in_every_language_on_a_phone_and_a_desk() {
    if stage::ready() {
        actix_web::rt::System::new().block_on(async {
            let app = TestApp::start(&databases::sqlite()).await;
            let gallery = gallery::open(&app.context).await;
            stage::run("gallery", "sqlite", &[("STORY_BASE", &gallery)]).await;
        });
    }
}
