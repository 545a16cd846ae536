//! Ideas: writing, sharing, reading, supporting.
