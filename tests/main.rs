//! One test binary: every area is a module, so that linking happens once.

mod counting;
mod house;
mod support;
mod voting;
