//! The tables, once for both databases. `tests/storage/schema.rs` compares this with the migrations.
#![expect(missing_docs, reason = "the tables and columns are described in docs/gegevens.md")]

diesel::table! {
    gebieden (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        kind -> Text,
    }
}

diesel::table! {
    wijken (id) {
        id -> BigInt,
        gebied_id -> BigInt,
        slug -> Text,
        name -> Text,
        inhabitants -> BigInt,
        inhabitants_year -> Integer,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        outline -> Nullable<Text>,
    }
}

diesel::table! {
    buurten (id) {
        id -> BigInt,
        wijk_id -> BigInt,
        code -> Text,
        name -> Text,
        inhabitants -> BigInt,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        email -> Nullable<Text>,
        name -> Text,
        language -> Text,
        wijk_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        erased_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    staff_credentials (person_id) {
        person_id -> BigInt,
        password_hash -> Text,
        totp_sealed -> Binary,
        totp_last_step -> BigInt,
        failures -> Integer,
        wait_until -> Nullable<Timestamp>,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    adviesorganen (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        purpose -> Text,
        max_members -> Integer,
        reply_days -> Integer,
        quorum -> Integer,
        majority -> Text,
        recruiting -> Text,
    }
}

diesel::table! {
    roles (id) {
        id -> BigInt,
        person_id -> BigInt,
        role -> Text,
        gebied_id -> Nullable<BigInt>,
        wijk_id -> Nullable<BigInt>,
        adviesorgaan_id -> Nullable<BigInt>,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_links (id) {
        id -> BigInt,
        token_hash -> Binary,
        code_hash -> Binary,
        browser_hash -> Nullable<Binary>,
        email -> Text,
        purpose -> Text,
        next -> Text,
        tries -> Integer,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Binary,
        person_id -> BigInt,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        step_up_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    held_forms (visitor_hash, path) {
        visitor_hash -> Binary,
        path -> Text,
        fields -> Text,
        held_at -> Timestamp,
    }
}

diesel::table! {
    rounds (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        purpose -> Text,
        gebied_id -> BigInt,
        status -> Text,
        rules -> Text,
        inhabitants -> BigInt,
        raadsbesluit -> Nullable<Text>,
        verdicts_at -> Nullable<Timestamp>,
        ballot_text -> Nullable<Text>,
        ballot_hash -> Nullable<Binary>,
        counting_key -> Nullable<Binary>,
        box_closed_at -> Nullable<Timestamp>,
        stopped_reason -> Nullable<Text>,
        created_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    round_wijken (round_id, wijk_id) {
        round_id -> BigInt,
        wijk_id -> BigInt,
    }
}

diesel::table! {
    round_buurten (round_id, buurt_id) {
        round_id -> BigInt,
        buurt_id -> BigInt,
    }
}

diesel::table! {
    round_phases (round_id, phase) {
        round_id -> BigInt,
        phase -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    rules_versions (round_id, version) {
        round_id -> BigInt,
        version -> BigInt,
        rules -> Text,
        rules_hash -> Binary,
        reason -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    round_extensions (id) {
        id -> BigInt,
        round_id -> BigInt,
        phase -> Text,
        old_ends_at -> Timestamp,
        new_ends_at -> Timestamp,
        reason -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    evaluations (round_id) {
        round_id -> BigInt,
        learned -> Text,
        change -> Text,
        author_id -> BigInt,
        published_at -> Timestamp,
    }
}

diesel::table! {
    ideas (id) {
        id -> BigInt,
        round_id -> BigInt,
        owner_id -> BigInt,
        contact_id -> Nullable<BigInt>,
        state -> Text,
        title -> Text,
        why -> Text,
        residents_do -> Text,
        municipality_does -> Text,
        cost_guess -> Nullable<BigInt>,
        cost -> Nullable<BigInt>,
        theme -> Nullable<Text>,
        wijk_id -> Nullable<BigInt>,
        place -> Text,
        search_text -> Text,
        merged_into -> Nullable<BigInt>,
        form_key -> Text,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        submitted_at -> Nullable<Timestamp>,
        warned_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    idea_people (idea_id, person_id, part) {
        idea_id -> BigInt,
        person_id -> BigInt,
        part -> Text,
        since -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    photos (id) {
        id -> BigInt,
        idea_id -> BigInt,
        owner_id -> BigInt,
        sha256 -> Text,
        alt -> Text,
        width -> Integer,
        height -> Integer,
        bytes -> Binary,
        thumb -> Binary,
        added_at -> Timestamp,
    }
}

diesel::table! {
    idea_updates (id) {
        id -> BigInt,
        idea_id -> BigInt,
        author_id -> BigInt,
        photo_id -> Nullable<BigInt>,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    questions (id) {
        id -> BigInt,
        idea_id -> BigInt,
        asked_by -> BigInt,
        question -> Text,
        asked_at -> Timestamp,
        due_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    verdicts (idea_id) {
        idea_id -> BigInt,
        kind -> Text,
        cost -> Nullable<BigInt>,
        reason -> Text,
        prepared_by -> BigInt,
        prepared_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    desk_filters (person_id) {
        person_id -> BigInt,
        contact -> Text,
        waits_for -> Text,
        round -> Text,
    }
}

diesel::table! {
    reconsiderations (idea_id) {
        idea_id -> BigInt,
        asked_by -> BigInt,
        reason -> Text,
        asked_at -> Timestamp,
        first_reviewer -> BigInt,
    }
}

diesel::table! {
    merges (id) {
        id -> BigInt,
        idea_id -> BigInt,
        into_id -> BigInt,
        proposed_by -> BigInt,
        reason -> Text,
        proposed_at -> Timestamp,
        idea_owner_says -> Nullable<Text>,
        into_owner_says -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    meetings (id) {
        id -> BigInt,
        adviesorgaan_id -> BigInt,
        held_at -> Timestamp,
        place -> Text,
        agenda -> Text,
        minutes -> Nullable<Text>,
    }
}

diesel::table! {
    meeting_members (meeting_id, person_id) {
        meeting_id -> BigInt,
        person_id -> BigInt,
    }
}

diesel::table! {
    adviezen (id) {
        id -> BigInt,
        adviesorgaan_id -> BigInt,
        round_id -> Nullable<BigInt>,
        idea_id -> Nullable<BigInt>,
        topic -> Nullable<Text>,
        state -> Text,
        stance -> Text,
        title -> Text,
        body -> Text,
        interests -> Text,
        points -> Text,
        kenmerk -> Nullable<Text>,
        author_id -> BigInt,
        created_at -> Timestamp,
        views_opened_at -> Nullable<Timestamp>,
        adopted_at -> Nullable<Timestamp>,
        meeting_id -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
        reply_due_at -> Nullable<Timestamp>,
        reminders -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    advies_texts (advies_id, version) {
        advies_id -> BigInt,
        version -> BigInt,
        stance -> Text,
        title -> Text,
        body -> Text,
        interests -> Text,
        points -> Text,
        author_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_replies (advies_id) {
        advies_id -> BigInt,
        kind -> Text,
        reason -> Text,
        author_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_ideas (advies_id, idea_id) {
        advies_id -> BigInt,
        idea_id -> BigInt,
    }
}

diesel::table! {
    advies_views (advies_id, person_id) {
        advies_id -> BigInt,
        person_id -> BigInt,
        stance -> Text,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_recusals (advies_id, person_id) {
        advies_id -> BigInt,
        person_id -> BigInt,
        reason -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_votes (advies_id, person_id) {
        advies_id -> BigInt,
        person_id -> BigInt,
        says -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_minorities (advies_id, person_id) {
        advies_id -> BigInt,
        person_id -> BigInt,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_comments (id) {
        id -> BigInt,
        advies_id -> BigInt,
        author_id -> BigInt,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_reply_points (advies_id, number) {
        advies_id -> BigInt,
        number -> Integer,
        kind -> Text,
        reason -> Text,
    }
}

diesel::table! {
    advies_afterwards (id) {
        id -> BigInt,
        advies_id -> BigInt,
        author_id -> BigInt,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    advies_requests (id) {
        id -> BigInt,
        adviesorgaan_id -> BigInt,
        round_id -> Nullable<BigInt>,
        idea_id -> Nullable<BigInt>,
        topic -> Nullable<Text>,
        question -> Text,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        due_at -> Timestamp,
        advies_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    review_frames (round_id) {
        round_id -> BigInt,
        frame -> Text,
    }
}

diesel::table! {
    condition_answers (idea_id, condition) {
        idea_id -> BigInt,
        condition -> Text,
        met -> Bool,
        note -> Text,
        person_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    judges (idea_id, person_id) {
        idea_id -> BigInt,
        person_id -> BigInt,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    scores (idea_id, person_id, criterion) {
        idea_id -> BigInt,
        person_id -> BigInt,
        criterion -> Text,
        score -> Integer,
    }
}

diesel::table! {
    dossier_notes (id) {
        id -> BigInt,
        idea_id -> BigInt,
        author_id -> BigInt,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    specialist_questions (id) {
        id -> BigInt,
        idea_id -> BigInt,
        asked_by -> BigInt,
        name -> Text,
        email -> Text,
        question -> Text,
        asked_at -> Timestamp,
        due_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    cost_lines (id) {
        id -> BigInt,
        idea_id -> BigInt,
        what -> Text,
        often -> Text,
        cents -> BigInt,
        year -> Integer,
        years -> Integer,
    }
}

diesel::table! {
    cover_lines (id) {
        id -> BigInt,
        idea_id -> BigInt,
        source -> Text,
        year -> Integer,
        cents -> BigInt,
    }
}

diesel::table! {
    hearings (idea_id) {
        idea_id -> BigInt,
        reason -> Text,
        asked_at -> Timestamp,
        due_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idea_changes (id) {
        id -> BigInt,
        idea_id -> BigInt,
        proposed_by -> BigInt,
        before_words -> Text,
        proposed_words -> Text,
        final_words -> Nullable<Text>,
        part_off -> Nullable<Text>,
        part_idea_id -> Nullable<BigInt>,
        reason -> Text,
        proposed_at -> Timestamp,
        due_at -> Timestamp,
        state -> Text,
        answer -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mail_wishes (person_id) {
        person_id -> BigInt,
        pace -> Text,
    }
}

diesel::table! {
    muted_ideas (person_id, idea_id) {
        person_id -> BigInt,
        idea_id -> BigInt,
        since -> Timestamp,
    }
}

diesel::table! {
    news (id) {
        id -> BigInt,
        person_id -> BigInt,
        idea_id -> BigInt,
        what -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    forwards (idea_id) {
        idea_id -> BigInt,
        keeper_name -> Text,
        keeper_email -> Text,
        named_by -> BigInt,
        sent_at -> Nullable<Timestamp>,
        due_at -> Nullable<Timestamp>,
        reminders -> Integer,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    street_counts (id) {
        id -> BigInt,
        wijk_id -> BigInt,
        street -> Text,
        day -> Date,
        approached -> BigInt,
        spoken -> BigInt,
        ideas -> BigInt,
        counted_by -> BigInt,
        counted_at -> Timestamp,
        form_key -> Text,
    }
}

diesel::table! {
    challenges (idea_id) {
        idea_id -> BigInt,
        task_now -> Text,
        done_by -> Text,
        cost_now -> Nullable<BigInt>,
        stage -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    arguments (id) {
        id -> BigInt,
        idea_id -> BigInt,
        author_id -> BigInt,
        side -> Text,
        body -> Text,
        at -> Timestamp,
        hidden_by -> Nullable<BigInt>,
        hidden_reason -> Nullable<Text>,
        objection -> Nullable<Text>,
        restored -> Nullable<Bool>,
        checked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    argument_reports (argument_id, person_id) {
        argument_id -> BigInt,
        person_id -> BigInt,
        reason -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    help_requests (id) {
        id -> BigInt,
        idea_id -> BigInt,
        words -> Text,
        asked_at -> Timestamp,
        taken_by -> Nullable<BigInt>,
        taken_as -> Nullable<Text>,
        taken_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    hand_calls (id) {
        id -> BigInt,
        idea_id -> BigInt,
        what -> Text,
        at_when -> Text,
        wanted -> Integer,
        made_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    hand_offers (call_id, person_id) {
        call_id -> BigInt,
        person_id -> BigInt,
        words -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    code_batches (id) {
        id -> BigInt,
        round_id -> BigInt,
        wijk_id -> BigInt,
        channel -> Text,
        codes -> BigInt,
        made_by -> Nullable<BigInt>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    roll (round_id, code_hash) {
        round_id -> BigInt,
        code_hash -> Binary,
        wijk_id -> BigInt,
        batch_id -> BigInt,
        channel -> Text,
        state -> Text,
    }
}

diesel::table! {
    ballot_box (round_id, credential) {
        round_id -> BigInt,
        credential -> Binary,
        tracker -> Binary,
        wijk_id -> BigInt,
        channel -> Text,
        for_counting -> Binary,
        for_voter -> Binary,
    }
}

diesel::table! {
    polling_places (id) {
        id -> BigInt,
        round_id -> BigInt,
        wijk_id -> BigInt,
        name -> Text,
        address -> Text,
        supplied -> BigInt,
        unused -> BigInt,
        spoiled -> BigInt,
        explanation -> Nullable<Text>,
    }
}

diesel::table! {
    polling_hours (place_id, starts_at) {
        place_id -> BigInt,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    paper_batches (id) {
        id -> BigInt,
        round_id -> BigInt,
        place_id -> BigInt,
        wijk_id -> BigInt,
        number -> BigInt,
        pile -> BigInt,
        is_table -> Bool,
        key_hash -> Binary,
        state -> Text,
        first_by -> Nullable<BigInt>,
        second_by -> Nullable<BigInt>,
        explanation -> Nullable<Text>,
        again_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    tablets (id) {
        id -> BigInt,
        round_id -> BigInt,
        number -> BigInt,
        place_id -> Nullable<BigInt>,
        wijk_id -> Nullable<BigInt>,
        public_key -> Binary,
        wrapped -> Nullable<Binary>,
        is_done -> Bool,
    }
}

diesel::table! {
    tablet_tallies (tablet_id, outcome) {
        tablet_id -> BigInt,
        outcome -> Text,
        ballots -> BigInt,
    }
}

diesel::table! {
    tablet_deliveries (tablet_id, delivery) {
        tablet_id -> BigInt,
        delivery -> Binary,
        outcome -> Text,
    }
}

diesel::table! {
    paper_tallies (batch_id, kind) {
        batch_id -> BigInt,
        kind -> Text,
        papers -> BigInt,
    }
}

diesel::table! {
    paper_entries (batch_id, hand, number) {
        batch_id -> BigInt,
        hand -> Text,
        number -> BigInt,
        sealed -> Binary,
    }
}

diesel::table! {
    round_key_holders (round_id, person_id) {
        round_id -> BigInt,
        person_id -> BigInt,
        public_key -> Binary,
        wrapped -> Binary,
    }
}

diesel::table! {
    box_lists (round_id) {
        round_id -> BigInt,
        statement -> Text,
        signature -> Binary,
        lot -> Text,
    }
}

diesel::table! {
    ceremony_steps (round_id, step) {
        round_id -> BigInt,
        step -> Text,
        done_at -> Timestamp,
        done_by -> Nullable<BigInt>,
        first_holder -> Nullable<BigInt>,
        second_holder -> Nullable<BigInt>,
        ballots -> Nullable<BigInt>,
        digest -> Nullable<Text>,
    }
}

diesel::table! {
    box_list_trackers (round_id, tracker) {
        round_id -> BigInt,
        tracker -> Binary,
    }
}

diesel::table! {
    email_entrances (round_id, email_hash) {
        round_id -> BigInt,
        email_hash -> Binary,
        code_hash -> Binary,
    }
}

diesel::table! {
    counted_ballots (id) {
        id -> BigInt,
        round_id -> BigInt,
        wijk_id -> BigInt,
        channel -> Text,
        choices -> Text,
    }
}

diesel::table! {
    outcomes (round_id, version) {
        round_id -> BigInt,
        version -> BigInt,
        why -> Nullable<Text>,
        state -> Text,
        election -> Text,
        outcome -> Text,
        explanation -> Text,
        replay -> Text,
        turnout -> Text,
        engine -> Text,
        input_hash -> Text,
        counted_at -> Timestamp,
        counted_by -> Nullable<BigInt>,
        checked_at -> Nullable<Timestamp>,
        checked_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<BigInt>,
        confirmed_note -> Nullable<Text>,
        published_at -> Nullable<Timestamp>,
        lot -> Nullable<Text>,
    }
}

diesel::table! {
    bookings (id) {
        id -> BigInt,
        gebied_id -> BigInt,
        year -> Integer,
        kind -> Text,
        cents -> BigInt,
        round_id -> Nullable<BigInt>,
        idea_id -> Nullable<BigInt>,
        reason -> Text,
        person_id -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    events (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_role -> Text,
        action -> Text,
        subject -> Text,
        subject_id -> BigInt,
        reason -> Nullable<Text>,
        detail -> Text,
        public -> Bool,
        salt -> Binary,
        leaf -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        to_address -> Text,
        language -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        state -> Text,
        tries -> Integer,
        made_at -> Timestamp,
        next_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        one_click -> Nullable<Text>,
    }
}

diesel::table! {
    server_clock (id) {
        id -> BigInt,
        latest -> Timestamp,
    }
}

diesel::table! {
    sent_heads (seq) {
        seq -> BigInt,
        hash -> Binary,
        sent_at -> Timestamp,
    }
}

diesel::joinable!(wijken -> gebieden (gebied_id));
diesel::joinable!(buurten -> wijken (wijk_id));
diesel::joinable!(people -> wijken (wijk_id));
diesel::joinable!(staff_credentials -> people (person_id));
diesel::joinable!(roles -> people (person_id));
diesel::joinable!(roles -> gebieden (gebied_id));
diesel::joinable!(roles -> wijken (wijk_id));
diesel::joinable!(roles -> adviesorganen (adviesorgaan_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(rounds -> gebieden (gebied_id));
diesel::joinable!(round_wijken -> rounds (round_id));
diesel::joinable!(round_wijken -> wijken (wijk_id));
diesel::joinable!(round_buurten -> rounds (round_id));
diesel::joinable!(round_buurten -> buurten (buurt_id));
diesel::joinable!(round_key_holders -> people (person_id));
diesel::joinable!(round_key_holders -> rounds (round_id));
diesel::joinable!(round_phases -> rounds (round_id));
diesel::joinable!(rules_versions -> rounds (round_id));
diesel::joinable!(round_extensions -> rounds (round_id));
diesel::joinable!(evaluations -> rounds (round_id));
diesel::joinable!(evaluations -> people (author_id));
diesel::joinable!(ideas -> rounds (round_id));
diesel::joinable!(ideas -> people (owner_id));
diesel::joinable!(ideas -> wijken (wijk_id));
diesel::joinable!(idea_people -> ideas (idea_id));
diesel::joinable!(idea_people -> people (person_id));
diesel::joinable!(photos -> ideas (idea_id));
diesel::joinable!(photos -> people (owner_id));
diesel::joinable!(idea_updates -> ideas (idea_id));
diesel::joinable!(idea_updates -> people (author_id));
diesel::joinable!(idea_updates -> photos (photo_id));
diesel::joinable!(questions -> ideas (idea_id));
diesel::joinable!(questions -> people (asked_by));
diesel::joinable!(verdicts -> ideas (idea_id));
diesel::joinable!(verdicts -> people (prepared_by));
diesel::joinable!(reconsiderations -> ideas (idea_id));
diesel::joinable!(merges -> people (proposed_by));
diesel::joinable!(meetings -> adviesorganen (adviesorgaan_id));
diesel::joinable!(meeting_members -> meetings (meeting_id));
diesel::joinable!(meeting_members -> people (person_id));
diesel::joinable!(adviezen -> adviesorganen (adviesorgaan_id));
diesel::joinable!(adviezen -> rounds (round_id));
diesel::joinable!(adviezen -> ideas (idea_id));
diesel::joinable!(adviezen -> people (author_id));
diesel::joinable!(advies_texts -> adviezen (advies_id));
diesel::joinable!(advies_texts -> people (author_id));
diesel::joinable!(advies_replies -> adviezen (advies_id));
diesel::joinable!(advies_replies -> people (author_id));
diesel::joinable!(advies_ideas -> adviezen (advies_id));
diesel::joinable!(advies_ideas -> ideas (idea_id));
diesel::joinable!(advies_views -> adviezen (advies_id));
diesel::joinable!(advies_views -> people (person_id));
diesel::joinable!(advies_recusals -> adviezen (advies_id));
diesel::joinable!(advies_recusals -> people (person_id));
diesel::joinable!(advies_votes -> adviezen (advies_id));
diesel::joinable!(advies_votes -> people (person_id));
diesel::joinable!(advies_minorities -> adviezen (advies_id));
diesel::joinable!(advies_minorities -> people (person_id));
diesel::joinable!(advies_comments -> adviezen (advies_id));
diesel::joinable!(advies_comments -> people (author_id));
diesel::joinable!(advies_reply_points -> adviezen (advies_id));
diesel::joinable!(advies_afterwards -> adviezen (advies_id));
diesel::joinable!(advies_afterwards -> people (author_id));
diesel::joinable!(advies_requests -> adviesorganen (adviesorgaan_id));
diesel::joinable!(advies_requests -> rounds (round_id));
diesel::joinable!(advies_requests -> ideas (idea_id));
diesel::joinable!(advies_requests -> people (asked_by));
diesel::joinable!(review_frames -> rounds (round_id));
diesel::joinable!(condition_answers -> ideas (idea_id));
diesel::joinable!(condition_answers -> people (person_id));
diesel::joinable!(judges -> ideas (idea_id));
diesel::joinable!(judges -> people (person_id));
diesel::joinable!(scores -> ideas (idea_id));
diesel::joinable!(scores -> people (person_id));
diesel::joinable!(dossier_notes -> ideas (idea_id));
diesel::joinable!(dossier_notes -> people (author_id));
diesel::joinable!(specialist_questions -> ideas (idea_id));
diesel::joinable!(specialist_questions -> people (asked_by));
diesel::joinable!(cost_lines -> ideas (idea_id));
diesel::joinable!(cover_lines -> ideas (idea_id));
diesel::joinable!(hearings -> ideas (idea_id));
diesel::joinable!(idea_changes -> people (proposed_by));
diesel::joinable!(mail_wishes -> people (person_id));
diesel::joinable!(muted_ideas -> people (person_id));
diesel::joinable!(muted_ideas -> ideas (idea_id));
diesel::joinable!(news -> people (person_id));
diesel::joinable!(news -> ideas (idea_id));
diesel::joinable!(forwards -> ideas (idea_id));
diesel::joinable!(forwards -> people (named_by));
diesel::joinable!(street_counts -> wijken (wijk_id));
diesel::joinable!(street_counts -> people (counted_by));
diesel::joinable!(challenges -> ideas (idea_id));
diesel::joinable!(arguments -> ideas (idea_id));
diesel::joinable!(argument_reports -> arguments (argument_id));
diesel::joinable!(argument_reports -> people (person_id));
diesel::joinable!(help_requests -> ideas (idea_id));
diesel::joinable!(hand_calls -> ideas (idea_id));
diesel::joinable!(hand_offers -> hand_calls (call_id));
diesel::joinable!(hand_offers -> people (person_id));
diesel::joinable!(code_batches -> rounds (round_id));
diesel::joinable!(code_batches -> wijken (wijk_id));
diesel::joinable!(code_batches -> people (made_by));
diesel::joinable!(roll -> rounds (round_id));
diesel::joinable!(roll -> wijken (wijk_id));
diesel::joinable!(roll -> code_batches (batch_id));
diesel::joinable!(ballot_box -> rounds (round_id));
diesel::joinable!(ballot_box -> wijken (wijk_id));
diesel::joinable!(polling_places -> rounds (round_id));
diesel::joinable!(polling_places -> wijken (wijk_id));
diesel::joinable!(polling_hours -> polling_places (place_id));
diesel::joinable!(paper_batches -> rounds (round_id));
diesel::joinable!(paper_batches -> polling_places (place_id));
diesel::joinable!(paper_batches -> wijken (wijk_id));
diesel::joinable!(paper_tallies -> paper_batches (batch_id));
diesel::joinable!(paper_entries -> paper_batches (batch_id));
diesel::joinable!(tablets -> rounds (round_id));
diesel::joinable!(tablets -> polling_places (place_id));
diesel::joinable!(tablets -> wijken (wijk_id));
diesel::joinable!(tablet_tallies -> tablets (tablet_id));
diesel::joinable!(tablet_deliveries -> tablets (tablet_id));
diesel::joinable!(box_list_trackers -> rounds (round_id));
diesel::joinable!(box_lists -> rounds (round_id));
diesel::joinable!(ceremony_steps -> rounds (round_id));
diesel::joinable!(email_entrances -> rounds (round_id));
diesel::joinable!(counted_ballots -> rounds (round_id));
diesel::joinable!(counted_ballots -> wijken (wijk_id));
diesel::joinable!(outcomes -> rounds (round_id));
diesel::joinable!(bookings -> gebieden (gebied_id));
diesel::joinable!(bookings -> rounds (round_id));
diesel::joinable!(bookings -> ideas (idea_id));
diesel::joinable!(bookings -> people (person_id));
diesel::joinable!(events -> people (actor_id));

diesel::allow_tables_to_appear_in_same_query!(
    gebieden,
    wijken,
    buurten,
    people,
    staff_credentials,
    adviesorganen,
    roles,
    sign_in_links,
    sessions,
    held_forms,
    rounds,
    round_wijken,
    round_buurten,
    round_key_holders,
    round_phases,
    rules_versions,
    round_extensions,
    evaluations,
    ideas,
    idea_people,
    photos,
    idea_updates,
    questions,
    verdicts,
    desk_filters,
    reconsiderations,
    merges,
    meetings,
    meeting_members,
    adviezen,
    advies_texts,
    advies_replies,
    advies_ideas,
    advies_views,
    advies_recusals,
    advies_votes,
    advies_minorities,
    advies_comments,
    advies_reply_points,
    advies_afterwards,
    advies_requests,
    review_frames,
    condition_answers,
    judges,
    scores,
    dossier_notes,
    specialist_questions,
    cost_lines,
    cover_lines,
    hearings,
    idea_changes,
    mail_wishes,
    muted_ideas,
    news,
    forwards,
    street_counts,
    challenges,
    arguments,
    argument_reports,
    help_requests,
    hand_calls,
    hand_offers,
    code_batches,
    roll,
    ballot_box,
    polling_places,
    polling_hours,
    paper_batches,
    paper_tallies,
    paper_entries,
    tablets,
    tablet_tallies,
    tablet_deliveries,
    box_list_trackers,
    box_lists,
    ceremony_steps,
    email_entrances,
    counted_ballots,
    outcomes,
    bookings,
    events,
    outbox,
    server_clock,
    sent_heads,
);
