# List, form and page of ideas, sharing, and somebody's own page.
ideas-title = Ideas
ideas-title-of = Ideas: { $round }
ideas-lead = { $n ->
    [0] There are no ideas yet.
    [one] Residents submitted 1 idea. You can read and support it.
   *[other] Residents submitted { $n } ideas. You can read and support them.
}
ideas-new = Submit your idea
ideas-search = Search
ideas-filters = Choose theme, state and order
ideas-found = { $n ->
    [one] 1 idea
   *[other] { $n } ideas
}
ideas-show-all = Show all ideas
ideas-none-found = No idea matches your search. Use fewer words, or show all ideas.
ideas-none = Who submits the first idea?
ideas-zoek = Search ideas
ideas-thema = Theme
ideas-wijk = Neighbourhood
ideas-stand = State
ideas-volgorde = Order
ideas-all-themes = All themes
ideas-all-wijken = All neighbourhoods
ideas-all-states = All ideas
ideas-stage-bekeken = Under review
ideas-stage-kan = Feasible
ideas-stage-gekozen = Chosen
ideas-stage-niet-gekozen = Not chosen
ideas-stage-kan-niet = Not feasible, or continued otherwise
ideas-order-nieuw = Newest first
ideas-order-alfabet = By title
ideas-cost-about = about { $cost }
ideas-support = { $n ->
    [one] 1 resident supports this
   *[other] { $n } residents support this
}

idea-form-heading = Submit your idea
idea-form-edit-title = Change your idea
idea-form-lead = Three minutes is enough. You can continue later.
idea-form-until = You can submit until { $date }.
idea-form-closed = You cannot submit an idea in this round now. You can keep a draft.
idea-form-only-you = Only you can see this, and whoever you ask.
idea-form-held = What you typed was kept. Check it and continue.
idea-form-step-1 = 1. Your idea
idea-form-step-2 = 2. Doing it together
idea-form-step-3 = 3. Show it
idea-form-choose = Make a choice
idea-form-nothing = (nothing filled in)
idea-form-title = Your idea in one sentence
idea-form-title-hint = For example: plant fruit trees near the playground.
idea-form-why = Why is this good for the neighbourhood?
idea-form-residents-do = What will residents do themselves?
idea-form-municipality-does = What do you ask of the municipality?
idea-form-cost = What does it cost, roughly?
idea-form-cost-hint = You need not know exactly. Fill in an amount, for example 2.500.
idea-form-prices = Example prices
idea-form-max-cost = A plan may cost { $cost } at most.
idea-form-theme = Theme
idea-form-theme-none = Does not fit a theme
idea-form-wijk = Neighbourhood
idea-form-place = Where is it?
idea-form-place-hint = A street, square or building.
idea-form-photo = Photo or drawing
idea-form-photo-hint = A jpg, png or webp of 10 MB at most. We take the place and date out of the photo.
idea-form-photo-later = You can add a photo once you have signed in.
idea-form-alt = What can be seen in the photo?
idea-form-alt-hint = For people who cannot see the photo.
idea-form-name = What do you want to be called on this site?
idea-form-name-hint = This name stands with your idea. A first name is enough.
idea-form-agree = Agreed
idea-form-agree-age = I am { $age } years or older. I do not mention names or phone numbers of others.
idea-form-agree-resident = I am { $age } years or older and live in this neighbourhood. I do not mention names or phone numbers of others.
idea-form-saving = Saving …
idea-form-saved = Draft saved at { $time }. Only you can see this.
idea-form-failed = Saving does not work now. Your text is still on this page.
idea-form-hand-in = Submit idea
idea-form-keep = Save as draft
idea-form-save = Save
idea-form-sign-in-later = After this you sign in with your e-mail address. Your text is kept.
idea-form-together = Rather together?
idea-form-together-text = Invite a neighbour to write along, or ask WIJ to read along.
idea-form-together-new = Save your idea as a draft. Then you can invite a neighbour to write along, or ask WIJ to read along. Call 14 050 or visit us.
idea-form-no-names = Do not mention names or phone numbers of others.
idea-form-look = See what it looks like
idea-form-meanwhile = What it says now
idea-form-meanwhile-text = Somebody else changed the idea while you were writing. Below is what it says now. The form still holds what you typed. Take over what you want to keep and save again.
idea-alike = This idea looks like another one. Do you want to join forces?
idea-photos = Photos of this idea
idea-photo-remove = Remove this photo

idea-title = { $title }
idea-untitled = Idea without a title
idea-by = Idea by { $name }
idea-by-with = Idea by { $name }, together with { $others }
idea-draft-text = This is a draft. Only you can see it, and whoever you asked to write or read along.
idea-fact-cost = Cost
idea-fact-submitted = Submitted on
idea-fact-contact = Your contact person
idea-timeline = From idea to ribbon-cutting
idea-support = { $n ->
    [0] Do you support this idea?
    [one] 1 resident supports this
   *[other] { $n } residents support this
}
idea-support-give = I support this idea
idea-support-take = Withdraw my support
idea-support-yours = You support this idea.
idea-support-sign-in = Log in to support this idea
idea-merged-heading = Continues together
idea-merged-text = This idea continues in another idea, as its makers agreed.
idea-verdict-heading = The answer of the area team
idea-verdict-by = Published on { $date }
idea-adviezen = Advice
idea-yours = This is your idea
idea-edit = Change the text
idea-edit-draft = Continue writing
idea-withdraw = Withdraw the idea
idea-withdraw-text = The idea stays readable, with a note that you withdrew it. You cannot undo this.
idea-withdraw-reason = Why do you withdraw it?
idea-withdraw-button = Withdraw the idea
idea-discard = Throw the draft away
idea-discard-text = The text and the photos will be gone. You cannot undo this.
idea-discard-button = Throw the draft away
event-idea-edit = Text changed by a maker
event-idea-join = One more maker
event-idea-leave = A maker left

