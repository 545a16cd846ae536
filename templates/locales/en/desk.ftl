queue-pick = Pick
queue-pick-idea = Pick “{ $title }”
queue-load = Who has how much to do?
queue-load-ideas = { $n ->
    [0] no ideas
    [one] 1 idea
   *[other] { $n } ideas
}
queue-load-late = { $n ->
    [one] 1 late
   *[other] { $n } late
}
bulk-title = Several ideas at once
bulk-heading = Do something with several ideas at once
bulk-lead = Pick the ideas above. First you see exactly what would happen. Then you decide.
bulk-action = What do you want to do?
bulk-action-take-up = Become their contact yourself
bulk-action-hand-over = Hand over to a colleague
bulk-action-ask = Ask the owners a question
bulk-to = To which colleague?
bulk-to-hint = Only for a hand-over.
bulk-to-nobody = Choose a colleague
bulk-words = Reason or question
bulk-words-hint = The reason of the hand-over, or the question. The owners get this text.
bulk-preview = See what would happen
bulk-preview-all = { $n ->
    [one] See what would happen to the one idea in this list
   *[other] See what would happen to all { $n } ideas in this list
}
bulk-caption = What would happen, idea by idea
bulk-effect = What happens
bulk-happens = { $n ->
    [one] Something happens to 1 idea. Nothing has been done yet.
   *[other] Something happens to { $n } ideas. Nothing has been done yet.
}
bulk-nothing = { $n ->
    [one] Nothing happens to 1 idea. Below you see why.
   *[other] Nothing happens to { $n } ideas. Below you see why.
}
bulk-does-take-up = You become the contact. { $owner } gets a mail.
bulk-does-hand-over = { $to } becomes the contact. { $owner } and { $to } get a mail with the reason.
bulk-does-ask = { $owner } gets a mail with the question. The idea then waits for the answer.
bulk-not-decided = Nothing: this idea has been decided.
bulk-not-has-contact = Nothing: it has a fixed contact already.
bulk-not-same-contact = Nothing: this colleague is its contact already.
bulk-not-asked = Nothing: a question is open already.
bulk-not-frozen = Nothing: the vote has begun.
bulk-do = { $n ->
    [one] Do this with 1 idea
   *[other] Do this with { $n } ideas
}
bulk-back = Back without doing anything
error-bulk-none = Pick one or more ideas first, { $max } at most.
error-bulk-action = Choose what to do with the ideas.
flash-bulk-done = Done. Everybody it concerns gets a message.
plain-heading = Can it be simpler?
plain-long = Long sentence ({ $words } words): “{ $begins } …”. Make it two sentences.
plain-word = “{ $word }”: better write “{ $instead }”.
plain-good = This text reads easily: short sentences and plain words.
plain-check = Check the text
plain-help = Help with writing
plain-help-yes = Begin like this: “This is possible. We looked at …” Then say what it costs and what will happen.
plain-help-no = Begin like this: “This is not possible, because …” Then say what is possible, or who can tell more.
plain-help-rules = Write short sentences, 15 words at most. Use plain words. The reason is written in Dutch.
advies-read-whole = Read the whole advice
