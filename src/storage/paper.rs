//! Batches of ballots on paper: how many, who types them, and what was typed, sealed.

use diesel::prelude::*;

use super::Db;
use super::schema::{paper_batches, paper_entries, paper_tallies, roll, wijken};
use crate::domain::ids::{PaperBatchId, PersonId, PollingPlaceId, RoundId, WijkId};
use crate::domain::outcome::RollState;
use crate::domain::paper::{BatchState, Hand, PaperKind};
use crate::on_each;

/// A batch that is being opened.
#[derive(Debug, Clone, Copy)]
pub struct NewBatch<'a> {
    /// Its round.
    pub round: RoundId,
    /// Where its papers come from.
    pub place: PollingPlaceId,
    /// The wijk of its voters.
    pub wijk: WijkId,
    /// Papers in the pile, counted by hand; people at the table, for the ballot of a table.
    pub pile: i64,
    /// It is the one ballot of a table.
    pub is_table: bool,
    /// Names the key on its cover sheet.
    pub key_hash: &'a [u8],
}

/// A batch of ballots on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperBatch {
    /// Key.
    pub id: PaperBatchId,
    /// Its round.
    pub round: RoundId,
    /// Where its papers come from.
    pub place: PollingPlaceId,
    /// The wijk of its voters.
    pub wijk: WijkId,
    /// Name of that wijk.
    pub wijk_name: String,
    /// Its number in the round, from 1.
    pub number: i64,
    /// Papers in the pile, counted by hand; people at the table, for the ballot of a table.
    pub pile: i64,
    /// It is the one ballot of a table, which counts for everybody whose code was taken in.
    pub is_table: bool,
    /// Names the key on its cover sheet.
    pub key_hash: Vec<u8>,
    /// Where it is.
    pub state: BatchState,
    /// Who types it first and second.
    pub typists: [Option<PersonId>; 2],
    /// Why it does not add up, or why it was begun again, when somebody explained it.
    pub explanation: Option<String>,
    /// The batch that took its place, when it was begun again.
    pub again: Option<PaperBatchId>,
    /// What became of its papers.
    pub tallies: Vec<(PaperKind, i64)>,
}

impl PaperBatch {
    /// How many papers are typed: each with its code, or the one of a table.
    #[must_use]
    pub fn papers(&self) -> i64 {
        let taken = self.of(PaperKind::Taken);
        if self.is_table { taken.min(1) } else { taken }
    }

    /// How many papers of the polling place are in it.
    #[must_use]
    pub fn sheets(&self) -> i64 {
        match self.state {
            BatchState::Void => 0,
            _ if self.is_table => 1,
            _ => self.pile,
        }
    }

    /// How many papers this became of.
    #[must_use]
    pub fn of(&self, kind: PaperKind) -> i64 {
        self.tallies.iter().find(|(one, _)| *one == kind).map_or(0, |(_, papers)| *papers)
    }
}

/// Opens a batch with the next number of the round, which is locked: two batches never get one
/// number.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Db, new: NewBatch<'_>) -> QueryResult<PaperBatchId> {
    super::ballot_box::lock_round(conn, new.round)?;
    let last: Option<i64> =
        paper_batches::table.filter(paper_batches::round_id.eq(new.round)).select(diesel::dsl::max(paper_batches::number)).first(conn)?;
    diesel::insert_into(paper_batches::table)
        .values((
            paper_batches::round_id.eq(new.round),
            paper_batches::place_id.eq(new.place),
            paper_batches::wijk_id.eq(new.wijk),
            paper_batches::number.eq(last.unwrap_or(0) + 1),
            paper_batches::pile.eq(new.pile),
            paper_batches::is_table.eq(new.is_table),
            paper_batches::key_hash.eq(new.key_hash),
            paper_batches::state.eq(BatchState::Taking),
        ))
        .returning(paper_batches::id)
        .get_result(conn)
}

/// The batches of a round, by number.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Db, round: RoundId) -> QueryResult<Vec<PaperBatch>> {
    let ids: Vec<PaperBatchId> =
        paper_batches::table.filter(paper_batches::round_id.eq(round)).order(paper_batches::number).select(paper_batches::id).load(conn)?;
    ids.into_iter().map(|id| find(conn, id)).collect()
}

/// A batch.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn find(conn: &mut Db, id: PaperBatchId) -> QueryResult<PaperBatch> {
    type Typists = (Option<PersonId>, Option<PersonId>);
    type Row = (RoundId, PollingPlaceId, WijkId, String, i64, i64, bool, Vec<u8>, BatchState, Typists, Option<String>, Option<PaperBatchId>);
    let row: Row = paper_batches::table
        .inner_join(wijken::table)
        .filter(paper_batches::id.eq(id))
        .select((
            paper_batches::round_id,
            paper_batches::place_id,
            paper_batches::wijk_id,
            wijken::name,
            paper_batches::number,
            paper_batches::pile,
            paper_batches::is_table,
            paper_batches::key_hash,
            paper_batches::state,
            (paper_batches::first_by, paper_batches::second_by),
            paper_batches::explanation,
            paper_batches::again_id,
        ))
        .first(conn)?;
    let tallies = paper_tallies::table
        .filter(paper_tallies::batch_id.eq(id))
        .order(paper_tallies::kind)
        .select((paper_tallies::kind, paper_tallies::papers))
        .load(conn)?;
    let (round, place, wijk, wijk_name, number, pile, is_table, key_hash, state, (first, second), explanation, again) = row;
    let typists = [first, second];
    Ok(PaperBatch { id, round, place, wijk, wijk_name, number, pile, is_table, key_hash, state, typists, explanation, again, tallies })
}

