booth-crumb = Stemmen
booth-title = Stemmen: { $round }
booth-open = U kunt nu stemmen, tot { $ends }.
booth-not-yet = Stemmen kan van { $starts } tot { $ends }.
booth-over = Het stemmen is gesloten op { $ends }.
booth-code = Vul uw stemcode in
booth-code-hint = De code staat in de brief of in de mail. Hij heeft 16 tekens. Hoofdletters, spaties en streepjes maken niet uit.
booth-enter = Naar het stembiljet
booth-by-email = Ik heb geen brief. Stuur mij een stemcode per mail.
booth-no-letter = Geen brief gekregen?
booth-no-letter-text = Bel 14 050 of kom langs bij WIJ. U krijgt dan een nieuwe stemcode. De oude werkt daarna niet meer.
booth-only-email = In deze ronde stemt u met een stemcode uit een mail. Lukt het niet? Bel 14 050 of kom langs bij WIJ.
booth-inside = Uw stembiljet is nog open
booth-inside-text = Ga verder met uw stembiljet, of sluit het af. Na 30 minuten sluit het vanzelf.
booth-to-ballot = Verder met mijn stembiljet
booth-how-title = Zo stemt u
booth-who = Stemmen mag als u in { $wijken } woont en { $age } jaar of ouder bent.
booth-change = Elke keuze telt meteen mee. U kunt uw keuze veranderen tot het sluit: kom terug met dezelfde code.
booth-order = De volgorde van de plannen is voor iedereen anders.
booth-secret-title = Is mijn stem geheim?
booth-secret-1 = Ja. Wie stemde en wat er gestemd is, staan apart. Niets verbindt die twee: geen naam, geen tijd.
booth-secret-2 = Uw stembiljet gaat dicht op slot in de stembus. Zolang u kunt stemmen, kan niemand zien hoe het ervoor staat. Ook wij niet.
booth-secret-3 = In deze ronde is er één sleutel om de stembus te openen. Die staat in één bestand op de server van de gemeente. Na de uitslag wordt de sleutel vernietigd.
booth-round = Meer uitleg over deze ronde
booth-left-title = U bent klaar
booth-left-lead = Op dit scherm is niets van u achtergebleven. De volgende kan nu stemmen.
booth-left-change = Wilt u uw keuze nog veranderen? Dat kan tot { $until }, met dezelfde stemcode.
booth-left-next = Nog iemand stemmen
stemcode-title = Een stemcode per mail
stemcode-lead = Wij sturen u een stemcode. Daarmee kunt u stemmen en uw keuze later nog veranderen.
stemcode-email = Uw e-mailadres
stemcode-email-hint = Wij gebruiken dit adres alleen om u de code te sturen. U krijgt één code per adres.
stemcode-wijk = Waar woont u?
stemcode-eligible = Ik mag stemmen
stemcode-declare = Ik woon in { $wijken } en ik ben { $age } jaar of ouder.
stemcode-button = Stuur mij een stemcode
stemcode-class = Stemmen met een code uit een mail worden apart geteld en apart getoond, want een mailadres zegt minder zeker wie u bent dan een brief.
stemcode-sent-title = Kijk in uw mail
stemcode-sent-lead = Wij stuurden u een mail.
stemcode-sent-text = Vroeg u al eerder een code? Dan werkt alleen de nieuwste. Heeft u al gestemd? Dan leest u dat in de mail. Geen mail gekregen? Kijk ook bij ongewenste mail.
mail-stemcode-subject = Uw stemcode voor { $round }
mail-stemcode-text = U vroeg een stemcode voor { $round }. Dit is uw code. Hij is van u alleen: geef hem aan niemand.
mail-stemcode-button = Ga stemmen
mail-stemcode-until = U kunt stemmen en uw keuze veranderen tot { $ends }. Een code die u eerder kreeg, werkt niet meer.
mail-stemcode-not-you = Vroeg u hier niet om? Dan hoeft u niets te doen.
mail-stemcode-used-subject = U heeft al gestemd voor { $round }
mail-stemcode-used-text = Met de stemcode die wij eerder naar dit adres stuurden, is al gestemd. U krijgt daarom geen nieuwe code. Wilt u uw keuze veranderen? Dat kan tot { $ends }, met de code uit de eerste mail.
error-code-empty = Vul uw stemcode in.
error-code-length = Een stemcode heeft { $wanted } tekens. U vulde er { $length } in. Kijk de code na.
error-code-symbol = Het teken ‘{ $symbol }’ komt in geen enkele stemcode voor. Kijk de code na.
error-code-check = Er zit een tikfout in deze stemcode. Kijk de code teken voor teken na.
error-code-unknown = Deze stemcode klopt niet. Kijk de code na of bel 14 050.
error-code-revoked = Deze stemcode is vervangen door een nieuwe en werkt niet meer. Gebruik de nieuwste code, of bel 14 050.
error-vote-not-open = U kunt nog niet stemmen. Stemmen kan van { $starts } tot { $ends }.
error-vote-closed = Het stemmen is gesloten. Stemmen kon tot { $ends }. Wat u daarvoor opsloeg, telt mee.
error-vote-stopped = Deze ronde is gestopt. U kunt niet meer stemmen.
error-ballot-not-yet = Het stembiljet is er nog niet: het stemmen is nog niet begonnen.
error-ballot-too-many = U koos { $chosen } plannen. U mag er { $max } kiezen. Haal er { $n } weg.
error-ballot-too-many-in-theme = U koos { $chosen } plannen bij { $theme }. U mag er { $max } per thema kiezen. Haal er { $n } weg.
error-ballot-too-many-joker = U koos { $chosen } plannen zonder thema. U mag er { $max } kiezen. Haal er { $n } weg.
error-ballot-too-few = U koos { $chosen } plannen. Kies er minstens { $min }.
error-ballot-over-budget = Uw plannen kosten samen { $spent }. Er is { $budget }. Haal voor minstens { $over } weg.
error-ballot-not-on-it = Een van de plannen die u koos, staat niet op dit stembiljet. Kies opnieuw.
error-not-declared = Zet een vinkje als dit klopt. Anders kunt u niet stemmen.
error-counting-key-missing = Op deze server staat de sleutel van deze stembus niet. Tel op de server waar het stemmen begon.
error-counting-key-elsewhere = Op deze server staat de sleutel niet: het bestand { $file } is er niet. Doe deze stap op de server waar het stemmen begon; daar staat het in de gegevensmap. Vraag de beheerder welke dat is.
error-counting-key-unfit = De sleutel op deze server hoort niet bij de stembus van deze ronde. Er is niets geteld. Waarschuw de beheerder.
ballot-crumb = Mijn stembiljet
ballot-title = Mijn stembiljet: { $round }
ballot-how-exactly = Kies precies { $max } { $plans ->
    [0] plannen.
   *[other] van de { $plans } plannen.
}
ballot-how-choose = U mag hoogstens { $max } plannen kiezen{ $min ->
    [0] .
    [1] .
   *[other] , en minstens { $min }.
}
ballot-how-theme = U mag per thema hoogstens { $max } plannen kiezen. U hoeft ze niet allemaal te gebruiken.
ballot-how-budget = U kiest plannen zolang er geld is. Er is { $budget } te verdelen.
ballot-counts = Uw stem telt mee
ballot-no-vote = U heeft nog niet gestemd
ballot-counts-not-yet = Uw stem telt nog niet: kies minstens { $min } plannen
ballot-until = Kies hieronder uw plannen. U kunt uw keuze veranderen tot { $until }.
ballot-saved = { $n ->
    [one] Er is 1 plan opgeslagen.
   *[other] Er zijn { $n } plannen opgeslagen.
} U kunt uw keuze veranderen tot { $until }.
ballot-refused-earlier-counts = Wat u nu koos, is niet opgeslagen. Uw eerdere keuze van { $n ->
    [one] 1 plan
   *[other] { $n } plannen
} telt mee. Veranderen kan tot { $until }.
ballot-refused-nothing-counts = Wat u nu koos, is niet opgeslagen. Verander uw keuze hieronder. Dat kan tot { $until }.
ballot-js-saving = Bezig met opslaan …
ballot-js-saved = Opgeslagen om { $time } uur. U koos { $n } plannen.
ballot-js-too-many = U koos al { $max } plannen. Haal er eerst een weg.
ballot-js-too-many-in-theme = U koos al { $max } plannen in dit thema. Haal er eerst een weg.
ballot-js-over-budget = Dit plan past niet meer. U heeft nog { $left } over.
ballot-secret = Uw stem is geheim. Niemand kan zien wat u koos. De volgorde van de plannen is voor iedereen anders.
ballot-q = Zoek een plan
ballot-thema = Thema
ballot-all-themes = Alle thema’s
ballot-joker = Zonder thema
ballot-filter = Zoek en sla op
ballot-filtered = U ziet een deel van de plannen, en altijd de plannen die u koos.
ballot-show-all = Toon alle plannen
ballot-none-found = Geen plan gevonden. Maak het zoekveld leeg om alle plannen te zien.
ballot-count = plannen gekozen.
ballot-count-of = van { $max } plannen gekozen
ballot-count-theme = plannen gekozen, hoogstens { $max } per thema
ballot-left = Nog te verdelen:
ballot-more = Lees meer
ballot-more-about = over { $title } (opent in een nieuw venster)
ballot-chosen = Gekozen
ballot-save = Sla mijn stem op
ballot-done-title = Klaar met stemmen?
ballot-done-text = Sluit uw stembiljet af. Dan kan een ander op dit scherm niet zien wat u koos.
ballot-done = Klaar
ballot-advies-positive = Advies: doen. { $title }
ballot-advies-conditional = Advies: doen, als … { $title }
ballot-advies-negative = Advies: niet doen. { $title }
flash-booth-ended = Uw stembiljet is gesloten, want u was te lang weg. Wat u opsloeg, telt mee. Vul uw code opnieuw in om verder te gaan.
flash-vote-saved = Uw keuze is opgeslagen.
event-round-freeze-ballot = Het stemmen begon. Het stembiljet ligt vast.
event-round-make-codes = Stemcodes gemaakt
channel-letter = Brief
channel-email = E-mail
channel-paper = Papier
channel-imported = Uit een bestand
codes-crumb = Stemcodes
codes-title = Stemcodes: { $round }
codes-lead = Maak hier de codes voor de brieven. Wij bewaren de codes zelf niet, alleen of er een stem mee binnenkwam.
codes-overview = Codes per wijk
codes-wijk = Wijk
codes-wijk-hint = Een code hoort bij één wijk.
codes-channel = Kanaal
codes-valid = Geldig
codes-used = Gebruikt
codes-revoked = Vervangen
codes-fewer-than-ten = minder dan 10
codes-at-least = minstens { $n }
codes-in-tens = Zolang het stemmen duurt, tonen wij de opkomst in tientallen, en eens in de vijf minuten. Wat er gestemd is, kan niemand zien.
codes-none = Er zijn nu geen stemcodes.
codes-new = Nieuwe codes maken
codes-count = Hoeveel codes?
codes-count-hint = Hoogstens 300.000 tegelijk.
codes-once = U krijgt de codes één keer, als bestand voor de drukker. Bewaar het veilig en gooi het na het drukken weg.
codes-make = Maak codes en download het bestand
codes-to-count = Naar het tellen
error-codes-count = Vul een getal in van 1 tot en met { $max }.
error-codes-too-late = Het stemmen is voorbij. U kunt geen codes meer maken.
ballot-how-points = U verdeelt { $total } punten over de plannen. Een plan krijgt hoogstens { $max } punten. U hoeft ze niet allemaal te geven.
ballot-how-ranking = U zet { $max ->
    [one] één plan op een plaats
   *[other] hoogstens { $max } plannen op volgorde
}. Het beste plan zet u op plaats 1.
ballot-count-points = van { $max } punten gegeven
ballot-count-ranking = van { $max } plaatsen gevuld
ballot-saved-points = U gaf { $points } punten aan { $n ->
    [one] 1 plan
   *[other] { $n } plannen
}. Dat is opgeslagen. U kunt uw keuze veranderen tot { $until }.
ballot-points-here = punten, hoogstens { $max }
ballot-order-title = Uw volgorde
ballot-order-text = Kies bij een plan een plaats. Met de knoppen verandert u de volgorde. Is een plaats leeg, dan schuift de rest op.
ballot-order-empty = Er staat nog geen plan op uw lijst.
ballot-up = { $title } een plaats omhoog
ballot-down = { $title } een plaats omlaag
ballot-out = { $title } van de lijst halen
ballot-no-place = Geen plaats
ballot-place-worth = Plaats { $place } ({ $points } { $points ->
    [one] punt
   *[other] punten
})
ballot-wijk = Wijk
ballot-all-wijken = Alle wijken
ballot-js-saved-points = Opgeslagen om { $time } uur. U gaf { $n } punten.
ballot-js-too-many-points = Dat zijn te veel punten. Een plan krijgt hoogstens { $max } punten en u heeft er nog { $left } over.
ballot-js-offline = Nog niet opgeslagen: er is geen verbinding. Wij proberen het vanzelf opnieuw. Laat deze pagina open.
ballot-js-moved = { $plan } staat nu op plaats { $place }.
error-ballot-points = U gaf { $given } punten. U heeft er { $total }. Haal er { $n } weg.
error-ballot-points-for-one = U gaf { $given } punten aan { $plan }. Een plan krijgt hoogstens { $max } punten.
error-ballot-number = ‘{ $typed }’ is geen aantal. Vul een heel getal in, of laat het leeg.
error-ballot-place-twice = Er staan twee plannen op plaats { $place }. Geef elk plan een eigen plaats.
error-ballot-place-empty = Plaats { $place } is leeg. Zet daar een plan, of schuif de andere op.
booth-shared = Op deze tablet stemt iedereen na elkaar. Druk op “Klaar” als u klaar bent. Raakt u het scherm twee minuten niet aan, dan sluit uw stembiljet vanzelf. Wat u koos, is dan opgeslagen.
tablet-title = Tablet om op te stemmen: { $round }
tablet-crumb = Tablet om op te stemmen
tablet-lead = Laat bewoners na elkaar stemmen op dit scherm: aan een stemplek, aan de balie of op een bijeenkomst.
tablet-out = U wordt hier uitgelogd. Op het scherm blijft niets van u achter.
tablet-code = Elke kiezer vult de eigen stemcode in. Wie geen code heeft, krijgt er een aan de balie. Een code die hier is gebruikt, is overal gebruikt.
tablet-forgets = Na elke kiezer vergeet de tablet alles. Na twee minuten zonder aanraken sluit het stembiljet vanzelf.
tablet-help = Help als iemand dat vraagt, maar kijk niet mee als dat niet hoeft.
tablet-on = Deze browser staat klaar om op te stemmen.
tablet-start = Maak van dit scherm een stemtablet
tablet-stop = Dit scherm is geen stemtablet meer
flash-tablet-stopped = Dit scherm is weer van u.
channel-meeting = Bijeenkomst
channel-table = Tafel
codes-soort = Waar zijn de codes voor?
codes-for-letters = Brieven
codes-for-meeting = Een bijeenkomst
