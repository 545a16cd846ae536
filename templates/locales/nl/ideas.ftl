# Lijst, formulier en pagina van ideeën, delen, en de eigen pagina.
ideas-title = Ideeën
ideas-title-of = Ideeën: { $round }
ideas-lead = { $n ->
    [0] Er zijn nog geen ideeën.
    [one] Bewoners dienden 1 idee in. U kunt het lezen en steunen.
   *[other] Bewoners dienden { $n } ideeën in. U kunt ze lezen en steunen.
}
ideas-new = Dien uw idee in
ideas-search = Zoek
ideas-filters = Kies thema, stand en volgorde
ideas-found = { $n ->
    [one] 1 idee
   *[other] { $n } ideeën
}
ideas-show-all = Toon alle ideeën
ideas-none-found = Geen idee past bij wat u zoekt. Zoek met minder woorden, of toon alle ideeën.
ideas-none = Wie dient het eerste idee in?
ideas-zoek = Zoeken in ideeën
ideas-thema = Thema
ideas-wijk = Wijk
ideas-stand = Stand
ideas-volgorde = Volgorde
ideas-all-themes = Alle thema’s
ideas-all-wijken = Alle wijken
ideas-all-states = Alle ideeën
ideas-stage-bekeken = Wordt bekeken
ideas-stage-kan = Kan
ideas-stage-gekozen = Gekozen
ideas-stage-niet-gekozen = Niet gekozen
ideas-stage-kan-niet = Kan niet, of gaat anders verder
ideas-order-nieuw = Nieuwste eerst
ideas-order-alfabet = Op alfabet
ideas-cost-about = ongeveer { $cost }
ideas-support = { $n ->
    [one] 1 bewoner steunt dit
   *[other] { $n } bewoners steunen dit
}

idea-form-heading = Dien uw idee in
idea-form-edit-title = Verander uw idee
idea-form-lead = Drie minuten is genoeg. U kunt later verder.
idea-form-until = Indienen kan tot { $date }.
idea-form-closed = U kunt nu geen idee indienen in deze ronde. U kunt wel een concept bewaren.
idea-form-only-you = Alleen u ziet dit, en wie u vraagt.
idea-form-held = Wat u typte, is bewaard. Kijk het na en ga verder.
idea-form-step-1 = 1. Uw idee
idea-form-step-2 = 2. Samen doen
idea-form-step-3 = 3. Laat het zien
idea-form-choose = Maak een keuze
idea-form-nothing = (niets ingevuld)
idea-form-title = Wat is uw idee in één zin?
idea-form-title-hint = Bijvoorbeeld: plukbomen planten bij de speeltuin.
idea-form-why = Waarom is dit goed voor de wijk?
idea-form-residents-do = Wat doen bewoners zelf?
idea-form-municipality-does = Wat vraagt u van de gemeente?
idea-form-cost = Wat kost het ongeveer?
idea-form-cost-hint = U hoeft het niet precies te weten. Vul een bedrag in, bijvoorbeeld 2.500.
idea-form-prices = Voorbeelden van prijzen
idea-form-max-cost = Een plan mag hoogstens { $cost } kosten.
idea-form-theme = Thema
idea-form-theme-none = Past niet bij een thema
idea-form-wijk = Wijk
idea-form-place = Waar is het?
idea-form-place-hint = Een straat, plein of gebouw.
idea-form-photo = Foto of tekening
idea-form-photo-hint = Een jpg, png of webp van hoogstens 10 MB. De plek en de datum halen wij uit de foto.
idea-form-photo-later = Een foto toevoegen kan als u bent ingelogd.
idea-form-alt = Wat is er op de foto te zien?
idea-form-alt-hint = Voor wie de foto niet kan zien.
idea-form-name = Hoe wilt u heten op deze site?
idea-form-name-hint = Deze naam staat bij uw idee. Een voornaam is genoeg.
idea-form-agree = Akkoord
idea-form-agree-age = Ik ben { $age } jaar of ouder. Ik noem geen namen of telefoonnummers van anderen.
idea-form-agree-resident = Ik ben { $age } jaar of ouder en woon in deze wijk. Ik noem geen namen of telefoonnummers van anderen.
idea-form-saving = Bezig met opslaan …
idea-form-saved = Concept opgeslagen om { $time } uur. Alleen u ziet dit.
idea-form-failed = Opslaan lukt nu niet. Uw tekst staat nog op deze pagina.
idea-form-hand-in = Idee definitief indienen
idea-form-keep = Opslaan als concept
idea-form-save = Opslaan
idea-form-sign-in-later = U logt daarna in met uw e-mailadres. Uw tekst blijft bewaard.
idea-form-together = Liever samen?
idea-form-together-text = Nodig een buur uit om mee te schrijven, of vraag WIJ om mee te lezen.
idea-form-together-new = Bewaar uw idee als concept. Daarna kunt u een buur uitnodigen om mee te schrijven, of WIJ vragen om mee te lezen. Bel 14 050 of kom langs.
idea-form-no-names = Noem geen namen of telefoonnummers van anderen.
idea-form-look = Bekijk hoe het eruitziet
idea-form-meanwhile = Dit staat er nu
idea-form-meanwhile-text = Iemand anders veranderde het idee terwijl u schreef. Hieronder ziet u wat er nu staat. In het formulier staat nog wat u typte. Neem over wat u wilt houden en sla opnieuw op.
idea-alike = Dit idee lijkt op een ander idee. Wilt u samen verder?
idea-photos = Foto’s bij dit idee
idea-photo-remove = Verwijder deze foto

