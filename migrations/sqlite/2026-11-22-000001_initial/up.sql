-- The city: data with a validity period.
CREATE TABLE gebieden (
    id          INTEGER PRIMARY KEY NOT NULL,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('stad', 'dorp'))
) STRICT;

CREATE TABLE wijken (
    id               INTEGER PRIMARY KEY NOT NULL,
    gebied_id        INTEGER NOT NULL REFERENCES gebieden (id),
    slug             TEXT NOT NULL,
    name             TEXT NOT NULL,
    inhabitants      INTEGER NOT NULL CHECK (inhabitants >= 0),
    inhabitants_year INTEGER NOT NULL,
    valid_from       TEXT NOT NULL,
    valid_to         TEXT,
    outline          TEXT,
    UNIQUE (slug, valid_from)
) STRICT;

CREATE TABLE buurten (
    id          INTEGER PRIMARY KEY NOT NULL,
    wijk_id     INTEGER NOT NULL REFERENCES wijken (id),
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    inhabitants INTEGER NOT NULL CHECK (inhabitants >= 0),
    valid_from  TEXT NOT NULL,
    valid_to    TEXT,
    UNIQUE (code, valid_from)
) STRICT;

-- People, what they may do, and how they come in.
CREATE TABLE people (
    id          INTEGER PRIMARY KEY NOT NULL,
    email       TEXT UNIQUE,
    name        TEXT NOT NULL,
    language    TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    wijk_id     INTEGER REFERENCES wijken (id),
    created_at  TEXT NOT NULL,
    seen_at     TEXT NOT NULL,
    disabled_at TEXT,
    erased_at   TEXT
) STRICT;

CREATE TABLE staff_credentials (
    person_id      INTEGER PRIMARY KEY NOT NULL REFERENCES people (id),
    password_hash  TEXT NOT NULL,
    totp_sealed    BLOB NOT NULL,
    totp_last_step INTEGER NOT NULL,
    failures       INTEGER NOT NULL,
    wait_until     TEXT,
    updated_at     TEXT NOT NULL
) STRICT;

CREATE TABLE adviesorganen (
    id          INTEGER PRIMARY KEY NOT NULL,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    max_members INTEGER NOT NULL CHECK (max_members > 0),
    reply_days  INTEGER NOT NULL CHECK (reply_days > 0),
    quorum      INTEGER NOT NULL CHECK (quorum BETWEEN 0 AND 100),
    majority    TEXT NOT NULL,
    recruiting  TEXT NOT NULL
) STRICT;

CREATE TABLE roles (
    id              INTEGER PRIMARY KEY NOT NULL,
    person_id       INTEGER NOT NULL REFERENCES people (id),
    role            TEXT NOT NULL,
    gebied_id       INTEGER REFERENCES gebieden (id),
    wijk_id         INTEGER REFERENCES wijken (id),
    adviesorgaan_id INTEGER REFERENCES adviesorganen (id),
    starts_on       TEXT NOT NULL,
    ends_on         TEXT,
    granted_at      TEXT NOT NULL
) STRICT;
CREATE INDEX roles_person ON roles (person_id);

CREATE TABLE sign_in_links (
    id           INTEGER PRIMARY KEY NOT NULL,
    token_hash   BLOB NOT NULL UNIQUE,
    code_hash    BLOB NOT NULL,
    browser_hash BLOB,
    email        TEXT NOT NULL,
    purpose      TEXT NOT NULL CHECK (purpose IN ('resident', 'staff_setup', 'demo')),
    next         TEXT NOT NULL,
    tries        INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    used_at      TEXT
) STRICT;
CREATE INDEX sign_in_links_email ON sign_in_links (email, purpose);
CREATE INDEX sign_in_links_browser ON sign_in_links (browser_hash);

CREATE TABLE sessions (
    id_hash    BLOB PRIMARY KEY NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    step_up_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);

-- What somebody typed when their session had ended: kept for the same browser, for a day.
CREATE TABLE held_forms (
    visitor_hash BLOB NOT NULL,
    path         TEXT NOT NULL,
    fields       TEXT NOT NULL,
    held_at      TEXT NOT NULL,
    PRIMARY KEY (visitor_hash, path)
) STRICT;

