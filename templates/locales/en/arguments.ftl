arguments-title = Arguments for and against
argument-title = Argument
argument-pro = { $n ->
    [0] For
   *[other] For ({ $n })
}
argument-con = { $n ->
    [0] Against
   *[other] Against ({ $n })
}
argument-side-for = For
argument-side-against = Against
argument-by = { $name }, { $date }
argument-none = There is no argument yet.
argument-give = Give an argument
argument-side = Are you for or against?
argument-body = Your argument
argument-body-hint = Write why. Everybody can read this, with your name. Do not mention names or phone numbers of others.
argument-send = Post your argument
argument-sign-in = Log in to give an argument
argument-hidden = This argument is hidden. The reason:
argument-report = Report this text
argument-report-send = Report this text
argument-reason = What is wrong with this text?
argument-reason-hint = Only the area team reads this.
argument-object = Object
argument-object-send = Send your objection
argument-objection = Why should this come back?
argument-objection-hint = Somebody else of the area team decides on this.
argument-objection-heading = Objection of the writer:
argument-reports = Reported:
argument-desk-title = Reported arguments
argument-desk-lead = Texts that residents reported, and objections of writers. Nothing disappears silently: a hidden text always says why.
argument-desk-none = Nothing was reported.
argument-leave = Leave it
argument-hide = Hide, with this reason
argument-back = Put it back
argument-stays = Stays hidden
ruling-reason = Reason
ruling-reason-hint = Everybody can read this. Not needed when you leave the text.
work-task-arguments = Reported arguments and objections
event-idea-argue = Gave an argument
event-idea-leave-argument = Looked at a reported argument and left it
event-idea-hide-argument = An argument was hidden
event-idea-object = Objected to hiding an argument
event-idea-restore-argument = A hidden argument came back after an objection
event-idea-keep-hidden = An argument stayed hidden after an objection
error-argument = Write a text of { $min } to { $max } characters.
error-argument-side = Choose for or against.
error-argument-many = You gave { $n } arguments today. Tomorrow you can go on.
error-argument-ruled = This was decided already.
error-argument-own = You hid this argument yourself. A colleague has to decide on the objection.
mail-argument-subject = An argument about your idea ‘{ $title }’
mail-argument-text = { $name } gave an argument:
mail-argument-button = See all arguments
mail-argument-ruled-subject = About your argument
mail-argument-hidden = The area team hid your argument. Do you disagree? You can object once. The reason is:
mail-argument-back = Your argument is on the page again. The explanation:
mail-argument-stays = Your argument stays hidden. The explanation:
mail-argument-ruled-button = See the arguments
idea-arguments-link = See the arguments for and against, or give one yourself