idea-title = { $title }
idea-untitled = Idee zonder titel
idea-by = Idee van { $name }
idea-by-with = Idee van { $name }, samen met { $others }
idea-draft-text = Dit is een concept. Alleen u ziet dit, en wie u vroeg om mee te schrijven of mee te lezen.
idea-fact-cost = Kosten
idea-fact-submitted = Ingediend op
idea-fact-contact = Vaste contactpersoon
idea-timeline = Van idee tot lintje
idea-support = { $n ->
    [0] Steunt u dit idee?
    [one] 1 bewoner steunt dit
   *[other] { $n } bewoners steunen dit
}
idea-support-give = Ik steun dit idee
idea-support-take = Ik steun dit idee niet meer
idea-support-yours = U steunt dit idee.
idea-support-sign-in = Log in om dit idee te steunen
idea-merged-heading = Gaat samen verder
idea-merged-text = Dit idee gaat verder in een ander idee, zoals de makers afspraken.
idea-verdict-heading = Het antwoord van het gebiedsteam
idea-verdict-by = Bekendgemaakt op { $date }
idea-adviezen = Adviezen
idea-yours = Dit is uw idee
idea-edit = Verander de tekst
idea-edit-draft = Verder schrijven
idea-withdraw = Idee intrekken
idea-withdraw-text = Het idee blijft te lezen, met de melding dat u het introk. Dit kunt u niet ongedaan maken.
idea-withdraw-reason = Waarom trekt u het in?
idea-withdraw-button = Trek het idee in
idea-discard = Concept weggooien
idea-discard-text = De tekst en de foto’s gaan weg. Dit kunt u niet ongedaan maken.
idea-discard-button = Gooi het concept weg
event-idea-edit = Tekst aangepast door een maker
event-idea-join = Een maker erbij
event-idea-leave = Een maker minder

share-title = Samen schrijven
share-lead = Uw idee: { $title }
share-members = Wie doet er mee?
share-is-author = Schrijft mee
share-is-invited = Uitgenodigd, heeft nog niet geantwoord
share-is-reader = Leest mee namens WIJ
share-remove = Doet niet meer mee
share-invite = Nodig iemand uit om mee te schrijven
share-invite-text = Wie meeschrijft, ziet het concept, kan de tekst veranderen en staat als maker bij het idee.
share-email = E-mailadres van degene die u uitnodigt
share-email-hint = Wij sturen één mail met een uitnodiging.
share-invite-button = Verstuur de uitnodiging
share-reader-title = Vraag WIJ om mee te lezen
share-reader-text = Een medewerker van WIJ in uw wijk leest uw idee en geeft u tips.
share-reader = Wie van WIJ?
share-reader-button = Vraag om mee te lezen
share-reader-none = Er is nu niemand die u hier kunt vragen. Bel 14 050 of kom langs bij WIJ.
share-back = Terug naar het idee
invitation-title = Wilt u meeschrijven?
invitation-lead = { $name } nodigt u uit om mee te schrijven aan dit idee:
invitation-text = Als u meedoet, kunt u de tekst lezen en veranderen. Uw naam komt bij het idee te staan.
invitation-yes = Ja, ik schrijf mee
invitation-no = Nee, liever niet

mine-title = Dag { $name }
mine-profile = Mijn gegevens
mine-questions = Vragen aan u
mine-question-due = Antwoord graag voor { $date }.
mine-answer = Geef antwoord
mine-invitations = Uitnodigingen
mine-drafts = Mijn concepten
mine-drafts-text = Alleen u ziet deze, en wie u vroeg om mee te schrijven of mee te lezen.
mine-ideas = Mijn ideeën
mine-no-ideas = U heeft nog geen idee ingediend.
mine-new = Dien een idee in: { $round }
mine-reading = Ideeën waarbij u meeleest
mine-supported = Ideeën die u steunt
mine-along = u schrijft mee
mine-changed = laatst veranderd op { $date }