-- Rounds: rules as one value, dates as rows that the clock is compared with.
CREATE TABLE rounds (
    id             INTEGER PRIMARY KEY NOT NULL,
    slug           TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    purpose        TEXT NOT NULL,
    gebied_id      INTEGER NOT NULL REFERENCES gebieden (id),
    status         TEXT NOT NULL CHECK (status IN ('draft', 'published', 'stopped')),
    rules          TEXT NOT NULL,
    inhabitants    INTEGER NOT NULL CHECK (inhabitants >= 0),
    raadsbesluit   TEXT,
    verdicts_at    TEXT,
    ballot_text    TEXT,
    ballot_hash    BLOB,
    counting_key   BLOB,
    box_closed_at  TEXT,
    stopped_reason TEXT,
    created_at     TEXT NOT NULL,
    published_at   TEXT,
    version        INTEGER NOT NULL
) STRICT;

CREATE TABLE round_wijken (
    round_id INTEGER NOT NULL REFERENCES rounds (id),
    wijk_id  INTEGER NOT NULL REFERENCES wijken (id),
    PRIMARY KEY (round_id, wijk_id)
) STRICT;

CREATE TABLE round_buurten (
    round_id INTEGER NOT NULL REFERENCES rounds (id),
    buurt_id INTEGER NOT NULL REFERENCES buurten (id),
    PRIMARY KEY (round_id, buurt_id)
) STRICT;

CREATE TABLE round_phases (
    round_id  INTEGER NOT NULL REFERENCES rounds (id),
    phase     TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at   TEXT NOT NULL,
    PRIMARY KEY (round_id, phase),
    CHECK (starts_at < ends_at)
) STRICT;

CREATE TABLE rules_versions (
    round_id     INTEGER NOT NULL REFERENCES rounds (id),
    version      INTEGER NOT NULL,
    rules        TEXT NOT NULL,
    rules_hash   BLOB NOT NULL,
    reason       TEXT NOT NULL,
    published_at TEXT NOT NULL,
    PRIMARY KEY (round_id, version)
) STRICT;

