//! The count and the reader alone, so that a fuzz build needs no web server and
//! no database.

#[path = "../../src/counting/mod.rs"]
pub mod counting;
#[path = "../../src/pabulib/mod.rs"]
pub mod pabulib;
