outcome-crumb = Uitslag
outcome-title = Uitslag: { $round }
outcome-due = De uitslag komt op { $starts }.
outcome-not-yet = De uitslag is er nog niet.
outcome-secret-until = Zolang mensen stemmen, kan niemand zien hoe het ervoor staat. Daarna wordt de uitslag geteld, gecontroleerd en vastgesteld.
outcome-to-round = Naar de ronde
outcome-confirmed = Bewoners kozen. De wethouder heeft de uitslag vastgesteld op { $at }.
outcome-imported = { $purpose }
outcome-note = De wethouder schrijft
outcome-figure-ballots = mensen stemden
outcome-figure-inhabitants = van de { $n } inwoners
outcome-figure-spent = van { $budget } verdeeld
outcome-plans = De plannen
outcome-ranking = De rangorde
outcome-caption = { $n ->
    [one] Eén plan, met stemmen, kosten en de reden
   *[other] Alle { $n } plannen, met stemmen, kosten en de reden
}
outcome-pot = Er was { $budget }. De gekozen plannen kosten { $spent }. Er is { $left } over.
outcome-place = Plaats
outcome-plan = Plan
outcome-votes = Stemmen
outcome-cost = Kosten
outcome-left = Daarna over
outcome-more = Meer uitleg
outcome-more-about = over { $title }
outcome-money = Waar gaat het geld heen?
outcome-turnout = Wie stemden er?
outcome-channels = Hoe stemden mensen?
outcome-wijken = Per wijk
outcome-ballots = { $n ->
    [one] 1 stem
   *[other] { $n } stemmen
}
outcome-wijk = { $n ->
    [one] 1 stem
   *[other] { $n } stemmen
}, { $part } van { $inhabitants } inwoners
outcome-hidden = te weinig om te tonen
outcome-cells = Aantallen onder de 10 tonen wij niet, zodat niemand te herkennen is. Soms laten wij daarom nog een aantal weg.
outcome-how = Zo hebben wij geteld
outcome-how-vote = Elke stem op een plan telt één keer, hoe u ook stemde.
outcome-ties = Gelijke stand
outcome-tie-cost = Gelijk aantal stemmen, het goedkoopste plan gaat voor. Volgorde: { $plans }
outcome-tie-earliest = Gelijk aantal stemmen, het plan dat eerder is ingediend gaat voor. Volgorde: { $plans }
outcome-tie-lot = Gelijk aantal stemmen, het lot besliste. Volgorde: { $plans }
outcome-tie-order = Gelijk aantal stemmen. Volgorde: { $plans }
outcome-recount = Zelf natellen
outcome-recount-text = Iedereen kan deze uitslag natellen. Download de bundel en laat het programma de uitslag opnieuw uitrekenen. Geteld met { $engine }.
outcome-few-ballots = Er zijn minder dan 50 stembiljetten. Die geven wij niet vrij, want dan is een biljet soms aan iemand te koppelen.
outcome-hash = Controlegetal van de invoer:
outcome-files = Download de uitslag
outcome-file-csv = Tabel (CSV)
outcome-file-json = Uitslag (JSON)
outcome-file-pb = Stembiljetten (.pb)
outcome-file-bundle = Bundel om na te tellen (JSON)
count-crumb = Tellen
count-title = Tellen: { $round }
count-wait = Het is nog niet zover. U kunt tellen als het stemmen voorbij is en de fase van het tellen is begonnen. Tot die tijd kan niemand zien hoe het ervoor staat.
count-public = Bekijk de openbare pagina
count-not-you = Deze stap is voor iemand anders: { $who }.
count-note = Toelichting van de wethouder
count-note-hint = Bijvoorbeeld een dankwoord.
count-outcome = De uitslag tot nu toe
count-summary = { $ballots } stembiljetten, { $plans } plannen gekozen.
count-incomplete = { $n } biljetten zijn niet meegeteld, want er stonden te weinig plannen op.
count-to-codes = Naar de stemcodes
error-count-too-early = Tellen kan pas als het stemmen voorbij is en de fase van het tellen is begonnen.
error-box-list = De stembus is niet meer dezelfde als toen hij dichtging: er is een stembiljet bij, weg of veranderd. Er is niets geteld. Waarschuw de beheerder.
error-box-roll = Er klopt iets niet: er zijn { $ballots } stembiljetten en { $used } gebruikte stemcodes. Er is niets geteld. Waarschuw de beheerder.
error-box-damaged = { $n ->
    [one] Eén stembiljet kan niet worden gelezen.
   *[other] { $n } stembiljetten kunnen niet worden gelezen.
} Er is niets geteld. Iemand heeft de stembus veranderd, of hij is beschadigd. Waarschuw de beheerder.
error-outcome-order = Deze stap kan nu niet. Laad de pagina opnieuw en kijk welke stap aan de beurt is.
error-four-eyes = Deze stap moet iemand anders doen dan wie een eerdere stap deed.
error-recount = Natellen gaf een andere uitslag dan er is bewaard. Iemand heeft de uitslag veranderd. Maak niets bekend en waarschuw de beheerder.
error-note-long = Maak de toelichting korter, hoogstens { $max } tekens.
error-publish-too-early = U kunt de uitslag bekendmaken vanaf { $starts }.
event-round-close-box = De stembus ging dicht
event-round-count = De stemmen zijn geteld
event-round-check-outcome = De uitslag is gecontroleerd
event-round-confirm-outcome = De wijkwethouder stelde de uitslag vast
event-round-publish-outcome = De uitslag is bekendgemaakt
event-round-import = Uitslag uit een bestand overgenomen
error-import-twice = Dit bestand is al eerder geïmporteerd: er is al een ronde { $slug }.
error-import-nameless = Dit bestand zegt niet waar de stemming was. Vul unit en instance in bij META.
outcome-map = Opkomst en gekozen plannen per wijk
outcome-map-more = Meer stemmen dan gemiddeld
outcome-map-less = Minder stemmen dan gemiddeld
outcome-map-hint = { $ballots }. { $n ->
    [0] Geen gekozen plan
    [one] 1 gekozen plan
   *[other] { $n } gekozen plannen
}
outcome-figure-chosen = van de { $n } plannen gekozen
outcome-figure-with = van de stemmers heeft minstens één gekozen plan
outcome-theme = { $n ->
    [0] geen gekozen plan
    [one] 1 gekozen plan
   *[other] { $n } gekozen plannen
}
outcome-steps = Bekijk de telling stap voor stap
outcome-to-step = Stap { $step }
outcome-state-chosen = Gekozen
outcome-state-not-chosen = Niet gekozen
outcome-state-reserve = Eerste reserve
outcome-state-withdrawn = Ingetrokken
outcome-state-lot = Loting nodig
outcome-state-open = Nog niet beslist
outcome-standing-preview = Dit is een voorbeeldtelling. Zij is snel gerekend met afgeronde getallen en is geen uitslag. Zij volgt niet waar het geld heen ging van stemmers op plannen die niet wonnen.
outcome-standing-uncertain = Dit is een voorbeeldtelling. Ergens lagen twee plannen zo dicht bij elkaar dat alleen een exacte telling kan zeggen wie wint. Het is geen uitslag.
outcome-standing-simulation = Dit is een proef met een regel waarmee geen enkele stad beslist. Het is geen uitslag.
outcome-strip = { $spent } van { $budget } is verdeeld. { $left } is over.
outcome-themes = Stemmen en geld per thema
outcome-themes-text = Hoort een thema bij veel stemmen, maar krijgt het weinig geld? Dan ziet u dat hier.
outcome-theme-votes = Deel van de stemmen
outcome-theme-money = Deel van het geld
outcome-support = Hoe dichtbij waren de andere plannen?
outcome-support-text = Een plan wint als zijn stemmers samen genoeg geld hebben. Hier ziet u welk deel van de kosten zij nog hadden toen het plan afviel. Een volle balk is genoeg.
outcome-map-here = Hier is gestemd
outcome-map-none = Doet niet mee, of te weinig stemmen om te tonen
outcome-map-not-here = Doet niet mee aan deze ronde
outcome-how-top = De { $k } plannen met de meeste { $unit ->
    [points] punten
   *[votes] stemmen
} zijn gekozen. Geld speelt daarbij geen rol.
outcome-how-list = Wij gingen de plannen langs, van de meeste naar de minste { $unit ->
    [points] punten
   *[votes] stemmen
}. Een plan is gekozen als het past in het geld dat er dan nog is.
outcome-how-per-euro = Wij gingen de plannen langs, van de meeste naar de minste { $unit ->
    [points] punten
   *[votes] stemmen
} per euro. Een plan is gekozen als het past in het geld dat er dan nog is.
outcome-how-skip = Past een plan niet meer? Dan slaan wij het over en kijken wij naar het volgende.
outcome-how-stop = Past een plan niet meer? Dan stopt de telling.
outcome-how-nearly = Past het eerste plan net niet, maar is er nog { $percent }% van de kosten? Dan is het toch gekozen. Daarna stopt de telling.
outcome-how-fill = Met het geld dat over was, gingen wij de lijst nog een keer langs.
outcome-how-part = Het geld dat over was, gaat naar het volgende plan op de lijst.
outcome-how-loads = Elk gekozen plan is een last voor zijn stemmers. Steeds is het plan gekozen waarbij de last per stemmer het kleinst bleef.
outcome-how-bos = De stemmers betalen samen voor hun plannen. Een plan mag iets duurder zijn dan wat zij samen hebben.
outcome-how-shares = Gelijke Delen: het geld is eerst verdeeld over alle { $ballots } stembiljetten. Elke stemmer begint met { $share }.
outcome-how-buy = Een plan is gekozen als zijn stemmers het samen kunnen betalen. Het plan met de meeste steun gaat steeds voor. Daarna hebben die stemmers minder over voor andere plannen.
outcome-how-raise = Het deel per stemmer is daarna steeds iets verhoogd en opnieuw geteld, { $runs } keer in totaal. De laatste keer begon elke stemmer met { $share }.
outcome-how-raise-budget = Er bleef geld over. Daarom is het deel per stemmer steeds iets verhoogd en opnieuw geteld, { $runs } keer in totaal. Bij een nog hoger deel was het te duur geworden. De telling die geldt begon met { $share }.
outcome-how-raise-exhaustive = Er bleef geld over. Daarom is het deel per stemmer steeds iets verhoogd en opnieuw geteld, { $runs } keer in totaal, tot er niets meer bij paste. De telling die geldt begon met { $share }.
outcome-how-complete = Daarna was er nog { $left }. Daarmee gingen wij de lijst langs, van de meeste naar de minste { $unit ->
    [points] punten
   *[votes] stemmen
}.
outcome-how-ties = Bij een gelijke stand beslissen de regels die vooraf bekend waren. Helpt dat niet, dan wordt er in het openbaar geloot.
outcome-lot = De loting
outcome-lot-commitment = Controlegetal van het geheime getal (SHA-256)
outcome-lot-place = Waar geloot is
outcome-lot-dice = Worpen
outcome-lot-secret = Het geheime getal
outcome-seed = Zaad van de loting
outcome-wijk-title = Uitslag in { $wijk }: { $round }
outcome-wijk-here = { $n ->
    [0] Geen van de gekozen plannen is in deze wijk.
    [one] Eén van de gekozen plannen is in deze wijk.
   *[other] { $n } van de gekozen plannen zijn in deze wijk.
}
outcome-wijk-text = De wijken kozen samen. Hier ziet u hoe { $wijk } stemde en welke plannen in deze wijk zijn. Wat gekozen is, volgt uit de stemmen van alle wijken.
outcome-wijk-ranking = Zo stemde { $wijk }
outcome-wijk-votes = Stemmen uit { $wijk }
outcome-wijk-all = Alle stemmen
outcome-wijk-is-here = in deze wijk
replay-crumb = Stap voor stap
replay-title = De telling, stap { $step }: { $round }
replay-place = Stap { $step } van { $steps }
replay-start = Zo begint de telling
replay-chosen = Gekozen: { $plan }
replay-passed = Niet gekozen: { $plan }
replay-nav = Door de telling
replay-nav-below = Door de telling, onder de stand
replay-previous = Vorige stap
replay-next = Volgende stap
replay-to-outcome = Naar de uitslag
replay-all = Alle stappen
replay-top-won = Dit plan heeft { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
} en staat op plaats { $place }.
replay-top-passed = Dit plan heeft { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
} en staat op plaats { $place }. Er is geen plek meer voor.
replay-list-won = Dit plan is aan de beurt met { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
}. Het kost { $cost } en er is nog { $before }. Het past.
replay-list-passed = Dit plan is aan de beurt met { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
}. Het kost { $cost } en er is nog { $before }. Het past niet, of een andere regel houdt het tegen.
replay-shares = { $voters } mensen stemden op dit plan. Zij betalen samen { $cost }.
replay-loads = { $voters } mensen stemden op dit plan. Bij dit plan blijft de last per stemmer het kleinst. Het kost { $cost }.
replay-rest-won = Nu gaat het om het geld dat over is: { $before }. Op volgorde van { $unit ->
    [points] punten
   *[votes] stemmen
} is dit plan aan de beurt, met { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
}. Het kost { $cost } en past.
replay-rest-passed = Nu gaat het om het geld dat over is: { $before }. Op volgorde van { $unit ->
    [points] punten
   *[votes] stemmen
} is dit plan aan de beurt, met { $votes } { $unit ->
    [points] punten
   *[votes] stemmen
}. Het kost { $cost } en past niet.
replay-strongest = Het heeft nu de meeste steun: het telt als { $strength } volle stemmen. Wie nog maar een deel kan betalen, telt voor dat deel.
replay-before = geld voor deze stap
replay-after = geld na deze stap
replay-ballots = stembiljetten
replay-budget = te verdelen
replay-share = voor elke stemmer om mee te beginnen
replay-standings = Hoe staat het er nu voor?
replay-shares-text = Bij elk plan ziet u wat zijn stemmers samen nog hebben. Is dat minder dan de kosten, dan kan het plan niet meer gekozen worden. Bij minder dan 10 stemmers tonen wij dit niet.
replay-state = Stand
replay-strength = Telde als
replay-left = Stemmers hebben nog
replay-state-now = Nu gekozen
replay-state-won = Gekozen in stap { $step }
replay-state-passed = Overgeslagen in stap { $step }
replay-state-short = Stemmers komen tekort
replay-state-waits = Kan nog
count-dice = Wat is er gegooid?
count-dice-hint = De ogen achter elkaar, bijvoorbeeld 3516244612.
count-place = Waar is geloot, en wie keken mee?
count-place-hint = Iedereen kan dit lezen. Noem geen namen van bewoners.
count-code = Code uit uw app
count-code-hint = Deze stap is belangrijk. Daarom vragen wij nog een keer om een code.
count-withdraw = Haal een plan uit de uitslag
count-withdraw-text = Kan een plan na de stemming toch niet doorgaan?
error-code-now = Vul de code uit uw app in. Wat u typte, staat er nog.
error-lot-dice = Vul { $least } tot { $most } worpen in: alleen cijfers van 1 tot en met 6.
error-lot-place = Schrijf op waar geloot is en wie meekeken, in hoogstens { $max } tekens.
withdraw-title = Een plan valt af: { $round }
withdraw-crumb = Een plan valt af
withdraw-lead = Het plan doet dan niet meer mee en de stemmen worden opnieuw geteld. De indiener krijgt een mail. De nieuwe uitslag moet opnieuw gecontroleerd en vastgesteld worden.
withdraw-choose = Kies een plan
withdraw-plan = Welk plan?
withdraw-reason = Waarom kan het niet doorgaan?
withdraw-reason-hint = Iedereen kan deze reden lezen, ook op de uitslag.
withdraw-code = Code uit uw app
withdraw-code-hint = Deze stap is belangrijk. Daarom vragen wij nog een keer om een code.
withdraw-button = Haal het plan eruit en tel opnieuw
withdraw-back = Terug naar tellen
error-withdraw-reason = Schrijf op waarom het plan afvalt, in minstens 10 tekens.
flash-recounted = Er is opnieuw geteld. Iemand anders moet de uitslag nu controleren.
event-round-withdraw-plan = Een plan viel af en er is opnieuw geteld
round-to-codes = Stemcodes
round-to-count = Tellen
round-to-whatif = Regels uitproberen
withdraw-public = De uitslag is al bekend. Die blijft staan. De nieuwe telling komt ernaast en geldt vanaf de dag dat zij bekend is gemaakt. Het geld van het plan valt vrij. U kunt alleen een gekozen plan kiezen dat nog niet in uitvoering is.
error-withdraw-begun = Dit plan is al in uitvoering of al gestopt. Stop het dan bij de uitvoering. De uitslag blijft zoals zij is.
count-again = Er is al een uitslag bekend. Deze telling komt daarnaast, omdat een plan afviel. { $why }
outcome-recounting = Een gekozen plan valt af. De stemmen worden opnieuw geteld. Tot de nieuwe uitslag bekend is, geldt deze. { $why }
outcome-counted-again = Deze uitslag kwam in de plaats van een eerdere, omdat een gekozen plan afviel. { $why }
outcome-replaced = Dit is een eerdere uitslag. Sinds { $at } geldt een nieuwe. { $why }
outcome-newest = Naar de uitslag die nu geldt
outcome-earlier = Eerdere uitslagen
outcome-version = Telling { $n }, bekend sinds { $at }
outcome-version-crumb = Eerdere uitslag
outcome-below-quorum = Er stemden minder mensen dan vooraf was afgesproken. Daarom is deze uitslag een advies.
outcome-points = Punten
outcome-voters = van { $n } stemmers
outcome-how-points = Van elk plan zijn de punten van alle stembiljetten opgeteld. Elk stembiljet telt even zwaar, hoe u ook stemde.
outcome-how-weighted = De stemmen op bijeenkomsten bepalen samen een vast deel van de uitslag en de andere stemmen de rest. Daarom telt een stem voor meer of minder dan één.
outcome-beside-title = En zonder die gewichten?
outcome-beside-equal = Als elke stem even zwaar telde
outcome-beside-tables = Zonder de stembiljetten van tafels
outcome-beside-same = { $what }: dezelfde plannen gekozen.
outcome-beside-other = { $what }: wel gekozen { $more }; niet gekozen { $fewer }.
outcome-beside-none = geen ander plan
