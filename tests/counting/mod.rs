//! The count, rule by rule, in cases small enough to check by hand.

mod greedy;
mod support;
mod top_k;