/// A batch, locked until the transaction ends.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub fn lock(conn: &mut Db, id: PaperBatchId) -> QueryResult<PaperBatch> {
    let query = paper_batches::table.find(id).select(paper_batches::id);
    let _: PaperBatchId = match conn {
        Db::Postgres(c) => query.for_update().first(c)?,
        Db::Sqlite(c) => query.first(c)?,
    };
    find(conn, id)
}

/// Counts papers of a batch that something became of.
///
/// # Errors
/// When the database fails.
pub fn tally(conn: &mut Db, id: PaperBatchId, kind: PaperKind, papers: i64) -> QueryResult<()> {
    let row = (paper_tallies::batch_id.eq(id), paper_tallies::kind.eq(kind), paper_tallies::papers.eq(papers));
    let add = paper_tallies::papers.eq(paper_tallies::papers + papers);
    on_each!(conn, |c| diesel::insert_into(paper_tallies::table)
        .values(row)
        .on_conflict((paper_tallies::batch_id, paper_tallies::kind))
        .do_update()
        .set(add)
        .execute(c))?;
    Ok(())
}

/// Counts one paper less that something became of.
///
/// # Errors
/// When the database fails.
pub fn untally(conn: &mut Db, id: PaperBatchId, kind: PaperKind) -> QueryResult<()> {
    let row = paper_tallies::table.find((id, kind));
    if diesel::delete(row.filter(paper_tallies::papers.eq(1))).execute(conn)? == 0 {
        diesel::update(row).set(paper_tallies::papers.eq(paper_tallies::papers - 1)).execute(conn)?;
    }
    Ok(())
}

/// The wijk of a code and its state, when it is on the roll.
///
/// # Errors
/// When the database fails.
pub fn on_roll(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<Option<(WijkId, RollState)>> {
    roll::table.find((round, hash)).select((roll::wijk_id, roll::state)).first(conn).optional()
}

/// Takes a code in for a paper; false when it was used or revoked meanwhile.
///
/// # Errors
/// When the database fails.
pub fn take_in(conn: &mut Db, round: RoundId, hash: &[u8]) -> QueryResult<bool> {
    let unused = roll::table.find((round, hash)).filter(roll::state.eq(RollState::Issued));
    Ok(diesel::update(unused).set(roll::state.eq(RollState::Paper)).execute(conn)? == 1)
}

/// Puts a batch in another state.
///
/// # Errors
/// When the database fails.
pub fn set_state(conn: &mut Db, id: PaperBatchId, state: BatchState) -> QueryResult<()> {
    diesel::update(paper_batches::table.find(id)).set(paper_batches::state.eq(state)).execute(conn)?;
    Ok(())
}

/// Puts a batch in the place of another: what was taken in and refused is its own now, and what was
/// typed of the other is gone.
///
/// # Errors
/// When the database fails.
pub fn take_over(conn: &mut Db, old: PaperBatchId, new: PaperBatchId, why: &str) -> QueryResult<()> {
    forget_entries(conn, old)?;
    diesel::update(paper_tallies::table.filter(paper_tallies::batch_id.eq(old))).set(paper_tallies::batch_id.eq(new)).execute(conn)?;
    diesel::update(paper_batches::table.find(old))
        .set((paper_batches::state.eq(BatchState::Void), paper_batches::explanation.eq(why), paper_batches::again_id.eq(new)))
        .execute(conn)?;
    Ok(())
}

/// Notes who types a batch first and second.
///
/// # Errors
/// When the database fails.
pub fn set_typists(conn: &mut Db, id: PaperBatchId, [first, second]: [Option<PersonId>; 2]) -> QueryResult<()> {
    diesel::update(paper_batches::table.find(id)).set((paper_batches::first_by.eq(first), paper_batches::second_by.eq(second))).execute(conn)?;
    Ok(())
}

/// Notes why a batch does not add up.
///
/// # Errors
/// When the database fails.
pub fn explain(conn: &mut Db, id: PaperBatchId, why: &str) -> QueryResult<()> {
    diesel::update(paper_batches::table.find(id)).set(paper_batches::explanation.eq(why)).execute(conn)?;
    Ok(())
}

/// Keeps what somebody typed of a paper, sealed, in the place of what they typed before.
///
/// # Errors
/// When the database fails.
pub fn put_entry(conn: &mut Db, id: PaperBatchId, hand: Hand, number: i64, sealed: &[u8]) -> QueryResult<()> {
    let row = (paper_entries::batch_id.eq(id), paper_entries::hand.eq(hand), paper_entries::number.eq(number), paper_entries::sealed.eq(sealed));
    on_each!(conn, |c| diesel::insert_into(paper_entries::table)
        .values(row)
        .on_conflict((paper_entries::batch_id, paper_entries::hand, paper_entries::number))
        .do_update()
        .set(paper_entries::sealed.eq(sealed))
        .execute(c))?;
    Ok(())
}

/// Everything that was typed of a batch, sealed: (hand, number, entry), by hand and number.
///
/// # Errors
/// When the database fails.
pub fn entries(conn: &mut Db, id: PaperBatchId) -> QueryResult<Vec<(Hand, i64, Vec<u8>)>> {
    paper_entries::table
        .filter(paper_entries::batch_id.eq(id))
        .order((paper_entries::hand, paper_entries::number))
        .select((paper_entries::hand, paper_entries::number, paper_entries::sealed))
        .load(conn)
}

/// Forgets what was typed of a batch, once its ballots are in the box.
///
/// # Errors
/// When the database fails.
pub fn forget_entries(conn: &mut Db, id: PaperBatchId) -> QueryResult<()> {
    diesel::delete(paper_entries::table.filter(paper_entries::batch_id.eq(id))).execute(conn)?;
    Ok(())
}
