//! One type per kind of identifier, so that a person can never be looked up as an idea.

/// Defines an identifier: a database key with a type of its own.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// A gebied: an area of the city with its own gebiedsteam.
    GebiedId;
    /// A wijk, as residents call it.
    WijkId;
    /// A buurt: the statistical unit a wijk is made of.
    BuurtId;
    /// A person with an account.
    PersonId;
    /// A role given to a person.
    RoleId;
    /// A round.
    RoundId;
    /// An idea; the same identifier for life, also when it is a plan or a project.
    IdeaId;
    /// A photo.
    PhotoId;
    /// A question of the gebiedsteam to the owner of an idea.
    QuestionId;
    /// A proposal to merge two ideas.
    MergeId;
    /// An adviesorgaan (WIJ-raad, kinderraad, ...).
    AdviesorgaanId;
    /// An advies.
    AdviesId;
    /// A line of what an idea costs.
    CostId;
    /// A line of who pays for an idea.
    CoverId;
    /// A question to a specialist.
    SpecialistQuestionId;
    /// A meeting of an adviesorgaan.
    MeetingId;
    /// A request for advies.
    RequestId;
    /// A batch of stemcodes.
    BatchId;
    /// A place where people vote on paper.
    PollingPlaceId;
    /// A batch of ballots on paper.
    PaperBatchId;
    /// A tablet that goes on taking votes without a connection.
    TabletId;
    /// A booking in the gebiedsbudget.
    BookingId;
    /// A proposal to change the words of an idea.
    ChangeId;
    /// What was counted in a street on a day.
    StreetCountId;
    /// An argument for or against an idea.
    ArgumentId;
    /// A request for help of the WIJ-team.
    HelpId;
    /// A call for hands.
    CallId;
    /// A mail in the outbox.
    MailId;
}
