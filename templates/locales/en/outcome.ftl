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
outcome-money = Where does the money go?
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
outcome-ties = Ties
outcome-tie-cost = Equally many votes, the cheapest plan goes first. Order: { $plans }
outcome-tie-earliest = Equally many votes, the plan that was sent in earlier goes first. Order: { $plans }
outcome-tie-lot = Equally many votes, the lot decided. Order: { $plans }
outcome-tie-order = Equally many votes. Order: { $plans }
outcome-recount = Count again yourself
outcome-recount-text = Anybody can count this result again. Download the bundle and let the program work out the result again. Counted with { $engine }.
outcome-few-ballots = There are fewer than 50 ballots. We do not publish those, because a ballot could then be told to be somebody's.
outcome-hash = Hash of the input:
outcome-files = Download the result
outcome-file-csv = Table (CSV)
outcome-file-json = Result (JSON)
outcome-file-pb = Ballots (.pb)
outcome-file-bundle = Bundle to count again (JSON)
count-crumb = Count
count-title = Count: { $round }
count-wait = It is not time yet. You can count when voting is over and the phase of counting has begun. Until then nobody can see how it stands.
count-public = See the public page
count-not-you = This step is for somebody else: { $who }.
count-note = Note of the alderman
count-note-hint = For example a word of thanks.
count-outcome = The result so far
count-summary = { $ballots } ballots, { $plans } plans chosen.
count-incomplete = { $n } ballots are not counted, because they had too few plans on them.
count-to-codes = To the voting codes
error-count-too-early = You can count only when voting is over and the phase of counting has begun.
error-box-list = The ballot box is no longer as it was when it was closed: a ballot was added, removed or changed. Nothing was counted. Warn the administrator.
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
outcome-map = Turnout and chosen plans per neighbourhood
outcome-map-more = More votes than average
outcome-map-less = Fewer votes than average
outcome-map-hint = { $ballots }. { $n ->
    [0] No chosen plan
    [one] 1 chosen plan
   *[other] { $n } chosen plans
}
outcome-figure-chosen = of the { $n } plans chosen
outcome-figure-with = of the voters have at least one chosen plan
outcome-theme = { $n ->
    [0] no chosen plan
    [one] 1 chosen plan
   *[other] { $n } chosen plans
}
outcome-steps = See the count step by step
outcome-to-step = Step { $step }
outcome-state-chosen = Chosen
outcome-state-not-chosen = Not chosen
outcome-state-reserve = First reserve
outcome-state-withdrawn = Withdrawn
outcome-state-lot = A lot is needed
outcome-state-open = Not decided yet
outcome-standing-preview = This is a preview count. It was made quickly with rounded numbers and is not a result. It does not follow where the money went of voters for plans that did not win.
outcome-standing-uncertain = This is a preview count. Somewhere two plans were so close that only an exact count can say which one wins. It is not a result.
outcome-standing-simulation = This is a trial of a rule that no city decides with. It is not a result.
outcome-strip = { $spent } of { $budget } is given out. { $left } is left.
outcome-themes = Votes and money per theme
outcome-themes-text = Does a theme have many votes and little money? Then you see it here.
outcome-theme-votes = Share of the votes
outcome-theme-money = Share of the money
outcome-support = How near were the other plans?
outcome-support-text = A plan wins when its voters together have enough money. Here you see what part of the cost they still had when the plan fell out. A full bar is enough.
outcome-map-here = People voted here
outcome-map-none = Takes no part, or too few votes to show
outcome-map-not-here = Takes no part in this round
outcome-how-top = The { $k } plans with most { $unit ->
    [points] points
   *[votes] votes
} are chosen. Money plays no part in that.
outcome-how-list = We went through the plans, from most to fewest { $unit ->
    [points] points
   *[votes] votes
}. A plan is chosen when it fits in the money that is left at that point.
outcome-how-per-euro = We went through the plans, from most to fewest { $unit ->
    [points] points
   *[votes] votes
} per euro. A plan is chosen when it fits in the money that is left at that point.
outcome-how-skip = Does a plan not fit any more? Then we pass it over and look at the next one.
outcome-how-stop = Does a plan not fit any more? Then the count stops.
outcome-how-nearly = Does the first plan just not fit, but is { $percent }% of its cost left? Then it is chosen all the same. After that the count stops.
outcome-how-fill = With the money that was left we went through the list once more.
outcome-how-part = The money that was left goes to the next plan on the list.
outcome-how-loads = Every chosen plan is a load for its voters. Each time the plan was chosen for which the load per voter stayed smallest.
outcome-how-bos = The voters pay for their plans together. A plan may cost a little more than they have together.
outcome-how-shares = Equal Shares: the money was first divided over all { $ballots } ballots. Every voter begins with { $share }.
outcome-how-buy = A plan is chosen when its voters can pay for it together. The plan with most support goes first each time. After that those voters have less left for other plans.
outcome-how-raise = The share of every voter was then raised a little each time and counted again, { $runs } times in all. The last time every voter began with { $share }.
outcome-how-raise-budget = Money was left. So the share of every voter was raised a little each time and counted again, { $runs } times in all. With an even higher share it would have cost too much. The count that holds began with { $share }.
outcome-how-raise-exhaustive = Money was left. So the share of every voter was raised a little each time and counted again, { $runs } times in all, until nothing more fitted. The count that holds began with { $share }.
outcome-how-complete = After that { $left } was left. With that we went down the list, from most to fewest { $unit ->
    [points] points
   *[votes] votes
}.
outcome-how-ties = When plans are tied, the rules that were known beforehand decide. If that does not help, a lot is drawn in public.
outcome-lot = The lot
outcome-lot-commitment = Hash of the secret number (SHA-256)
outcome-lot-place = Where it was drawn
outcome-lot-dice = Throws
outcome-lot-secret = The secret number
outcome-seed = Seed of the lot
outcome-wijk-title = Result in { $wijk }: { $round }
outcome-wijk-here = { $n ->
    [0] None of the chosen plans is in this neighbourhood.
    [one] One of the chosen plans is in this neighbourhood.
   *[other] { $n } of the chosen plans are in this neighbourhood.
}
outcome-wijk-text = The neighbourhoods chose together. Here you see how { $wijk } voted and which plans are in this neighbourhood. What is chosen follows from the votes of all neighbourhoods.
outcome-wijk-ranking = How { $wijk } voted
outcome-wijk-votes = Votes from { $wijk }
outcome-wijk-all = All votes
outcome-wijk-is-here = in this neighbourhood
replay-crumb = Step by step
replay-title = The count, step { $step }: { $round }
replay-place = Step { $step } of { $steps }
replay-start = How the count begins
replay-chosen = Chosen: { $plan }
replay-passed = Not chosen: { $plan }
replay-nav = Through the count
replay-nav-below = Through the count, below the standings
replay-previous = Previous step
replay-next = Next step
replay-to-outcome = To the result
replay-all = All steps
replay-top-won = This plan has { $votes } { $unit ->
    [points] points
   *[votes] votes
} and is in place { $place }.
replay-top-passed = This plan has { $votes } { $unit ->
    [points] points
   *[votes] votes
} and is in place { $place }. There is no room for it any more.
replay-list-won = It is the turn of this plan, with { $votes } { $unit ->
    [points] points
   *[votes] votes
}. It costs { $cost } and { $before } is left. It fits.
replay-list-passed = It is the turn of this plan, with { $votes } { $unit ->
    [points] points
   *[votes] votes
}. It costs { $cost } and { $before } is left. It does not fit, or another rule keeps it out.
replay-shares = { $voters } people voted for this plan. They pay { $cost } together.
replay-loads = { $voters } people voted for this plan. For this plan the load per voter stays smallest. It costs { $cost }.
replay-rest-won = Now it is about the money that is left: { $before }. In order of { $unit ->
    [points] points
   *[votes] votes
} it is the turn of this plan, with { $votes } { $unit ->
    [points] points
   *[votes] votes
}. It costs { $cost } and fits.
replay-rest-passed = Now it is about the money that is left: { $before }. In order of { $unit ->
    [points] points
   *[votes] votes
} it is the turn of this plan, with { $votes } { $unit ->
    [points] points
   *[votes] votes
}. It costs { $cost } and does not fit.
replay-strongest = It has most support now: it counts as { $strength } full votes. Who can pay only a part counts for that part.
replay-before = money before this step
replay-after = money after this step
replay-ballots = ballots
replay-budget = to divide
replay-share = for every voter to begin with
replay-standings = How does it stand now?
replay-shares-text = For each plan you see what its voters together still have. If that is less than the cost, the plan can no longer be chosen. We do not show this for fewer than 10 voters.
replay-state = Standing
replay-strength = Counted as
replay-left = Voters still have
replay-state-now = Chosen now
replay-state-won = Chosen in step { $step }
replay-state-passed = Passed over in step { $step }
replay-state-short = Voters fall short
replay-state-waits = Still possible
count-dice = What was thrown?
count-dice-hint = The throws one after another, for example 3516244612.
count-place = Where was it drawn, and who watched?
count-place-hint = Everybody can read this. Do not name residents.
count-code = Code from your app
count-code-hint = This step is important. That is why we ask for a code once more.
count-withdraw = Take a plan out of the result
count-withdraw-text = Can a plan not go on after the vote after all?
error-code-now = Fill in the code from your app. What you typed is still there.
error-lot-dice = Fill in { $least } to { $most } throws: only digits from 1 to 6.
error-lot-place = Write down where the lot was drawn and who watched, in { $max } characters at most.
withdraw-title = A plan falls out: { $round }
withdraw-crumb = A plan falls out
withdraw-lead = The plan then takes no part any more and the votes are counted again. Its owner gets a mail. The new result must be checked and confirmed anew.
withdraw-choose = Choose a plan
withdraw-plan = Which plan?
withdraw-reason = Why can it not go on?
withdraw-reason-hint = Everybody can read this reason, also on the result.
withdraw-code = Code from your app
withdraw-code-hint = This step is important. That is why we ask for a code once more.
withdraw-button = Take the plan out and count again
withdraw-back = Back to counting
error-withdraw-reason = Write down why the plan falls out, in at least 10 characters.
flash-recounted = The votes were counted again. Somebody else must check the result now.
event-round-withdraw-plan = A plan fell out and the votes were counted again
round-to-codes = Voting codes
round-to-count = Counting
round-to-whatif = Try rules
withdraw-public = The result is public already. It stays. The new count comes beside it, and holds from the day it is published. The money of the plan falls free. You can only choose a plan that won and has not begun.
error-withdraw-begun = This plan is being carried out or was stopped already. Stop it where it is carried out. The result stays as it is.
count-again = A result is public already. This count comes beside it, because a plan fell out. { $why }
outcome-recounting = A chosen plan falls out. The votes are being counted again. Until the new result is public, this one holds. { $why }
outcome-counted-again = This result replaced an earlier one, because a chosen plan fell out. { $why }
outcome-replaced = This is an earlier result. Since { $at } a new one holds. { $why }
outcome-newest = To the result that holds now
outcome-earlier = Earlier results
outcome-version = Count { $n }, public since { $at }
outcome-version-crumb = Earlier result
outcome-below-quorum = Fewer people voted than was agreed beforehand. That is why this result is advice.
outcome-points = Points
outcome-voters = from { $n } voters
outcome-how-points = For each plan the points of all ballots are added up. Every ballot weighs the same, however you voted.
outcome-how-weighted = The votes at meetings together decide a fixed part of the result and the other votes the rest. That is why a vote counts for more or less than one.
outcome-beside-title = And without those weights?
outcome-beside-equal = If every vote weighed the same
outcome-beside-tables = Without the ballots of tables
outcome-beside-same = { $what }: the same plans chosen.
outcome-beside-other = { $what }: chosen { $more }; not chosen { $fewer }.
outcome-beside-none = no other plan
