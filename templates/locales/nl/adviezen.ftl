adviezen-title = Adviezen
adviezen-lead = Adviesorganen zoals de WIJ-raad geven advies over ideeën en rondes. Het gebiedsteam moet altijd in het openbaar antwoorden.
adviezen-caption = Nieuwste eerst
adviezen-none = Er zijn nog geen adviezen.
advies-overview = { $total ->
    [one] 1 advies
   *[other] { $total } adviezen
}, { $answered } beantwoord, { $late } te laat
advies-title = Advies: { $title }
advies-word = Advies
advies-about = Gaat over
advies-says = Het advies is
advies-answer = Reactie
advies-of = Advies van { $orgaan }
advies-by = Van
advies-kenmerk = Kenmerk { $kenmerk }.
advies-kenmerk-word = Kenmerk
advies-adopted-on = Vastgesteld op { $date }.
advies-adopted-word = Vastgesteld op
advies-published-word = Gepubliceerd op
advies-reply-heading = { $who ->
    [college] Reactie van het college op dit advies
   *[team] Reactie van het gebiedsteam op dit advies
}
advies-reply-short = { $who ->
    [college] Het college:
   *[team] Het gebiedsteam:
}
advies-no-reply = { $who ->
    [college] Het college heeft nog niet gereageerd.
   *[team] Het gebiedsteam heeft nog niet gereageerd.
}
advies-due = Dat moet uiterlijk op { $date }.
advies-late = Reactie is te laat
advies-print = Bekijk dit advies om te printen
advies-electronic = Dit advies is elektronisch gemaakt en daarom niet ondertekend.
advies-state-draft = Concept
advies-state-proposed = Ter vaststelling
advies-state-adopted = Vastgesteld, nog niet openbaar
advies-state-published = Wacht op reactie
advies-state-answered = Beantwoord
advies-stance-positive = Positief
advies-stance-conditional = Positief, met voorwaarden
advies-stance-negative = Negatief
advies-reply-follow = Volgt het advies
advies-reply-partly = Volgt een deel van het advies
advies-reply-not = Volgt het advies niet
orgaan-title = { $name }
orgaan-members = Leden
orgaan-room = { $n ->
    [0] Er zijn nog geen leden. Er is plaats voor { $max } leden.
    [one] Er is 1 lid. Er is plaats voor { $max } leden.
   *[other] Er zijn { $n } leden. Er is plaats voor { $max } leden.
}
orgaan-role-advies-lid = lid
orgaan-role-advies-voorzitter = voorzitter
advies-desk-title = Adviezen: uw werk
advies-desk-new = Begin een advies
advies-desk-ours = Adviezen van { $names }
advies-desk-none = U heeft nog geen adviezen.
advies-desk-answer = Hierop moet het gebiedsteam nog reageren
advies-desk-answer-none = Er wacht geen advies op een reactie van uw gebiedsteam.
advies-new-title = Begin een advies
advies-new-lead = Alleen de leden van uw adviesorgaan zien dit, totdat de voorzitter het publiceert.
advies-new-nothing = Er is nu geen ronde waarover u kunt adviseren.
advies-form-orgaan = Namens wie?
advies-form-topic = Waarover gaat het advies?
advies-form-stance = Wat is het advies?
advies-form-title = Titel
advies-form-body = Advies
advies-form-body-hint = Schrijf op wat u adviseert en waarom. Noem ook de belangen die u heeft afgewogen.
advies-topic-round = De hele ronde: { $name }
advies-topic-idea = Idee: { $title } ({ $round })
advies-form-save = Bewaar
advies-work-title = Advies: { $title }
advies-work-fixed = De tekst is vastgesteld en verandert niet meer.
advies-work-proposed = Dit advies ligt ter vaststelling bij de voorzitter.
advies-work-propose = Leg voor om vast te stellen
advies-work-reopen = Terug naar concept
advies-work-adopt = Stel dit advies vast
advies-work-adopt-lead = Na het vaststellen verandert de tekst niet meer. Het advies krijgt een kenmerk.
advies-work-publish = Publiceer dit advies
advies-work-publish-lead = Daarna kan iedereen het lezen. Het gebiedsteam moet dan op tijd reageren.
advies-work-public = Bekijk het openbare advies
advies-work-versions = Eerdere teksten
advies-work-version = Versie { $version }, { $name }, { $time }
advies-work-conflict = Iemand anders bewaarde intussen een andere tekst. Er is niets weg. Hieronder staan beide teksten: eerst die van u, dan die van de ander. Voeg samen wat u wilt houden en bewaar opnieuw.
advies-work-theirs = De tekst van { $name }
advies-reply-title = Reageer op dit advies
advies-reply-lead = Iedereen kan uw reactie lezen. Ze staat naast het advies en kan niet meer veranderen.
advies-reply-kind = Wat doet het gebiedsteam met het advies?
advies-reply-reason = Waarom?
advies-reply-reason-hint = Ga in op elk punt van het advies, in gewone taal.
advies-reply-send = Publiceer de reactie
advies-reply-done = Op dit advies is al gereageerd.
organen-title = Adviesorganen beheren
organen-lead = Een adviesorgaan geeft advies over ideeën en rondes. Leden benoemt u bij Mensen en rollen.
organen-name = Adviesorgaan
organen-max = Leden, hoogstens
organen-days = Reactie binnen
organen-days-n = { $n ->
    [one] 1 werkdag
   *[other] { $n } werkdagen
}
organen-new = Nieuw adviesorgaan
organen-change = Wijzig { $name }
orgaan-form-name = Naam
orgaan-form-purpose = Waarvoor is het?
orgaan-form-max-members = Hoeveel leden kunnen er hoogstens zijn?
orgaan-form-reply-days = Binnen hoeveel werkdagen moet het gebiedsteam reageren?
event-idea-advies = Er kwam een advies over dit idee
event-idea-advies-reply = Het gebiedsteam reageerde op een advies over dit idee
event-advies-draft = Advies begonnen
event-advies-write = Tekst gewijzigd
event-advies-propose = Voorgelegd om vast te stellen
event-advies-reopen = Terug naar concept
event-advies-adopt = Vastgesteld
event-advies-publish = Gepubliceerd
event-advies-answer = Het gebiedsteam reageerde
event-adviesorgaan-add = Adviesorgaan toegevoegd
event-adviesorgaan-change = Adviesorgaan gewijzigd
error-advies-fixed = Deze tekst ligt al ter vaststelling of is vastgesteld. Vraag de voorzitter om hem terug te zetten naar concept.
error-advies-step = Dit kan nu niet met dit advies: het is intussen al verder. Laad de pagina opnieuw.
error-advies-topic = Kies waarover het advies gaat.
error-advies-orgaan = Kies namens wie u schrijft.
error-advies-stance = Kies wat het advies is.
error-advies-title = Vul een titel in van 5 tot 120 tekens.
error-advies-body = Schrijf een advies van 20 tot 20.000 tekens.
error-advies-reply-kind = Kies wat het gebiedsteam met het advies doet.
error-orgaan-name = Vul een naam in van 3 tot 80 tekens.
error-orgaan-purpose = Leg uit waarvoor het is, in 10 tot 2.000 tekens.
error-orgaan-number = Vul een heel getal in van 1 tot 200.
error-orgaan-taken = Er is al een adviesorgaan met deze naam.
flash-advies-proposed = Het advies ligt nu ter vaststelling.
flash-advies-adopted = Het advies is vastgesteld en heeft een kenmerk.
flash-advies-published = Het advies is gepubliceerd. Het gebiedsteam weet dat het moet reageren.
flash-advies-answered = Uw reactie staat naast het advies.
mail-advies-proposed-subject = Ter vaststelling: ‘{ $title }’
mail-advies-proposed-text = { $name } legt dit advies voor om vast te stellen.
mail-advies-work-button = Ga naar het advies
mail-advies-adopted-subject = Vastgesteld: ‘{ $title }’
mail-advies-adopted-text = Het advies is vastgesteld. Het kenmerk is { $kenmerk }.
mail-advies-published-subject = Advies van { $orgaan }
mail-advies-published-text = { $orgaan } publiceerde het advies ‘{ $title }’.
mail-advies-reply-by = Reageer in het openbaar, uiterlijk op { $date }.
mail-advies-reply-button = Reageer op het advies
mail-advies-button = Lees het advies
mail-advies-answered-subject = Reactie op het advies ‘{ $title }’
mail-advies-answered-text = Het gebiedsteam reageerde op het advies:
