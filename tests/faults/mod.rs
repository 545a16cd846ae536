//! What must hold when the machine, the disk, the database or the clock fails: nothing that was
//! confirmed is lost, nobody is told that something was saved when it was not, and it goes on by itself.

mod clocks;
mod disk;
mod errors;
mod heads;
pub mod load;
mod locked;
mod order;
mod postgres;
mod restore;
mod servers;
mod soak;
mod stopping;
