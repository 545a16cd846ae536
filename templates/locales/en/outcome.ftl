outcome-crumb = Result
outcome-title = Result: { $round }
outcome-due = The result comes on { $starts }.
outcome-not-yet = There is no result yet.
outcome-secret-until = While people vote nobody can see how it stands. After that the result is counted, checked and confirmed.
outcome-to-round = To the round
outcome-confirmed = Residents chose. The alderman confirmed the result on { $at }.
outcome-imported = { $purpose }
outcome-note = The alderman writes
outcome-figure-ballots = people voted
outcome-figure-inhabitants = of the { $n } inhabitants
outcome-figure-chosen = plans chosen
outcome-figure-spent = of { $budget } given out
outcome-plans = The plans
outcome-ranking = The ranking
outcome-caption = { $n ->
    [one] One plan, with votes, cost and the reason
   *[other] All { $n } plans, with votes, cost and the reason
}
outcome-pot = There was { $budget }. The chosen plans cost { $spent }. { $left } is left.
outcome-place = Place
outcome-plan = Plan
outcome-votes = Votes
outcome-cost = Cost
outcome-left = Left after it
outcome-more = More explanation
outcome-more-about = about { $title }
outcome-reserve = This plan is first on the reserve list.
outcome-money = Where does the money go?
outcome-theme = { $n ->
    [0] no plan
    [one] 1 plan, { $cost }
   *[other] { $n } plans, { $cost }
}
outcome-turnout = Who voted?
outcome-channels = How did people vote?
outcome-wijken = Per neighbourhood
outcome-ballots = { $n ->
    [one] 1 vote
   *[other] { $n } votes
}
outcome-wijk = { $n ->
    [one] 1 vote
   *[other] { $n } votes
}, { $part } of { $inhabitants } inhabitants
outcome-hidden = too few to show
outcome-cells = We do not show numbers below 10, so that nobody can be recognised. Sometimes we leave out one more number for that reason.
outcome-how = How we counted
outcome-how-vote = Every vote for a plan counts once, however you voted.
outcome-how-top = The plans with most votes are chosen. Money plays no part in that.
outcome-how-money = We went through the plans by the rules of this round. A plan is chosen when it fits in the money that is left at that point.
outcome-how-ties = When plans have equally many votes, the rules that were known beforehand decide. After that a lot decides.
outcome-ties = Ties
outcome-tie-cost = Equally many votes, the cheapest plan goes first. Order: { $plans }
outcome-tie-earliest = Equally many votes, the plan that was sent in earlier goes first. Order: { $plans }
outcome-tie-lot = Equally many votes, the lot decided. Order: { $plans }
outcome-tie-order = Equally many votes. Order: { $plans }
outcome-recount = Count again yourself
outcome-recount-text = Anybody can count this result again. Download the bundle and let the program work out the result again. Counted with { $engine }.
outcome-few-ballots = There are fewer than 50 ballots. We do not publish those, because a ballot could then be told to be somebody's.
outcome-hash = Hash of the input:
outcome-seed = The lot, drawn after the box was closed:
outcome-files = Download the result
outcome-file-csv = Table (CSV)
outcome-file-json = Result (JSON)
outcome-file-pb = Ballots (.pb)
outcome-file-bundle = Bundle to count again (JSON)
count-crumb = Count
count-title = Count: { $round }
count-lead = Counting has four steps, taken by different people. Nothing can be skipped or done twice.
count-now = What now?
count-step-count = Count
count-step-check = Check
count-step-confirm = Confirm
count-step-publish = Publish
count-who-count = by the area team
count-who-check = by somebody else of the area team
count-who-confirm = by the alderman
count-who-publish = by the area manager
count-wait = It is not time yet. You can count when voting is over and the phase of counting has begun. Until then nobody can see how it stands.
count-explain-count = The box is closed, the ballots are opened and shuffled. Then the program counts. Does something go wrong? Press again: it goes on where it was.
count-explain-check = See whether the result is what you expect: the number of votes, the plans, the reasons. In this step the program counts everything again.
count-explain-confirm = The alderman confirms the result. Everybody can read a note.
count-explain-publish = The result goes to the public page. Everybody who sent in a plan gets an e-mail. The key of the ballot box is destroyed. This cannot be undone.
count-done = The result is published.
count-public = See the public page
count-not-you = This step is for somebody else: { $who }.
count-note = Note of the alderman
count-note-hint = For example a word of thanks.
count-button-count = Close the box and count
count-button-check = The result is right
count-button-confirm = Confirm the result
count-button-publish = Publish the result
count-outcome = The result so far
count-summary = { $ballots } ballots, { $plans } plans chosen.
count-incomplete = { $n } ballots are not counted, because they had too few plans on them.
count-to-codes = To the voting codes
error-count-too-early = You can count only when voting is over and the phase of counting has begun.
error-count-done = This round has been counted already. Reload the page.
error-box-roll = Something is wrong: there are { $ballots } ballots and { $used } used voting codes. Nothing was counted. Warn the administrator.
error-box-damaged = { $n ->
    [one] One ballot cannot be read.
   *[other] { $n } ballots cannot be read.
} Nothing was counted. Somebody changed the box, or it is damaged. Warn the administrator.
error-outcome-order = This step is not possible now. Reload the page and see which step comes next.
error-four-eyes = Somebody else must take this step than who took an earlier one.
error-recount = Counting again gave another result than the one that was kept. Somebody changed the result. Publish nothing and warn the administrator.
error-note-long = Make the note shorter, { $max } characters at most.
error-publish-too-early = You can publish the result from { $starts }.
event-round-close-box = The ballot box was closed
event-round-count = The votes were counted
event-round-check-outcome = The result was checked
event-round-confirm-outcome = The alderman confirmed the result
event-round-publish-outcome = The result was published
event-round-import = Result taken over from a file
error-import-twice = This file was imported before: there already is a round { $slug }.
error-import-nameless = This file does not say where the vote was. Fill in unit and instance under META.
