//! Voting on paper: papers to print, batches that two people type apart, and piles that must add up
//! before the box can be closed.

use crate::domain::person::Role;

pub mod print;

/// Who works with ballots on paper.
pub const PAPER: &[Role] = &[Role::Gebiedsteam, Role::Gebiedsmanager, Role::WijMedewerker];
