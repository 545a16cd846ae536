//! The gebiedsbudget: every change is a booking, nothing is overwritten.

use super::money::Cents;
use super::person::stored;

/// What a booking does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookingKind {
    /// Granted by the gemeenteraad.
    Granted,
    /// Set aside for a chosen plan.
    Reserved,
    /// A reservation that falls free.
    Released,
    /// Paid (and no longer reserved).
    Spent,
}

stored!(BookingKind {
    Granted = "granted",
    Reserved = "reserved",
    Released = "released",
    Spent = "spent",
});

/// The gebiedsbudget of a year, added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Granted.
    pub granted: Cents,
    /// Set aside and not yet paid.
    pub reserved: Cents,
    /// Paid.
    pub spent: Cents,
}

impl Balance {
    /// Adds up bookings of (kind, amount).
    #[must_use]
    pub fn of(bookings: impl IntoIterator<Item = (BookingKind, Cents)>) -> Self {
        bookings.into_iter().fold(Self::default(), |b, (kind, cents)| match kind {
            BookingKind::Granted => Self { granted: Cents::sum([b.granted, cents]), ..b },
            BookingKind::Reserved => Self { reserved: Cents::sum([b.reserved, cents]), ..b },
            BookingKind::Released => Self { reserved: Cents(b.reserved.0.saturating_sub(cents.0)), ..b },
            BookingKind::Spent => Self { spent: Cents::sum([b.spent, cents]), reserved: Cents(b.reserved.0.saturating_sub(cents.0)), ..b },
        })
    }

    /// What can still be promised.
    #[must_use]
    pub fn free(self) -> Cents {
        Cents(self.granted.0.saturating_sub(self.reserved.0).saturating_sub(self.spent.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn granted_is_always_reserved_plus_spent_plus_free() {
        let balance = Balance::of([
            (BookingKind::Granted, Cents::euros(150_000)),
            (BookingKind::Reserved, Cents::euros(40_000)),
            (BookingKind::Spent, Cents::euros(15_000)),
            (BookingKind::Released, Cents::euros(5_000)),
        ]);
        assert_eq!(balance, Balance { granted: Cents::euros(150_000), reserved: Cents::euros(20_000), spent: Cents::euros(15_000) });
        assert_eq!(balance.free(), Cents::euros(115_000));
    }
}
