booth-crumb = Vote
booth-title = Vote: { $round }
booth-open = You can vote now, until { $ends }.
booth-not-yet = Voting is open from { $starts } until { $ends }.
booth-over = Voting closed on { $ends }.
booth-code = Enter your voting code
booth-code-hint = The code is in the letter or in the e-mail. It has 16 characters. Case, spaces and hyphens do not matter.
booth-enter = To the ballot
booth-by-email = I have no letter. Send me a voting code by e-mail.
booth-no-letter = No letter received?
booth-no-letter-text = Call 14 050 or visit WIJ. You will get a new voting code. The old one then stops working.
booth-only-email = In this round you vote with a code from an e-mail. Does it not work? Call 14 050 or visit WIJ.
booth-inside = Your ballot is still open
booth-inside-text = Go on with your ballot, or close it. It closes by itself after 30 minutes.
booth-to-ballot = Go on with my ballot
booth-how-title = How to vote
booth-who = You may vote if you live in { $wijken } and are { $age } or older.
booth-change = Every choice counts at once. You can change it until voting closes: come back with the same code.
booth-order = The order of the plans is different for everybody.
booth-secret-title = Is my vote secret?
booth-secret-1 = Yes. Who voted and what was voted are kept apart. Nothing joins the two: no name, no time.
booth-secret-2 = Your ballot goes into the box locked. While you can vote, nobody can see how it stands. We cannot either.
booth-secret-3 = In this round there is one key that opens the box. It is in one file on the server of the municipality. After the result the key is destroyed.
booth-round = More about this round
booth-left-title = You are done
booth-left-lead = Nothing of yours is left on this screen. The next person can vote now.
booth-left-change = Do you want to change your choice? You can until { $until }, with the same voting code.
booth-left-next = Let somebody else vote
stemcode-title = A voting code by e-mail
stemcode-lead = We send you a voting code. With it you can vote, and change your choice later.
stemcode-email = Your e-mail address
stemcode-email-hint = We use this address only to send you the code. You get one code per address.
stemcode-wijk = Where do you live?
stemcode-eligible = I may vote
stemcode-declare = I live in { $wijken } and I am { $age } or older.
stemcode-button = Send me a voting code
stemcode-class = Votes with a code from an e-mail are counted and shown apart, because an e-mail address says less surely who you are than a letter does.
stemcode-sent-title = Look in your e-mail
stemcode-sent-lead = We sent you an e-mail.
stemcode-sent-text = Did you ask for a code before? Then only the newest one works. Have you voted already? The e-mail says so. No e-mail? Look in your spam folder too.
mail-stemcode-subject = Your voting code for { $round }
mail-stemcode-text = You asked for a voting code for { $round }. This is your code. It is yours alone: give it to nobody.
mail-stemcode-button = Go and vote
mail-stemcode-until = You can vote and change your choice until { $ends }. A code you got before no longer works.
mail-stemcode-not-you = Did you not ask for this? Then you need not do anything.
mail-stemcode-used-subject = You have already voted for { $round }
mail-stemcode-used-text = The voting code we sent to this address before has been used. So you do not get a new one. Do you want to change your choice? You can until { $ends }, with the code from the first e-mail.
error-code-empty = Enter your voting code.
error-code-length = A voting code has { $wanted } characters. You entered { $length }. Check the code.
error-code-symbol = The character ‘{ $symbol }’ is in no voting code. Check the code.
error-code-check = There is a typing error in this voting code. Check it character by character.
error-code-unknown = This voting code is not right. Check the code or call 14 050.
error-code-revoked = This voting code was replaced by a new one and no longer works. Use the newest code, or call 14 050.
error-vote-not-open = You cannot vote yet. Voting is open from { $starts } until { $ends }.
error-vote-closed = Voting is closed. It was open until { $ends }. What you saved before that counts.
error-vote-stopped = This round was stopped. You can no longer vote.
error-ballot-not-yet = There is no ballot yet: voting has not begun.
error-ballot-too-many = You chose { $chosen } plans. You may choose { $max }. Remove { $n }.
error-ballot-too-many-in-theme = You chose { $chosen } plans in { $theme }. You may choose { $max } per theme. Remove { $n }.
error-ballot-too-many-joker = You chose { $chosen } plans without a theme. You may choose { $max }. Remove { $n }.
error-ballot-too-few = You chose { $chosen } plans. Choose at least { $min }.
error-ballot-over-budget = Your plans cost { $spent } together. There is { $budget }. Remove at least { $over }.
error-ballot-not-on-it = One of the plans you chose is not on this ballot. Choose again.
error-not-declared = Tick the box if this is true. Otherwise you cannot vote.
error-counting-key-missing = The key of this ballot box is not on this server. Count on the server where voting began.
error-counting-key-elsewhere = The key is not on this server: the file { $file } is not here. Do this step on the server where voting began; the file is in its data folder. Ask the administrator which one that is.
error-counting-key-unfit = The key on this server does not belong to the ballot box of this round. Nothing was counted. Warn the administrator.
ballot-crumb = My ballot
ballot-title = My ballot: { $round }
ballot-how-exactly = Choose exactly { $max } { $plans ->
    [0] plans.
   *[other] of the { $plans } plans.
}
ballot-how-choose = You may choose { $max } plans at most{ $min ->
    [0] .
    [1] .
   *[other] , and at least { $min }.
}
ballot-how-theme = You may choose { $max } plans per theme at most. You need not use them all.
ballot-how-budget = You choose plans as long as there is money. There is { $budget } to divide.
ballot-counts = Your vote counts
ballot-no-vote = You have not voted yet
ballot-counts-not-yet = Your vote does not count yet: choose at least { $min } plans
ballot-until = Choose your plans below. You can change your choice until { $until }.
ballot-saved = { $n ->
    [one] 1 plan is saved.
   *[other] { $n } plans are saved.
} You can change your choice until { $until }.
ballot-refused-earlier-counts = What you chose now is not saved. Your earlier choice of { $n ->
    [one] 1 plan
   *[other] { $n } plans
} counts. You can change it until { $until }.
ballot-refused-nothing-counts = What you chose now is not saved. Change your choice below. You can until { $until }.
ballot-js-saving = Saving …
ballot-js-saved = Saved at { $time }. You chose { $n } plans.
ballot-js-too-many = You chose { $max } plans already. Remove one first.
ballot-js-too-many-in-theme = You chose { $max } plans in this theme already. Remove one first.
ballot-js-over-budget = This plan no longer fits. You have { $left } left.
ballot-secret = Your vote is secret. Nobody can see what you chose. The order of the plans is different for everybody.
ballot-q = Search for a plan
ballot-thema = Theme
ballot-all-themes = All themes
ballot-joker = Without a theme
ballot-filter = Search and save
ballot-filtered = You see some of the plans, and always the plans you chose.
ballot-show-all = Show all plans
ballot-none-found = No plan found. Empty the search field to see all plans.
ballot-count = plans chosen.
ballot-count-of = of { $max } plans chosen
ballot-count-theme = plans chosen, { $max } per theme at most
ballot-left = Left to divide:
ballot-more = Read more
ballot-more-about = about { $title } (opens in a new window)
ballot-chosen = Chosen
ballot-save = Save my vote
ballot-done-title = Done voting?
ballot-done-text = Close your ballot. Then nobody else can see on this screen what you chose.
ballot-done = Done
ballot-advies-positive = Advice: do it. { $title }
ballot-advies-conditional = Advice: do it, if … { $title }
ballot-advies-negative = Advice: do not do it. { $title }
flash-booth-ended = Your ballot was closed because you were away too long. What you saved counts. Enter your code again to go on.
flash-vote-saved = Your choice is saved.
event-round-freeze-ballot = Voting began. The ballot is fixed.
event-round-make-codes = Voting codes made
channel-letter = Letter
channel-email = E-mail
channel-paper = Paper
channel-imported = From a file
codes-crumb = Voting codes
codes-title = Voting codes: { $round }
codes-lead = Make the codes for the letters here. We do not keep the codes themselves, only whether a vote came in with them.
codes-overview = Codes per neighbourhood
codes-wijk = Neighbourhood
codes-wijk-hint = A code belongs to one neighbourhood.
codes-channel = Channel
codes-valid = Valid
codes-used = Used
codes-revoked = Replaced
codes-fewer-than-ten = fewer than 10
codes-at-least = at least { $n }
codes-in-tens = While voting is open we show turnout in tens, every five minutes. Nobody can see what was voted.
codes-none = There are no voting codes now.
codes-new = Make new codes
codes-count = How many codes?
codes-count-hint = 300,000 at a time at most.
codes-once = You get the codes once, as a file for the printer. Keep it safe and delete it after printing.
codes-make = Make codes and download the file
codes-to-count = To the count
error-codes-count = Enter a number from 1 to { $max }.
error-codes-too-late = Voting is over. You can no longer make codes.
ballot-how-points = You divide { $total } points over the plans. A plan gets at most { $max } points. You need not give them all.
ballot-how-ranking = You put { $max ->
    [one] one plan in place
   *[other] at most { $max } plans in order
}. The best plan goes on place 1.
ballot-count-points = of { $max } points given
ballot-count-ranking = of { $max } places filled
ballot-saved-points = You gave { $points } points to { $n ->
    [one] 1 plan
   *[other] { $n } plans
}. That is saved. You can change it until { $until }.
ballot-points-here = points, at most { $max }
ballot-order-title = Your order
ballot-order-text = Choose a place at a plan. With the buttons you change the order. When a place is empty, the rest moves up.
ballot-order-empty = There is no plan on your list yet.
ballot-up = { $title } one place up
ballot-down = { $title } one place down
ballot-out = Take { $title } off the list
ballot-no-place = No place
ballot-place-worth = Place { $place } ({ $points } { $points ->
    [one] point
   *[other] points
})
ballot-wijk = Wijk
ballot-all-wijken = All wijken
ballot-js-saved-points = Saved at { $time }. You gave { $n } points.
ballot-js-too-many-points = Those are too many points. A plan gets at most { $max } points and you have { $left } left.
ballot-js-offline = Not saved yet: there is no connection. We try again by ourselves. Leave this page open.
ballot-js-moved = { $plan } is now on place { $place }.
error-ballot-points = You gave { $given } points. You have { $total }. Take { $n } away.
error-ballot-points-for-one = You gave { $given } points to { $plan }. A plan gets at most { $max } points.
error-ballot-number = ‘{ $typed }’ is not a number of points. Fill in a whole number, or leave it empty.
error-ballot-place-twice = There are two plans on place { $place }. Give every plan a place of its own.
error-ballot-place-empty = Place { $place } is empty. Put a plan there, or move the others up.
booth-shared = On this tablet people vote one after another. Press “Done” when you are done. If you do not touch the screen for two minutes, your ballot closes by itself. What you chose is saved by then.
tablet-title = Tablet to vote on: { $round }
tablet-crumb = Tablet to vote on
tablet-lead = Let residents vote on this screen one after another: at a polling place, at the desk or at a meeting.
tablet-out = You are signed out here. Nothing of you stays on the screen.
tablet-code = Every voter fills in their own stemcode. Who has none gets one at the desk. A code that was used here is used everywhere.
tablet-forgets = After every voter the tablet forgets everything. After two minutes without a touch the ballot closes by itself.
tablet-help = Help when somebody asks, but do not look on when that is not needed.
tablet-on = This browser is ready to vote on.
tablet-start = Make this screen a tablet to vote on
tablet-stop = This screen is no tablet to vote on any more
flash-tablet-stopped = This screen is yours again.
channel-meeting = Meeting
channel-table = Table
codes-soort = What are the codes for?
codes-for-letters = Letters
codes-for-meeting = A meeting
