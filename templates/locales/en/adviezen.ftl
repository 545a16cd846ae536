adviezen-title = Advices
adviezen-lead = Advisory councils such as the WIJ council advise on ideas and rounds. The area team always has to reply in public.
adviezen-caption = Newest first
adviezen-none = There are no advices yet.
advies-overview = { $total ->
    [one] 1 advice
   *[other] { $total } advices
}, { $answered } answered, { $late } late
advies-title = Advice: { $title }
advies-word = Advice
advies-about = Is about
advies-says = The advice is
advies-answer = Reply
advies-of = Advice of { $orgaan }
advies-by = By
advies-kenmerk = Reference { $kenmerk }.
advies-kenmerk-word = Reference
advies-adopted-on = Adopted on { $date }.
advies-adopted-word = Adopted on
advies-published-word = Published on
advies-reply-heading = { $who ->
    [college] The reply of the city executive to this advice
   *[team] The area team’s reply to this advice
}
advies-reply-short = { $who ->
    [college] The city executive:
   *[team] The area team:
}
advies-no-reply = { $who ->
    [college] The city executive has not replied yet.
   *[team] The area team has not replied yet.
}
advies-due = That is due by { $date }.
advies-late = Reply is late
advies-print = See this advice for printing
advies-electronic = This advice was made electronically and is therefore not signed.
advies-state-draft = Draft
advies-state-proposed = Up for adoption
advies-state-adopted = Adopted, not public yet
advies-state-published = Waits for a reply
advies-state-answered = Answered
advies-stance-positive = Positive
advies-stance-conditional = Positive, with conditions
advies-stance-negative = Negative
advies-reply-follow = Follows the advice
advies-reply-partly = Follows part of the advice
advies-reply-not = Does not follow the advice
orgaan-title = { $name }
orgaan-members = Members
orgaan-room = { $n ->
    [0] There are no members yet. There is room for { $max } members.
    [one] There is 1 member. There is room for { $max } members.
   *[other] There are { $n } members. There is room for { $max } members.
}
orgaan-role-advies-lid = member
orgaan-role-advies-voorzitter = chair
advies-desk-title = Advices: your work
advies-desk-new = Begin an advice
advies-desk-ours = Advices of { $names }
advies-desk-none = You have no advices yet.
advies-desk-answer = The area team still has to reply to these
advies-desk-answer-none = No advice waits for a reply of your area team.
advies-new-title = Begin an advice
advies-new-lead = Only the members of your council see this, until the chair publishes it.
advies-new-nothing = There is no round to advise on now.
advies-form-orgaan = On behalf of whom?
advies-form-topic = What is the advice about?
advies-form-stance = What is the advice?
advies-form-title = Title
advies-form-body = Advice
advies-form-body-hint = Write what you advise and why. Name the interests you weighed.
advies-topic-round = The whole round: { $name }
advies-topic-idea = Idea: { $title } ({ $round })
advies-form-save = Save
advies-work-title = Advice: { $title }
advies-work-fixed = The text is adopted and does not change any more.
advies-work-proposed = This advice is up for adoption by the chair.
advies-work-propose = Put up for adoption
advies-work-reopen = Back to draft
advies-work-adopt = Adopt this advice
advies-work-adopt-lead = After adoption the text does not change any more. The advice gets a reference.
advies-work-publish = Publish this advice
advies-work-publish-lead = After that everybody can read it. The area team then has to reply in time.
advies-work-public = See the public advice
advies-work-versions = Earlier texts
advies-work-version = Version { $version }, { $name }, { $time }
advies-work-conflict = Somebody else saved another text in the meantime. Nothing is lost. Below are both texts: first yours, then theirs. Put together what you want to keep and save again.
advies-work-theirs = The text of { $name }
advies-reply-title = Reply to this advice
advies-reply-lead = Everybody can read your reply. It stands beside the advice and cannot change any more.
advies-reply-kind = What does the area team do with the advice?
advies-reply-reason = Why?
advies-reply-reason-hint = Answer each point of the advice, in plain language.
advies-reply-send = Publish the reply
advies-reply-done = This advice has been answered already.
organen-title = Manage advisory councils
organen-lead = An advisory council advises on ideas and rounds. You appoint members under People and roles.
organen-name = Advisory council
organen-max = Members, at most
organen-days = Reply within
organen-days-n = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
organen-new = New advisory council
organen-change = Change { $name }
orgaan-form-name = Name
orgaan-form-purpose = What is it for?
orgaan-form-max-members = How many members can there be at most?
orgaan-form-reply-days = Within how many working days must the area team reply?
event-idea-advies = There is an advice on this idea
event-idea-advies-reply = The area team replied to an advice on this idea
event-advies-draft = Advice begun
event-advies-write = Text changed
event-advies-propose = Put up for adoption
event-advies-reopen = Back to draft
event-advies-adopt = Adopted
event-advies-publish = Published
event-advies-answer = The area team replied
event-adviesorgaan-add = Advisory council added
event-adviesorgaan-change = Advisory council changed
error-advies-fixed = This text is up for adoption or adopted. Ask the chair to make it a draft again.
error-advies-step = This is not possible with this advice now: it has already moved on. Reload the page.
error-advies-topic = Choose what the advice is about.
error-advies-orgaan = Choose on behalf of whom you write.
error-advies-stance = Choose what the advice is.
error-advies-title = Give a title of 5 to 120 characters.
error-advies-body = Write an advice of 20 to 20,000 characters.
error-advies-reply-kind = Choose what the area team does with the advice.
error-orgaan-name = Give a name of 3 to 80 characters.
error-orgaan-purpose = Explain what it is for, in 10 to 2,000 characters.
error-orgaan-number = Give a whole number from 1 to 200.
error-orgaan-taken = There already is an advisory council with this name.
flash-advies-proposed = The advice is now up for adoption.
flash-advies-adopted = The advice is adopted and has a reference.
flash-advies-published = The advice is published. The area team knows it has to reply.
flash-advies-answered = Your reply stands beside the advice.
mail-advies-proposed-subject = Up for adoption: ‘{ $title }’
mail-advies-proposed-text = { $name } puts this advice up for adoption.
mail-advies-work-button = Go to the advice
mail-advies-adopted-subject = Adopted: ‘{ $title }’
mail-advies-adopted-text = The advice is adopted. Its reference is { $kenmerk }.
mail-advies-published-subject = Advice of { $orgaan }
mail-advies-published-text = { $orgaan } published the advice ‘{ $title }’.
mail-advies-reply-by = Reply in public, by { $date }.
mail-advies-reply-button = Reply to the advice
mail-advies-button = Read the advice
mail-advies-answered-subject = Reply to the advice ‘{ $title }’
mail-advies-answered-text = The area team replied to the advice:
