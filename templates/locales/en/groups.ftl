groups-title = Ideas that belong together: { $round }
groups-lead = { $n ->
    [0] No ideas are waiting for an outcome now.
    [one] 1 idea is waiting for an outcome.
   *[other] { $n } ideas are waiting for an outcome. Ideas that are alike come first.
}
groups-heading = Group { $n }: { $count } ideas that are alike
groups-by = { $n ->
    [0] By { $name }
    [one] By { $name }, 1 resident supports this
   *[other] By { $name }, { $n } residents support this
}
groups-proposed = A proposal to merge is open
groups-open = See the idea
groups-beside = Put the chosen ideas side by side
groups-none = No ideas are alike.
groups-own = Make a group yourself
groups-own-lead = Choose two or more ideas
groups-beside-title = Ideas side by side
groups-beside-lead = Can this become one plan? Choose which idea stays. The others go on in it if their owners want that.
groups-lead-idea = In which idea do they go on?
groups-reason = Why do these ideas belong together?
groups-reason-hint = All owners receive this text.
groups-after = We ask it for each idea separately. If an owner says no, that idea stays apart; the others can still go on together. After that you can propose a new text for the plan.
groups-ask = Ask all owners
groups-back = Back to the groups
review-frozen-round = Voting has begun. Ideas can no longer be merged.
queue-groups = Ideas that belong together, per round
error-group-count = Choose two or more ideas, at most { $max }.
error-group-lead = Choose the idea in which the others go on.
flash-group-asked = The owners received a mail. Only when they say yes do the ideas go on together.
