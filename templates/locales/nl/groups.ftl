groups-title = Ideeën die bij elkaar passen: { $round }
groups-lead = { $n ->
    [0] Er wachten nu geen ideeën op een uitkomst.
    [one] Er wacht 1 idee op een uitkomst.
   *[other] Er wachten { $n } ideeën op een uitkomst. Hieronder staan eerst de ideeën die op elkaar lijken.
}
groups-heading = Groep { $n }: { $count } ideeën die op elkaar lijken
groups-by = { $n ->
    [0] Van { $name }
    [one] Van { $name }, 1 bewoner steunt dit
   *[other] Van { $name }, { $n } bewoners steunen dit
}
groups-proposed = Er loopt een voorstel om samen te voegen
groups-open = Bekijk het idee
groups-beside = Leg de gekozen ideeën naast elkaar
groups-none = Er zijn geen ideeën die op elkaar lijken.
groups-own = Zelf een groep maken
groups-own-lead = Kies twee of meer ideeën
groups-beside-title = Ideeën naast elkaar
groups-beside-lead = Kan hier één plan van komen? Kies welk idee blijft. De andere gaan daarin verder als hun indieners dat willen.
groups-lead-idea = In welk idee gaan zij verder?
groups-reason = Waarom passen deze ideeën bij elkaar?
groups-reason-hint = Alle indieners krijgen deze tekst.
groups-after = Wij vragen het voor elk idee apart. Zegt een indiener nee, dan blijft dat idee los; de andere kunnen wel samen verder. Daarna kunt u voor het plan een nieuwe tekst voorstellen.
groups-ask = Vraag alle indieners
groups-back = Terug naar de groepen
review-frozen-round = Het stemmen is begonnen. Ideeën kunnen niet meer samengaan.
queue-groups = Ideeën die bij elkaar passen, per ronde
error-group-count = Kies twee of meer ideeën, hoogstens { $max }.
error-group-lead = Kies het idee waarin de andere verdergaan.
flash-group-asked = De indieners hebben een mail gekregen. Pas als zij ja zeggen, gaan de ideeën samen verder.