CREATE TABLE round_extensions (
    id          INTEGER PRIMARY KEY NOT NULL,
    round_id    INTEGER NOT NULL REFERENCES rounds (id),
    phase       TEXT NOT NULL,
    old_ends_at TEXT NOT NULL,
    new_ends_at TEXT NOT NULL,
    reason      TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT;
CREATE INDEX round_extensions_round ON round_extensions (round_id);

CREATE TABLE evaluations (
    round_id     INTEGER PRIMARY KEY NOT NULL REFERENCES rounds (id),
    learned      TEXT NOT NULL,
    change       TEXT NOT NULL,
    author_id    INTEGER NOT NULL REFERENCES people (id),
    published_at TEXT NOT NULL
) STRICT;

-- Ideas: one record for life.
CREATE TABLE ideas (
    id                INTEGER PRIMARY KEY NOT NULL,
    round_id          INTEGER NOT NULL REFERENCES rounds (id),
    owner_id          INTEGER NOT NULL REFERENCES people (id),
    contact_id        INTEGER REFERENCES people (id),
    state             TEXT NOT NULL,
    title             TEXT NOT NULL,
    why               TEXT NOT NULL,
    residents_do      TEXT NOT NULL,
    municipality_does TEXT NOT NULL,
    cost_guess        INTEGER,
    cost              INTEGER,
    theme             TEXT,
    wijk_id           INTEGER REFERENCES wijken (id),
    place             TEXT NOT NULL,
    search_text       TEXT NOT NULL,
    merged_into       INTEGER REFERENCES ideas (id),
    form_key          TEXT NOT NULL UNIQUE,
    created_at        TEXT NOT NULL,
    changed_at        TEXT NOT NULL,
    submitted_at      TEXT,
    warned_at         TEXT,
    version           INTEGER NOT NULL
) STRICT;
CREATE INDEX ideas_round ON ideas (round_id, state);
CREATE INDEX ideas_owner ON ideas (owner_id);

CREATE TABLE idea_people (
    idea_id     INTEGER NOT NULL REFERENCES ideas (id),
    person_id   INTEGER NOT NULL REFERENCES people (id),
    part        TEXT NOT NULL CHECK (part IN ('co_author', 'reader', 'supporter', 'follower')),
    since       TEXT NOT NULL,
    accepted_at TEXT,
    PRIMARY KEY (idea_id, person_id, part)
) STRICT;
CREATE INDEX idea_people_person ON idea_people (person_id);

CREATE TABLE photos (
    id       INTEGER PRIMARY KEY NOT NULL,
    idea_id  INTEGER NOT NULL REFERENCES ideas (id),
    owner_id INTEGER NOT NULL REFERENCES people (id),
    sha256   TEXT NOT NULL,
    alt      TEXT NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    thumb    BLOB NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (idea_id, sha256)
) STRICT;

CREATE TABLE idea_updates (
    id        INTEGER PRIMARY KEY NOT NULL,
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    author_id INTEGER NOT NULL REFERENCES people (id),
    photo_id  INTEGER REFERENCES photos (id),
    body      TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX idea_updates_idea ON idea_updates (idea_id);

CREATE TABLE questions (
    id          INTEGER PRIMARY KEY NOT NULL,
    idea_id     INTEGER NOT NULL REFERENCES ideas (id),
    asked_by    INTEGER NOT NULL REFERENCES people (id),
    question    TEXT NOT NULL,
    asked_at    TEXT NOT NULL,
    due_at      TEXT NOT NULL,
    answer      TEXT,
    answered_at TEXT
) STRICT;
CREATE INDEX questions_idea ON questions (idea_id);

CREATE TABLE verdicts (
    idea_id      INTEGER PRIMARY KEY NOT NULL REFERENCES ideas (id),
    kind         TEXT NOT NULL CHECK (kind IN ('feasible', 'not_feasible', 'forwarded')),
    cost         INTEGER,
    reason       TEXT NOT NULL,
    prepared_by  INTEGER NOT NULL REFERENCES people (id),
    prepared_at  TEXT NOT NULL,
    published_at TEXT
) STRICT;

-- What a reviewer narrowed the queue down to last.
CREATE TABLE desk_filters (
    person_id INTEGER PRIMARY KEY NOT NULL REFERENCES people (id),
    contact   TEXT NOT NULL,
    waits_for TEXT NOT NULL,
    round     TEXT NOT NULL
) STRICT;

-- One second look per idea, by somebody else than who judged first.
CREATE TABLE reconsiderations (
    idea_id        INTEGER PRIMARY KEY NOT NULL REFERENCES ideas (id),
    asked_by       INTEGER NOT NULL REFERENCES people (id),
    reason         TEXT NOT NULL,
    asked_at       TEXT NOT NULL,
    first_reviewer INTEGER NOT NULL REFERENCES people (id)
) STRICT;

CREATE TABLE merges (
    id               INTEGER PRIMARY KEY NOT NULL,
    idea_id          INTEGER NOT NULL REFERENCES ideas (id),
    into_id          INTEGER NOT NULL REFERENCES ideas (id),
    proposed_by      INTEGER NOT NULL REFERENCES people (id),
    reason           TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    idea_owner_says  TEXT CHECK (idea_owner_says IN ('yes', 'no')),
    into_owner_says  TEXT CHECK (into_owner_says IN ('yes', 'no')),
    closed_at        TEXT
) STRICT;
CREATE INDEX merges_idea ON merges (idea_id);
CREATE INDEX merges_into ON merges (into_id);

-- Advies.
CREATE TABLE meetings (
    id              INTEGER PRIMARY KEY NOT NULL,
    adviesorgaan_id INTEGER NOT NULL REFERENCES adviesorganen (id),
    held_at         TEXT NOT NULL,
    place           TEXT NOT NULL,
    agenda          TEXT NOT NULL,
    minutes         TEXT
) STRICT;
CREATE INDEX meetings_orgaan ON meetings (adviesorgaan_id);

CREATE TABLE meeting_members (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (meeting_id, person_id)
) STRICT;

CREATE TABLE adviezen (
    id              INTEGER PRIMARY KEY NOT NULL,
    adviesorgaan_id INTEGER NOT NULL REFERENCES adviesorganen (id),
    round_id        INTEGER REFERENCES rounds (id),
    idea_id         INTEGER REFERENCES ideas (id),
    topic           TEXT,
    state           TEXT NOT NULL,
    stance          TEXT NOT NULL,
    title           TEXT NOT NULL,
    body            TEXT NOT NULL,
    interests       TEXT NOT NULL,
    points          TEXT NOT NULL,
    kenmerk         TEXT UNIQUE,
    author_id       INTEGER NOT NULL REFERENCES people (id),
    created_at      TEXT NOT NULL,
    views_opened_at TEXT,
    adopted_at      TEXT,
    meeting_id      INTEGER REFERENCES meetings (id),
    published_at    TEXT,
    reply_due_at    TEXT,
    reminders       INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX adviezen_round ON adviezen (round_id);
CREATE INDEX adviezen_idea ON adviezen (idea_id);

-- Every text an advies has had: nobody's words are lost.
CREATE TABLE advies_texts (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    version   INTEGER NOT NULL,
    stance    TEXT NOT NULL,
    title     TEXT NOT NULL,
    body      TEXT NOT NULL,
    interests TEXT NOT NULL,
    points    TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES people (id),
    at        TEXT NOT NULL,
    PRIMARY KEY (advies_id, version)
) STRICT;

CREATE TABLE advies_replies (
    advies_id INTEGER PRIMARY KEY NOT NULL REFERENCES adviezen (id),
    kind      TEXT NOT NULL CHECK (kind IN ('follow', 'partly', 'not')),
    reason    TEXT NOT NULL,
    author_id INTEGER NOT NULL REFERENCES people (id),
    at        TEXT NOT NULL
) STRICT;

-- More ideas, when an advies is about a set.
CREATE TABLE advies_ideas (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    PRIMARY KEY (advies_id, idea_id)
) STRICT;

-- How members get to an advies: first a view of their own, then a vote.
CREATE TABLE advies_views (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    stance    TEXT NOT NULL,
    body      TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (advies_id, person_id)
) STRICT;

CREATE TABLE advies_recusals (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    reason    TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (advies_id, person_id)
) STRICT;

CREATE TABLE advies_votes (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    says      TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (advies_id, person_id)
) STRICT;

CREATE TABLE advies_minorities (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    body      TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (advies_id, person_id)
) STRICT;

CREATE TABLE advies_comments (
    id        INTEGER PRIMARY KEY NOT NULL,
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    author_id INTEGER NOT NULL REFERENCES people (id),
    body      TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX advies_comments_advies ON advies_comments (advies_id);

CREATE TABLE advies_reply_points (
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    number    INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    reason    TEXT NOT NULL,
    PRIMARY KEY (advies_id, number)
) STRICT;

CREATE TABLE advies_afterwards (
    id        INTEGER PRIMARY KEY NOT NULL,
    advies_id INTEGER NOT NULL REFERENCES adviezen (id),
    author_id INTEGER NOT NULL REFERENCES people (id),
    body      TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX advies_afterwards_advies ON advies_afterwards (advies_id);

-- Advies that was asked for, with a term.
CREATE TABLE advies_requests (
    id              INTEGER PRIMARY KEY NOT NULL,
    adviesorgaan_id INTEGER NOT NULL REFERENCES adviesorganen (id),
    round_id        INTEGER REFERENCES rounds (id),
    idea_id         INTEGER REFERENCES ideas (id),
    topic           TEXT,
    question        TEXT NOT NULL,
    asked_by        INTEGER NOT NULL REFERENCES people (id),
    asked_at        TEXT NOT NULL,
    due_at          TEXT NOT NULL,
    advies_id       INTEGER REFERENCES adviezen (id)
) STRICT;
CREATE INDEX advies_requests_orgaan ON advies_requests (adviesorgaan_id);

-- What ideas of a round are judged by, when it is not the usual frame.
CREATE TABLE review_frames (
    round_id INTEGER PRIMARY KEY NOT NULL REFERENCES rounds (id),
    frame    TEXT NOT NULL
) STRICT;

-- The dossier of an idea: conditions, scores, notes, specialists, money.
CREATE TABLE condition_answers (
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    condition TEXT NOT NULL,
    met       INTEGER NOT NULL,
    note      TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    at        TEXT NOT NULL,
    PRIMARY KEY (idea_id, condition)
) STRICT;

CREATE TABLE judges (
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    asked_at  TEXT NOT NULL,
    PRIMARY KEY (idea_id, person_id)
) STRICT;

CREATE TABLE scores (
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    criterion TEXT NOT NULL,
    score     INTEGER NOT NULL,
    PRIMARY KEY (idea_id, person_id, criterion)
) STRICT;

CREATE TABLE dossier_notes (
    id        INTEGER PRIMARY KEY NOT NULL,
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    author_id INTEGER NOT NULL REFERENCES people (id),
    body      TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX dossier_notes_idea ON dossier_notes (idea_id);

CREATE TABLE specialist_questions (
    id          INTEGER PRIMARY KEY NOT NULL,
    idea_id     INTEGER NOT NULL REFERENCES ideas (id),
    asked_by    INTEGER NOT NULL REFERENCES people (id),
    name        TEXT NOT NULL,
    email       TEXT NOT NULL,
    question    TEXT NOT NULL,
    asked_at    TEXT NOT NULL,
    due_at      TEXT NOT NULL,
    answer      TEXT,
    answered_at TEXT
) STRICT;
CREATE INDEX specialist_questions_idea ON specialist_questions (idea_id);

CREATE TABLE cost_lines (
    id      INTEGER PRIMARY KEY NOT NULL,
    idea_id INTEGER NOT NULL REFERENCES ideas (id),
    what    TEXT NOT NULL,
    often   TEXT NOT NULL,
    cents   INTEGER NOT NULL,
    year    INTEGER NOT NULL,
    years   INTEGER NOT NULL
) STRICT;
CREATE INDEX cost_lines_idea ON cost_lines (idea_id);

CREATE TABLE cover_lines (
    id      INTEGER PRIMARY KEY NOT NULL,
    idea_id INTEGER NOT NULL REFERENCES ideas (id),
    source  TEXT NOT NULL,
    year    INTEGER NOT NULL,
    cents   INTEGER NOT NULL
) STRICT;
CREATE INDEX cover_lines_idea ON cover_lines (idea_id);

-- Before a "no" is final, the owner sees it and can answer.
CREATE TABLE hearings (
    idea_id     INTEGER PRIMARY KEY NOT NULL REFERENCES ideas (id),
    reason      TEXT NOT NULL,
    asked_at    TEXT NOT NULL,
    due_at      TEXT NOT NULL,
    answer      TEXT,
    answered_at TEXT
) STRICT;

-- Other words for an idea, proposed by who helps its owner, who decides: words as JSON.
CREATE TABLE idea_changes (
    id             INTEGER PRIMARY KEY NOT NULL,
    idea_id        INTEGER NOT NULL REFERENCES ideas (id),
    proposed_by    INTEGER NOT NULL REFERENCES people (id),
    before_words   TEXT NOT NULL,
    proposed_words TEXT NOT NULL,
    final_words    TEXT,
    part_off       TEXT,
    part_idea_id   INTEGER REFERENCES ideas (id),
    reason         TEXT NOT NULL,
    proposed_at    TEXT NOT NULL,
    due_at         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'rewritten', 'lapsed')),
    answer         TEXT,
    closed_at      TEXT
) STRICT;
CREATE INDEX idea_changes_idea ON idea_changes (idea_id);
CREATE INDEX idea_changes_part ON idea_changes (part_idea_id);

-- How often somebody wants news of ideas they support or follow; who says nothing hears at once.
CREATE TABLE mail_wishes (
    person_id INTEGER PRIMARY KEY NOT NULL REFERENCES people (id),
    pace      TEXT NOT NULL CHECK (pace IN ('each', 'daily', 'weekly', 'never'))
) STRICT;

-- Ideas about which somebody wants no mail.
CREATE TABLE muted_ideas (
    person_id INTEGER NOT NULL REFERENCES people (id),
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    since     TEXT NOT NULL,
    PRIMARY KEY (person_id, idea_id)
) STRICT;

-- News that waits for the next letter of somebody.
CREATE TABLE news (
    id        INTEGER PRIMARY KEY NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    what      TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX news_person ON news (person_id);

-- Ideas for the whole city: who owes the answer, until when, and the answer.
CREATE TABLE forwards (
    idea_id      INTEGER PRIMARY KEY NOT NULL REFERENCES ideas (id),
    keeper_name  TEXT NOT NULL,
    keeper_email TEXT NOT NULL,
    named_by     INTEGER NOT NULL REFERENCES people (id),
    sent_at      TEXT,
    due_at       TEXT,
    reminders    INTEGER NOT NULL,
    answer       TEXT,
    answered_at  TEXT
) STRICT;

-- Door-to-door work: what was counted in a street on a day. No names, no house numbers.
CREATE TABLE street_counts (
    id         INTEGER PRIMARY KEY NOT NULL,
    wijk_id    INTEGER NOT NULL REFERENCES wijken (id),
    street     TEXT NOT NULL,
    day        TEXT NOT NULL,
    approached INTEGER NOT NULL,
    spoken     INTEGER NOT NULL,
    ideas      INTEGER NOT NULL,
    counted_by INTEGER NOT NULL REFERENCES people (id),
    counted_at TEXT NOT NULL,
    form_key   TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX street_counts_wijk ON street_counts (wijk_id);

-- Right to Challenge: the task that residents ask to take over, as it is done now.
CREATE TABLE challenges (
    idea_id  INTEGER PRIMARY KEY NOT NULL REFERENCES ideas (id),
    task_now TEXT NOT NULL,
    done_by  TEXT NOT NULL,
    cost_now INTEGER,
    stage    TEXT NOT NULL CHECK (stage IN ('asked', 'exploring', 'agreeing', 'taken_over', 'not_taken')),
    since    TEXT NOT NULL
) STRICT;

-- Arguments for and against an idea. What is hidden stays here, with the reason everybody reads.
CREATE TABLE arguments (
    id            INTEGER PRIMARY KEY NOT NULL,
    idea_id       INTEGER NOT NULL REFERENCES ideas (id),
    author_id     INTEGER NOT NULL REFERENCES people (id),
    side          TEXT NOT NULL CHECK (side IN ('for', 'against')),
    body          TEXT NOT NULL,
    at            TEXT NOT NULL,
    hidden_by     INTEGER REFERENCES people (id),
    hidden_reason TEXT,
    objection     TEXT,
    restored      INTEGER,
    checked_at    TEXT
) STRICT;
CREATE INDEX arguments_idea ON arguments (idea_id);
CREATE INDEX arguments_author ON arguments (author_id);

-- Who reported an argument, and why; each person once.
CREATE TABLE argument_reports (
    argument_id INTEGER NOT NULL REFERENCES arguments (id),
    person_id   INTEGER NOT NULL REFERENCES people (id),
    reason      TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (argument_id, person_id)
) STRICT;

-- Requests of owners for help of the WIJ-team, and who took them up in which role.
CREATE TABLE help_requests (
    id       INTEGER PRIMARY KEY NOT NULL,
    idea_id  INTEGER NOT NULL REFERENCES ideas (id),
    words    TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    taken_by INTEGER REFERENCES people (id),
    taken_as TEXT CHECK (taken_as IN ('aanjager', 'verbinder', 'facilitator', 'adviseur')),
    taken_at TEXT,
    ended_at TEXT
) STRICT;
CREATE INDEX help_requests_idea ON help_requests (idea_id);

-- What an idea asks hands for: what, when and how many. Closed when enough was done.
CREATE TABLE hand_calls (
    id        INTEGER PRIMARY KEY NOT NULL,
    idea_id   INTEGER NOT NULL REFERENCES ideas (id),
    what      TEXT NOT NULL,
    at_when   TEXT NOT NULL,
    wanted    INTEGER NOT NULL CHECK (wanted > 0),
    made_at   TEXT NOT NULL,
    closed_at TEXT
) STRICT;
CREATE INDEX hand_calls_idea ON hand_calls (idea_id);

-- Who said to come; gone when they take it back.
CREATE TABLE hand_offers (
    call_id   INTEGER NOT NULL REFERENCES hand_calls (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    words     TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (call_id, person_id)
) STRICT;
CREATE INDEX hand_offers_person ON hand_offers (person_id);

-- The roll knows who may vote and did; the box knows what was chosen. Nothing joins them: no
-- person, no time, no sequence.
CREATE TABLE code_batches (
    id         INTEGER PRIMARY KEY NOT NULL,
    round_id   INTEGER NOT NULL REFERENCES rounds (id),
    wijk_id    INTEGER NOT NULL REFERENCES wijken (id),
    channel    TEXT NOT NULL,
    codes      INTEGER NOT NULL,
    made_by    INTEGER REFERENCES people (id),
    made_at    TEXT NOT NULL
) STRICT;

CREATE TABLE roll (
    round_id  INTEGER NOT NULL REFERENCES rounds (id),
    code_hash BLOB NOT NULL,
    wijk_id   INTEGER NOT NULL REFERENCES wijken (id),
    batch_id  INTEGER NOT NULL REFERENCES code_batches (id),
    channel   TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('issued', 'used', 'paper', 'revoked')),
    PRIMARY KEY (round_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_box (
    round_id     INTEGER NOT NULL REFERENCES rounds (id),
    credential   BLOB NOT NULL,
    tracker      BLOB NOT NULL,
    wijk_id      INTEGER NOT NULL REFERENCES wijken (id),
    channel      TEXT NOT NULL,
    for_counting BLOB NOT NULL,
    for_voter    BLOB NOT NULL,
    PRIMARY KEY (round_id, credential)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ballot_box_tracker ON ballot_box (round_id, tracker);

-- Paper: where people vote, and the batches of ballots that come from there. Entries are sealed with
-- a key on the cover sheet of the batch, and gone when the ballots are in the box.
CREATE TABLE polling_places (
    id           INTEGER PRIMARY KEY NOT NULL,
    round_id     INTEGER NOT NULL REFERENCES rounds (id),
    wijk_id      INTEGER NOT NULL REFERENCES wijken (id),
    name         TEXT NOT NULL,
    address      TEXT NOT NULL,
    supplied     INTEGER NOT NULL CHECK (supplied >= 0),
    unused       INTEGER NOT NULL CHECK (unused >= 0),
    spoiled      INTEGER NOT NULL CHECK (spoiled >= 0),
    explanation  TEXT
) STRICT;
CREATE INDEX polling_places_round ON polling_places (round_id);

CREATE TABLE polling_hours (
    place_id  INTEGER NOT NULL REFERENCES polling_places (id),
    starts_at TEXT NOT NULL,
    ends_at   TEXT NOT NULL,
    PRIMARY KEY (place_id, starts_at),
    CHECK (starts_at < ends_at)
) STRICT;

CREATE TABLE paper_batches (
    id          INTEGER PRIMARY KEY NOT NULL,
    round_id    INTEGER NOT NULL REFERENCES rounds (id),
    place_id    INTEGER NOT NULL REFERENCES polling_places (id),
    wijk_id     INTEGER NOT NULL REFERENCES wijken (id),
    number      INTEGER NOT NULL,
    pile        INTEGER NOT NULL CHECK (pile > 0),
    is_table    INTEGER NOT NULL CHECK (is_table IN (0, 1)),
    key_hash    BLOB NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('taking', 'typing', 'done', 'void')),
    first_by    INTEGER REFERENCES people (id),
    second_by   INTEGER REFERENCES people (id),
    explanation TEXT,
    again_id    INTEGER REFERENCES paper_batches (id),
    UNIQUE (round_id, number)
) STRICT;

CREATE TABLE paper_tallies (
    batch_id INTEGER NOT NULL REFERENCES paper_batches (id),
    kind     TEXT NOT NULL,
    papers   INTEGER NOT NULL CHECK (papers > 0),
    PRIMARY KEY (batch_id, kind)
) STRICT;

CREATE TABLE paper_entries (
    batch_id INTEGER NOT NULL REFERENCES paper_batches (id),
    hand     TEXT NOT NULL CHECK (hand IN ('first', 'second', 'third')),
    number   INTEGER NOT NULL,
    sealed   BLOB NOT NULL,
    PRIMARY KEY (batch_id, hand, number)
) STRICT, WITHOUT ROWID;

-- Tablets that take votes without a connection, and what became of the sealed ballots that they
-- delivered. The key that opens those is gone when the box is closed. No time, no code.
CREATE TABLE tablets (
    id         INTEGER PRIMARY KEY NOT NULL,
    round_id   INTEGER NOT NULL REFERENCES rounds (id),
    number     INTEGER NOT NULL,
    place_id   INTEGER REFERENCES polling_places (id),
    wijk_id    INTEGER REFERENCES wijken (id),
    public_key BLOB NOT NULL,
    wrapped    BLOB,
    is_done    INTEGER NOT NULL CHECK (is_done IN (0, 1)),
    UNIQUE (round_id, number)
) STRICT;

CREATE TABLE tablet_tallies (
    tablet_id INTEGER NOT NULL REFERENCES tablets (id),
    outcome   TEXT NOT NULL,
    ballots   INTEGER NOT NULL CHECK (ballots > 0),
    PRIMARY KEY (tablet_id, outcome)
) STRICT;

CREATE TABLE tablet_deliveries (
    tablet_id INTEGER NOT NULL REFERENCES tablets (id),
    delivery  BLOB NOT NULL,
    outcome   TEXT NOT NULL,
    PRIMARY KEY (tablet_id, delivery)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_key_holders (
    round_id   INTEGER NOT NULL REFERENCES rounds (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    public_key BLOB NOT NULL,
    wrapped    BLOB NOT NULL,
    PRIMARY KEY (round_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE box_lists (
    round_id  INTEGER PRIMARY KEY NOT NULL REFERENCES rounds (id),
    statement TEXT NOT NULL,
    signature BLOB NOT NULL,
    lot       TEXT NOT NULL
) STRICT;

-- What was done of the ceremony of closing, counting and publishing; rows are only ever added.
CREATE TABLE ceremony_steps (
    round_id      INTEGER NOT NULL REFERENCES rounds (id),
    step          TEXT NOT NULL CHECK (step IN ('close', 'draw', 'open', 'clean', 'destroy')),
    done_at       TEXT NOT NULL,
    done_by       INTEGER REFERENCES people (id),
    first_holder  INTEGER REFERENCES people (id),
    second_holder INTEGER REFERENCES people (id),
    ballots       INTEGER,
    digest        TEXT,
    PRIMARY KEY (round_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE box_list_trackers (
    round_id INTEGER NOT NULL REFERENCES rounds (id),
    tracker  BLOB NOT NULL,
    PRIMARY KEY (round_id, tracker)
) STRICT, WITHOUT ROWID;

CREATE TABLE email_entrances (
    round_id   INTEGER NOT NULL REFERENCES rounds (id),
    email_hash BLOB NOT NULL,
    code_hash  BLOB NOT NULL,
    PRIMARY KEY (round_id, email_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE counted_ballots (
    id       INTEGER PRIMARY KEY NOT NULL,
    round_id INTEGER NOT NULL REFERENCES rounds (id),
    wijk_id  INTEGER NOT NULL REFERENCES wijken (id),
    channel  TEXT NOT NULL,
    choices  TEXT NOT NULL
) STRICT;
CREATE INDEX counted_ballots_round ON counted_ballots (round_id);

CREATE TABLE outcomes (
    round_id        INTEGER NOT NULL REFERENCES rounds (id),
    version         INTEGER NOT NULL,
    why             TEXT,
    state           TEXT NOT NULL CHECK (state IN ('counted', 'checked', 'confirmed', 'published')),
    election        TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    explanation     TEXT NOT NULL,
    replay          TEXT NOT NULL,
    turnout         TEXT NOT NULL,
    engine          TEXT NOT NULL,
    input_hash      TEXT NOT NULL,
    counted_at      TEXT NOT NULL,
    counted_by      INTEGER REFERENCES people (id),
    checked_at      TEXT,
    checked_by      INTEGER REFERENCES people (id),
    confirmed_at    TEXT,
    confirmed_by    INTEGER REFERENCES people (id),
    confirmed_note  TEXT,
    published_at    TEXT,
    lot             TEXT,
    PRIMARY KEY (round_id, version)
) STRICT;

-- The gebiedsbudget: bookings are only ever added.
CREATE TABLE bookings (
    id        INTEGER PRIMARY KEY NOT NULL,
    gebied_id INTEGER NOT NULL REFERENCES gebieden (id),
    year      INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('granted', 'reserved', 'released', 'spent')),
    cents     INTEGER NOT NULL CHECK (cents > 0),
    round_id  INTEGER REFERENCES rounds (id),
    idea_id   INTEGER REFERENCES ideas (id),
    reason    TEXT NOT NULL,
    person_id INTEGER REFERENCES people (id),
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX bookings_gebied ON bookings (gebied_id, year);

-- What happened: timelines and the audit log are read from the same, chained, rows.
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY NOT NULL,
    at         TEXT NOT NULL,
    actor_id   INTEGER REFERENCES people (id),
    actor_role TEXT NOT NULL,
    action     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    reason     TEXT,
    detail     TEXT NOT NULL,
    public     INTEGER NOT NULL,
    salt       BLOB NOT NULL,
    leaf       BLOB NOT NULL,
    hash       BLOB NOT NULL
) STRICT;
CREATE INDEX events_subject ON events (subject, subject_id);

-- Mail waits here until it is sent; written in the transaction that causes it.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY NOT NULL,
    to_address TEXT NOT NULL,
    language   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body_text  TEXT NOT NULL,
    body_html  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'dead')),
    tries      INTEGER NOT NULL,
    made_at    TEXT NOT NULL,
    next_at    TEXT NOT NULL,
    sent_at    TEXT,
    last_error TEXT,
    -- The address that ends this kind of mail with one click.
    one_click  TEXT
) STRICT;
CREATE INDEX outbox_next ON outbox (state, next_at);

-- One row: the latest moment any server was at. It never goes back, so no phase does.
CREATE TABLE server_clock (
    id     INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    latest TEXT NOT NULL
) STRICT;

-- Heads of the record that were sent outside.
CREATE TABLE sent_heads (
    seq     INTEGER PRIMARY KEY NOT NULL,
    hash    BLOB NOT NULL,
    sent_at TEXT NOT NULL
) STRICT;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
