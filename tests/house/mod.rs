//! The house itself: sign-in, access, templates, layers, schema.

mod sign_in;
