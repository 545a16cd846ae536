//! Domain values as columns: written once, generic over the backend, and so the same on both.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::domain::advies::council::{Majority, Says};
use crate::domain::advies::topic::StandingTopic;
use crate::domain::advies::{AdviesState, ReplyKind, Stance};
use crate::domain::area::GebiedKind;
use crate::domain::argument::Side;
use crate::domain::ceremony::Step;
use crate::domain::event::Subject;
use crate::domain::help::HelpRole;
use crate::domain::idea::{IdeaState, Part, VerdictKind};
use crate::domain::ids;
use crate::domain::ledger::BookingKind;
use crate::domain::money::Cents;
use crate::domain::news::Pace;
use crate::domain::outcome::{Channel, OutcomeState, RollState, RoundStatus};
use crate::domain::paper::{BatchState, Hand, PaperKind};
use crate::domain::person::Role;
use crate::domain::phase::Phase;
use crate::domain::review::Consent;
use crate::domain::review::challenge::Stage;
use crate::domain::review::change::ChangeState;
use crate::domain::review::costs::Often;
use crate::domain::tablet::Delivered;
use crate::domain::text::Email;
use crate::domain::time::{Instant, Language};

/// What every column type needs besides its own reading and writing.
macro_rules! column {
    ($type:ty as $sql:ty) => {
        impl AsExpression<$sql> for $type {
            type Expression = Bound<$sql, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<$sql> for &'a $type {
            type Expression = Bound<$sql, &'a $type>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl AsExpression<Nullable<$sql>> for $type {
            type Expression = Bound<Nullable<$sql>, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<Nullable<$sql>> for &'a $type {
            type Expression = Bound<Nullable<$sql>, &'a $type>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<DB: Backend> ToSql<Nullable<$sql>, DB> for $type
        where
            Self: ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                ToSql::<$sql, DB>::to_sql(self, out)
            }
        }
        impl<DB: Backend> Queryable<$sql, DB> for $type
        where
            Self: FromSql<$sql, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    };
}

/// Values that are stored under a name.
macro_rules! named {
    ($($type:ty),* $(,)?) => {$(
        column!($type as Text);
        impl<DB: Backend> ToSql<Text, DB> for $type
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB: Backend> FromSql<Text, DB> for $type
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                String::from_sql(bytes)?.parse().map_err(Into::into)
            }
        }
    )*};
}

/// Values that are stored as a number.
macro_rules! numbered {
    ($($type:ty),* $(,)?) => {$(
        column!($type as BigInt);
        impl<DB: Backend> ToSql<BigInt, DB> for $type
        where
            i64: ToSql<BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
        impl<DB: Backend> FromSql<BigInt, DB> for $type
        where
            i64: FromSql<BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                i64::from_sql(bytes).map(Self)
            }
        }
    )*};
}

named!(
    AdviesState,
    BatchState,
    BookingKind,
    ChangeState,
    Channel,
    Consent,
    Delivered,
    GebiedKind,
    Hand,
    HelpRole,
    IdeaState,
    Majority,
    Often,
    OutcomeState,
    Step,
    Pace,
    PaperKind,
    Part,
    Phase,
    ReplyKind,
    Role,
    RollState,
    RoundStatus,
    Says,
    Side,
    Stage,
    Stance,
    StandingTopic,
    Subject,
    VerdictKind,
);

numbered!(
    Cents,
    ids::AdviesId,
    ids::AdviesorgaanId,
    ids::ArgumentId,
    ids::BatchId,
    ids::BookingId,
    ids::BuurtId,
    ids::CallId,
    ids::ChangeId,
    ids::CostId,
    ids::CoverId,
    ids::GebiedId,
    ids::HelpId,
    ids::IdeaId,
    ids::MailId,
    ids::MeetingId,
    ids::MergeId,
    ids::PaperBatchId,
    ids::PersonId,
    ids::PhotoId,
    ids::PollingPlaceId,
    ids::QuestionId,
    ids::RequestId,
    ids::RoleId,
    ids::RoundId,
    ids::SpecialistQuestionId,
    ids::StreetCountId,
    ids::TabletId,
    ids::WijkId,
);

column!(Language as Text);
impl<DB: Backend> ToSql<Text, DB> for Language
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.code().to_sql(out)
    }
}
impl<DB: Backend> FromSql<Text, DB> for Language
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let code = String::from_sql(bytes)?;
        Self::from_code(&code).ok_or_else(|| format!("unknown language {code:?}").into())
    }
}

column!(Email as Text);
impl<DB: Backend> ToSql<Text, DB> for Email
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_str().to_sql(out)
    }
}
impl<DB: Backend> FromSql<Text, DB> for Email
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Self::parse(&String::from_sql(bytes)?).map_err(Into::into)
    }
}

column!(Instant as Timestamp);
impl<DB: Backend> ToSql<Timestamp, DB> for Instant
where
    chrono::NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.naive_utc().to_sql(out)
    }
}
impl<DB: Backend> FromSql<Timestamp, DB> for Instant
where
    chrono::NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        chrono::NaiveDateTime::from_sql(bytes).map(Self::from_naive_utc)
    }
}
