//! The web: one file per page or action. A handler takes what was asked apart, calls one function
//! of `app`, and shows a page. No queries here.

pub mod access;
pub mod adviesorganen;
pub mod adviezen;
pub mod adviezen_desk;
pub mod adviezen_work;
pub mod assets;
pub mod budget;
pub mod cache;
pub mod errors;
pub mod execution;
pub mod forms;
pub mod headers;
pub mod health;
pub mod home;
pub mod limits;
pub mod mailbox;
pub mod merging;
pub mod pages;
pub mod people;
pub mod profile;
pub mod respond;
pub mod review;
pub mod review_owner;
pub mod review_page;
pub mod review_queue;
mod review_samples;
pub mod review_verdicts;
pub mod rounds;
pub mod routes;
pub mod samples;
pub mod sign_in;
pub mod staff;
pub mod visit;
pub mod work;
