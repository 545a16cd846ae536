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
outcome-figure-chosen = plannen gekozen
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
outcome-reserve = Dit plan staat als eerste op de reservelijst.
outcome-money = Waar gaat het geld heen?
outcome-theme = { $n ->
    [0] geen plan
    [one] 1 plan, { $cost }
   *[other] { $n } plannen, { $cost }
}
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
outcome-how-top = De plannen met de meeste stemmen zijn gekozen. Geld speelt daarbij geen rol.
outcome-how-money = Wij gingen de plannen langs volgens de regels van deze ronde. Een plan is gekozen als het past in het geld dat er dan nog is.
outcome-how-ties = Bij een gelijk aantal stemmen beslissen de regels die vooraf bekend waren. Daarna beslist het lot.
outcome-ties = Gelijke stand
outcome-tie-cost = Gelijk aantal stemmen, het goedkoopste plan gaat voor. Volgorde: { $plans }
outcome-tie-earliest = Gelijk aantal stemmen, het plan dat eerder is ingediend gaat voor. Volgorde: { $plans }
outcome-tie-lot = Gelijk aantal stemmen, het lot besliste. Volgorde: { $plans }
outcome-tie-order = Gelijk aantal stemmen. Volgorde: { $plans }
outcome-recount = Zelf natellen
outcome-recount-text = Iedereen kan deze uitslag natellen. Download de bundel en laat het programma de uitslag opnieuw uitrekenen. Geteld met { $engine }.
outcome-few-ballots = Er zijn minder dan 50 stembiljetten. Die geven wij niet vrij, want dan is een biljet soms aan iemand te koppelen.
outcome-hash = Controlegetal van de invoer:
outcome-seed = Het lot, getrokken nadat de stembus dicht was:
outcome-files = Download de uitslag
outcome-file-csv = Tabel (CSV)
outcome-file-json = Uitslag (JSON)
outcome-file-pb = Stembiljetten (.pb)
outcome-file-bundle = Bundel om na te tellen (JSON)
count-crumb = Tellen
count-title = Tellen: { $round }
count-lead = Tellen gaat in vier stappen, door verschillende mensen. Niets kan worden overgeslagen of twee keer gebeuren.
count-now = Wat nu?
count-step-count = Tellen
count-step-check = Controleren
count-step-confirm = Vaststellen
count-step-publish = Bekendmaken
count-who-count = door het gebiedsteam
count-who-check = door iemand anders van het gebiedsteam
count-who-confirm = door de wijkwethouder
count-who-publish = door de gebiedsmanager
count-wait = Het is nog niet zover. U kunt tellen als het stemmen voorbij is en de fase van het tellen is begonnen. Tot die tijd kan niemand zien hoe het ervoor staat.
count-explain-count = De stembus gaat dicht, de biljetten gaan open en worden geschud. Daarna telt het programma. Gaat er iets mis? Druk dan nog een keer: het gaat verder waar het was.
count-explain-check = Kijk of de uitslag klopt met wat u verwacht: het aantal stemmen, de plannen, de redenen. Het programma telt bij deze stap alles nog een keer.
count-explain-confirm = De wijkwethouder stelt de uitslag vast. Een toelichting is voor iedereen te lezen.
count-explain-publish = De uitslag komt op de openbare pagina. Alle indieners krijgen een mail. De sleutel van de stembus wordt vernietigd. Dit kan niet worden teruggedraaid.
count-done = De uitslag is bekendgemaakt.
count-public = Bekijk de openbare pagina
count-not-you = Deze stap is voor iemand anders: { $who }.
count-note = Toelichting van de wethouder
count-note-hint = Bijvoorbeeld een dankwoord.
count-button-count = Sluit de stembus en tel
count-button-check = De uitslag klopt
count-button-confirm = Stel de uitslag vast
count-button-publish = Maak de uitslag bekend
count-outcome = De uitslag tot nu toe
count-summary = { $ballots } stembiljetten, { $plans } plannen gekozen.
count-incomplete = { $n } biljetten zijn niet meegeteld, want er stonden te weinig plannen op.
count-to-codes = Naar de stemcodes
error-count-too-early = Tellen kan pas als het stemmen voorbij is en de fase van het tellen is begonnen.
error-count-done = Deze ronde is al geteld. Laad de pagina opnieuw.
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
