mail-news-subject = ‘{ $title }’: { $what }
mail-news-text = Er is nieuws over ‘{ $title }’, een idee dat u steunt of volgt: { $what }.
mail-news-stop = Geen mail meer over dit idee
mail-digest-subject = { $n ->
    [one] 1 bericht over ideeën die u steunt of volgt
   *[other] { $n } berichten over ideeën die u steunt of volgt
}
mail-digest-text = Dit gebeurde er sinds de vorige mail:
mail-digest-button = Bekijk wat er gebeurde
mail-digest-stop = Stop deze mail
given-title = Wat gebeurde er met wat u gaf?
given-lead = Alle ideeën waar u iets aan gaf, en het laatste nieuws daarover.
given-last = Het laatste: { $what }, op { $date }
given-none = U gaf nog niets aan een idee. Steun een idee, schrijf mee of dien er zelf een in.
given-mute = Geen mail meer over dit idee
given-unmute = Weer mail over dit idee
given-mail = Hoe vaak wilt u mail?
given-pace = Mail over ideeën die u steunt of volgt
given-pace-hint = Over uw eigen ideeën krijgt u altijd meteen bericht.
given-save = Bewaar
pace-each = Meteen, bij elke verandering
pace-daily = Eén keer per dag, ’s ochtends
pace-weekly = Eén keer per week, op maandag
pace-never = Nooit: ik kijk zelf
part-owner = U diende het in
part-co-author = U schrijft mee
part-reader = U leest mee
part-supporter = U steunt het
part-follower = U volgt het
mailstop-title = Stop deze mail
mailstop-lead = Wilt u geen mail meer over ‘{ $title }’?
mailstop-button = Ja, stop deze mail
mailstop-done = U krijgt geen mail meer over ‘{ $title }’. Uw steun blijft staan.
mailstop-done-all = U krijgt geen mail meer over ideeën die u steunt of volgt. Uw steun blijft staan.
mailstop-lead-all = Wilt u geen mail meer over ideeën die u steunt of volgt?
mailstop-settings = Bekijk al uw berichten
idea-follow = Volg dit idee
idea-follow-text = U krijgt bericht als er iets verandert.
idea-followed = U volgt dit idee.
idea-unfollow = Volg niet meer
mine-given = Wat gebeurde er met wat u gaf?
publication-mails = Bekijk alle mails voordat ze weggaan
mails-title = Mails over de uitkomsten van { $round }
mails-lead = { $n ->
    [0] Er staan geen uitkomsten klaar, dus er gaat niets weg.
    [one] Deze mail gaat weg als de uitkomst bekend wordt gemaakt. Tot dat moment kunt u de uitkomst nog weghalen.
   *[other] Deze mails gaan weg als de uitkomsten bekend worden gemaakt. Tot dat moment kunt u elke uitkomst nog weghalen.
}
mails-to-authors = Aan de indiener en wie meeschrijft: { $names }
mails-to-followers = { $n ->
    [0] Niemand steunt of volgt dit idee nog.
    [one] Aan 1 bewoner die dit idee steunt of volgt:
   *[other] Aan { $n } bewoners die dit idee steunen of volgen:
}
mails-waits = Deze gaat nog niet weg: de indiener kan nog antwoorden op het voornemen.
