queue-pick = Kies
queue-pick-idea = Kies ‘{ $title }’
queue-load = Wie heeft hoeveel te doen?
queue-load-ideas = { $n ->
    [0] geen ideeën
    [one] 1 idee
   *[other] { $n } ideeën
}
queue-load-late = { $n ->
    [one] 1 te laat
   *[other] { $n } te laat
}
bulk-title = Meerdere ideeën tegelijk
bulk-heading = Doe iets met meerdere ideeën tegelijk
bulk-lead = Kies hierboven de ideeën. U ziet eerst precies wat er gebeurt. Daarna beslist u.
bulk-action = Wat wilt u doen?
bulk-action-take-up = Zelf contactpersoon worden
bulk-action-hand-over = Overdragen aan een collega
bulk-action-ask = De indieners een vraag stellen
bulk-to = Aan welke collega?
bulk-to-hint = Alleen nodig bij overdragen.
bulk-to-nobody = Kies een collega
bulk-words = Reden of vraag
bulk-words-hint = De reden van het overdragen, of de vraag. De indieners krijgen deze tekst.
bulk-preview = Bekijk wat er gebeurt
bulk-preview-all = { $n ->
    [one] Bekijk wat er gebeurt met het ene idee in deze lijst
   *[other] Bekijk wat er gebeurt met alle { $n } ideeën in deze lijst
}
bulk-caption = Dit gebeurt er, per idee
bulk-effect = Wat er gebeurt
bulk-happens = { $n ->
    [one] Met 1 idee gebeurt er iets. Er is nog niets gedaan.
   *[other] Met { $n } ideeën gebeurt er iets. Er is nog niets gedaan.
}
bulk-nothing = { $n ->
    [one] Met 1 idee gebeurt niets. Hieronder staat waarom.
   *[other] Met { $n } ideeën gebeurt niets. Hieronder staat waarom.
}
bulk-does-take-up = U wordt contactpersoon. { $owner } krijgt een mail.
bulk-does-hand-over = { $to } wordt contactpersoon. { $owner } en { $to } krijgen een mail met de reden.
bulk-does-ask = { $owner } krijgt een mail met de vraag. Het idee wacht dan op antwoord.
bulk-not-decided = Niets: over dit idee is al beslist.
bulk-not-has-contact = Niets: er is al een vaste contactpersoon.
bulk-not-same-contact = Niets: deze collega is al de contactpersoon.
bulk-not-asked = Niets: er staat al een vraag open.
bulk-not-frozen = Niets: het stemmen is begonnen.
bulk-do = { $n ->
    [one] Doe dit met 1 idee
   *[other] Doe dit met { $n } ideeën
}
bulk-back = Terug zonder iets te doen
error-bulk-none = Kies eerst een of meer ideeën, hoogstens { $max }.
error-bulk-action = Kies wat u met de ideeën wilt doen.
flash-bulk-done = Gedaan. Alle betrokkenen krijgen bericht.
plain-heading = Kan het eenvoudiger?
plain-long = Lange zin ({ $words } woorden): ‘{ $begins } …’. Maak er twee zinnen van.
plain-word = ‘{ $word }’: schrijf liever ‘{ $instead }’.
plain-good = Deze tekst leest makkelijk: korte zinnen en gewone woorden.
plain-check = Controleer de tekst
plain-help = Hulp bij het schrijven
plain-help-yes = Begin bijvoorbeeld zo: ‘Dit kan. Wij hebben gekeken naar …’ Zeg daarna wat het kost en wat er gaat gebeuren.
plain-help-no = Begin bijvoorbeeld zo: ‘Dit kan niet, omdat …’ Zeg daarna wat wel kan, of wie meer kan vertellen.
plain-help-rules = Schrijf korte zinnen, hoogstens 15 woorden. Gebruik gewone woorden. Zeg ‘u’ en ‘wij’.
advies-read-whole = Lees het hele advies
