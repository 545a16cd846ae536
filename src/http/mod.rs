//! The web: one file per page or action. A handler takes what was asked apart, calls one function
//! of `app`, and shows a page. No queries here.

pub mod access;
pub mod adviezen;
pub mod assets;
pub mod ballot;
pub mod booth;
pub mod budget;
pub mod cache;
pub mod codes;
pub mod errors;
pub mod execution;
pub mod fieldwork;
pub mod forms;
pub mod headers;
pub mod health;
pub mod help;
pub mod home;
pub mod ideas;
pub mod letters;
pub mod limits;
pub mod mailbox;
pub mod outcome;
pub mod pages;
pub mod people;
pub mod profile;
pub mod receipt;
pub mod respond;
pub mod review;
pub mod rounds;
pub mod routes;
pub mod samples;
pub mod sign_in;
pub mod staff;
pub mod upload;
pub mod visit;
pub mod work;
