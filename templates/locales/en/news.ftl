mail-news-subject = ‘{ $title }’: { $what }
mail-news-text = There is news about ‘{ $title }’, an idea you support or follow: { $what }.
mail-news-stop = No more mail about this idea
mail-digest-subject = { $n ->
    [one] 1 message about ideas you support or follow
   *[other] { $n } messages about ideas you support or follow
}
mail-digest-text = This happened since the last mail:
mail-digest-button = See what happened
mail-digest-stop = Stop this mail
given-title = What happened with what you gave?
given-lead = All ideas you gave something to, and the latest news about them.
given-last = The latest: { $what }, on { $date }
given-none = You gave nothing to an idea yet. Support an idea, write along or hand one in yourself.
given-mute = No more mail about this idea
given-unmute = Mail about this idea again
given-mail = How often do you want mail?
given-pace = Mail about ideas you support or follow
given-pace-hint = About your own ideas you always hear at once.
given-save = Save
pace-each = At once, at every change
pace-daily = Once a day, in the morning
pace-weekly = Once a week, on Monday
pace-never = Never: I look for myself
part-owner = You handed it in
part-co-author = You write along
part-reader = You read along
part-supporter = You support it
part-follower = You follow it
mailstop-title = Stop this mail
mailstop-lead = Do you want no more mail about ‘{ $title }’?
mailstop-button = Yes, stop this mail
mailstop-done = You receive no more mail about ‘{ $title }’. Your support stays.
mailstop-done-all = You receive no more mail about ideas you support or follow. Your support stays.
mailstop-lead-all = Do you want no more mail about ideas you support or follow?
mailstop-settings = See all your messages
idea-follow = Follow this idea
idea-follow-text = You hear of it when something changes.
idea-followed = You follow this idea.
idea-unfollow = Stop following
mine-given = What happened with what you gave?
publication-mails = See every mail before it goes out
mails-title = Mails about the outcomes of { $round }
mails-lead = { $n ->
    [0] No outcomes are ready, so nothing goes out.
    [one] This mail goes out when the outcome is published. Until that moment you can still take the outcome back.
   *[other] These mails go out when the outcomes are published. Until that moment you can still take every outcome back.
}
mails-to-authors = To the owner and those who write along: { $names }
mails-to-followers = { $n ->
    [0] Nobody supports or follows this idea yet.
    [one] To 1 resident who supports or follows this idea:
   *[other] To { $n } residents who support or follow this idea:
}
mails-waits = This one does not go out yet: the owner can still answer the intended “no”.
