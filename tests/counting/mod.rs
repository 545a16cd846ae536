//! The count, rule by rule, in cases small enough to check by hand; then real
//! votes, properties, files and commands.

mod files;
mod greedy;
mod others;
mod pots;
mod properties;
mod published;
mod shares;
mod support;
mod told;
mod top_k;