flash-idea-held = Wij hebben bewaard wat u typte. Log in en ga verder.
flash-idea-in = Bedankt! Uw idee is binnen. U krijgt binnen 10 werkdagen bericht.
flash-draft-kept = Opgeslagen als concept. Alleen u ziet dit.
flash-draft-gone = Het concept is weg.
flash-idea-withdrawn = Uw idee is ingetrokken.
flash-photo-gone = De foto is weg.
flash-invited = De uitnodiging is verstuurd.
flash-reader-asked = Wij vroegen WIJ om mee te lezen.
flash-joined = U schrijft nu mee.

error-idea-title = Vul een titel in van minimaal 5 tekens.
error-idea-title-short = Vul een titel in van minimaal { $n } tekens.
error-text-short = Schrijf minimaal { $n } tekens.
error-text-long = Deze tekst is te lang. Gebruik hoogstens { $n } tekens.
error-amount = Vul een bedrag in, bijvoorbeeld 2.500 of 12,50.
error-amount-large = Dit bedrag is te groot.
error-idea-cost-most = In deze ronde kost een plan hoogstens { $most }. Maak het plan kleiner, of laat het bedrag leeg als u het niet weet.
error-idea-theme = Kies een thema.
error-idea-wijk = Kies een wijk.
error-idea-agree = Vink dit aan om uw idee in te dienen.
error-idea-over = Ideeën indienen kan niet meer in deze ronde. Uw tekst staat hieronder nog.
error-idea-not-yet = Ideeën indienen kan nog niet in deze ronde. Uw tekst staat hieronder nog.
error-idea-taken-up = Het gebiedsteam bekijkt dit idee al. U kunt de tekst niet meer veranderen. Vraag uw contactpersoon als er iets anders moet.
error-idea-owner-submits = Alleen wie het idee begon, kan het indienen.
error-idea-stale = U logde in of uit terwijl u schreef. Kijk uw tekst na en verstuur hem nog een keer.
error-idea-again = Er werd tegelijk iets anders opgeslagen. Kijk uw tekst na en verstuur hem nog een keer.
error-idea-meanwhile = Uw tekst is nog niet opgeslagen: iemand anders veranderde het idee terwijl u schreef.
error-support-own = U kunt uw eigen idee niet steunen.
error-support-over = Dit idee steunen kan niet meer.
error-photo-alt = Schrijf in een paar woorden wat er op de foto te zien is.
error-photo-kind = Dit is geen foto die wij kunnen tonen. Kies een jpg, png of webp.
error-photo-animated = Bewegende beelden kunnen wij niet tonen. Kies een gewone foto.
error-photo-large = Deze foto is te groot. Kies een foto van hoogstens 10 MB.
error-photo-pixels = Deze foto heeft te veel beeldpunten. Kies een kleinere foto.
error-photo-damaged = Deze foto is niet heel aangekomen. Kies de foto nog een keer.
error-photo-again = Kies uw foto nog een keer: die kon niet mee terug naar dit formulier.
error-photo-most = Een idee heeft hoogstens { $n } foto’s.
error-invite-self = Dit is uw eigen adres.
error-invite-most = U kunt hoogstens { $n } mensen vragen om mee te doen.
error-reader = Kies iemand van WIJ uit de lijst.

mail-invite-subject = { $name } vraagt of u meeschrijft aan een idee voor de wijk
mail-invite-text = { $name } schrijft een idee voor de wijk en nodigt u uit om mee te schrijven. Het idee:
mail-invite-button = Bekijk de uitnodiging
mail-invite-not-you = Wilt u dit niet? Dan hoeft u niets te doen.
mail-joined-subject = { $name } schrijft mee aan ‘{ $title }’
mail-joined-text = { $name } nam uw uitnodiging aan en schrijft nu mee.
mail-reader-subject = { $name } vraagt u om mee te lezen
mail-reader-text = { $name } schrijft een idee voor de wijk en vraagt u om mee te lezen en tips te geven. Het idee:
mail-idea-alike-subject = Uw idee ‘{ $title }’ lijkt op een ander idee
mail-idea-alike-text = Misschien wilt u samen verder. Deze ideeën lijken op dat van u:

# Oude concepten
mail-draft-old-subject = Uw concept ‘{ $title }’ verdwijnt over een maand
mail-draft-old-text = U schreef bijna een jaar niet aan uw concept ‘{ $title }’. Over 30 dagen verwijderen wij het. Wilt u het houden? Open het dan en sla het opnieuw op.
mail-draft-old-button = Open uw concept
