arguments-title = Argumenten voor en tegen
argument-title = Argument
argument-pro = { $n ->
    [0] Voor
   *[other] Voor ({ $n })
}
argument-con = { $n ->
    [0] Tegen
   *[other] Tegen ({ $n })
}
argument-side-for = Voor
argument-side-against = Tegen
argument-by = { $name }, { $date }
argument-none = Er is nog geen argument.
argument-give = Geef een argument
argument-side = Bent u voor of tegen?
argument-body = Uw argument
argument-body-hint = Schrijf waarom. Iedereen kan dit lezen, met uw naam. Noem geen namen of telefoonnummers van anderen.
argument-send = Plaats uw argument
argument-sign-in = Log in om een argument te geven
argument-hidden = Dit argument is verborgen. De reden:
argument-report = Meld een probleem met deze tekst
argument-report-send = Meld deze tekst
argument-reason = Wat is er mis met deze tekst?
argument-reason-hint = Alleen het gebiedsteam leest dit.
argument-object = Maak bezwaar
argument-object-send = Verstuur uw bezwaar
argument-objection = Waarom moet dit terug?
argument-objection-hint = Iemand anders van het gebiedsteam beslist hierover.
argument-objection-heading = Bezwaar van de schrijver:
argument-reports = Gemeld:
argument-desk-title = Gemelde argumenten
argument-desk-lead = Teksten die bewoners meldden, en bezwaren van schrijvers. Niets verdwijnt stil: bij een verborgen tekst staat altijd waarom.
argument-desk-none = Er is niets gemeld.
argument-leave = Laat staan
argument-hide = Verberg, met deze reden
argument-back = Zet terug
argument-stays = Blijft verborgen
ruling-reason = Reden
ruling-reason-hint = Iedereen kan dit lezen. Niet nodig als u de tekst laat staan.
work-task-arguments = Gemelde argumenten en bezwaren
event-idea-argue = Een argument gegeven
event-idea-leave-argument = Een gemeld argument bekeken en laten staan
event-idea-hide-argument = Een argument verborgen
event-idea-object = Bezwaar tegen het verbergen van een argument
event-idea-restore-argument = Een verborgen argument teruggezet na bezwaar
event-idea-keep-hidden = Een argument bleef verborgen na bezwaar
error-argument = Schrijf een tekst van { $min } tot { $max } tekens.
error-argument-side = Kies voor of tegen.
error-argument-many = U gaf vandaag al { $n } argumenten. Morgen kunt u verder.
error-argument-ruled = Hier is al over beslist.
error-argument-own = U verborg dit argument zelf. Een collega moet over het bezwaar beslissen.
mail-argument-subject = Een argument over uw idee ‘{ $title }’
mail-argument-text = { $name } gaf een argument:
mail-argument-button = Bekijk alle argumenten
mail-argument-ruled-subject = Over uw argument
mail-argument-hidden = Het gebiedsteam heeft uw argument verborgen. Bent u het niet eens? U kunt één keer bezwaar maken. De reden is:
mail-argument-back = Uw argument staat weer op de pagina. De uitleg:
mail-argument-stays = Uw argument blijft verborgen. De uitleg:
mail-argument-ruled-button = Bekijk de argumenten
idea-arguments-link = Bekijk de argumenten voor en tegen, of geef er zelf een