share-title = Write together
share-lead = Your idea: { $title }
share-members = Who takes part?
share-is-author = Writes along
share-is-invited = Invited, has not answered yet
share-is-reader = Reads along for WIJ
share-remove = No longer takes part
share-invite = Invite somebody to write along
share-invite-text = Who writes along sees the draft, can change the text and is named as a maker of the idea.
share-email = E-mail address of the person you invite
share-email-hint = We send one mail with an invitation.
share-invite-button = Send the invitation
share-reader-title = Ask WIJ to read along
share-reader-text = Somebody from WIJ in your neighbourhood reads your idea and gives you advice.
share-reader = Who of WIJ?
share-reader-button = Ask to read along
share-reader-none = There is nobody to ask here now. Call 14 050 or visit WIJ.
share-back = Back to the idea
invitation-title = Will you write along?
invitation-lead = { $name } invites you to write along with this idea:
invitation-text = If you take part you can read and change the text. Your name will stand with the idea.
invitation-yes = Yes, I will write along
invitation-no = No, rather not

mine-title = Hello { $name }
mine-profile = My details
mine-questions = Questions for you
mine-question-due = Please answer before { $date }.
mine-answer = Answer
mine-invitations = Invitations
mine-drafts = My drafts
mine-drafts-text = Only you can see these, and whoever you asked to write or read along.
mine-ideas = My ideas
mine-no-ideas = You have not submitted an idea yet.
mine-new = Submit an idea: { $round }
mine-reading = Ideas you read along with
mine-supported = Ideas you support
mine-along = you write along
mine-changed = last changed on { $date }

flash-idea-held = We kept what you typed. Log in and continue.
flash-idea-in = Thank you! Your idea has been received. You will hear from us within 10 working days.
flash-draft-kept = Saved as a draft. Only you can see it.
flash-draft-gone = The draft is gone.
flash-idea-withdrawn = Your idea has been withdrawn.
flash-photo-gone = The photo is gone.
flash-invited = The invitation has been sent.
flash-reader-asked = We asked WIJ to read along.
flash-joined = You are now writing along.

error-idea-title = Enter a title of at least 5 characters.
error-idea-title-short = Enter a title of at least { $n } characters.
error-text-short = Write at least { $n } characters.
error-text-long = This text is too long. Use at most { $n } characters.
error-amount = Fill in an amount, for example 2.500 or 12,50.
error-amount-large = This amount is too large.
error-idea-cost-most = In this round a plan may cost { $most } at most. Make the plan smaller, or leave the amount empty if you do not know.
error-idea-theme = Choose a theme.
error-idea-wijk = Choose a neighbourhood.
error-idea-agree = Tick this to submit your idea.
error-idea-over = Submitting ideas is no longer possible in this round. Your text is still below.
error-idea-not-yet = Submitting ideas is not possible yet in this round. Your text is still below.
error-idea-taken-up = The area team is already looking at this idea. You can no longer change the text. Ask your contact person if something must change.
error-idea-owner-submits = Only who began the idea can submit it.
error-idea-stale = You logged in or out while writing. Check your text and send it once more.
error-idea-again = Something else was saved at the same time. Check your text and send it once more.
error-idea-meanwhile = Your text has not been saved yet: somebody else changed the idea while you were writing.
error-support-own = You cannot support your own idea.
error-support-over = This idea can no longer be supported.
error-photo-alt = Write in a few words what can be seen in the photo.
error-photo-kind = This is not a photo we can show. Choose a jpg, png or webp.
error-photo-animated = We cannot show moving images. Choose an ordinary photo.
error-photo-large = This photo is too large. Choose a photo of 10 MB at most.
error-photo-pixels = This photo has too many pixels. Choose a smaller photo.
error-photo-damaged = This photo did not arrive whole. Choose the photo once more.
error-photo-again = Choose your photo once more: it could not come back to this form.
error-photo-most = An idea has { $n } photos at most.
error-invite-self = This is your own address.
error-invite-most = You can ask { $n } people at most to take part.
error-reader = Choose somebody of WIJ from the list.

mail-invite-subject = { $name } asks whether you will write along with an idea for the neighbourhood
mail-invite-text = { $name } is writing an idea for the neighbourhood and invites you to write along. The idea:
mail-invite-button = See the invitation
mail-invite-not-you = Do you not want this? Then you need not do anything.
mail-joined-subject = { $name } writes along with ‘{ $title }’
mail-joined-text = { $name } accepted your invitation and now writes along.
mail-reader-subject = { $name } asks you to read along
mail-reader-text = { $name } is writing an idea for the neighbourhood and asks you to read along and give advice. The idea:
mail-idea-alike-subject = Your idea ‘{ $title }’ looks like another idea
mail-idea-alike-text = Perhaps you want to join forces. These ideas look like yours:

# Old drafts
mail-draft-old-subject = Your draft ‘{ $title }’ will be removed in a month
mail-draft-old-text = You have not changed your draft ‘{ $title }’ for almost a year. We will remove it in 30 days. Do you want to keep it? Open it and save it again.
mail-draft-old-button = Open your draft
