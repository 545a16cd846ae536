# Words of the layouts and partials.
house-name = wijkdeal
house-municipality = Gemeente { $name }
house-owner = Wijkdeal is van de gemeente { $name }.
house-skip = Direct naar de inhoud
house-menu = Hoofdmenu
house-crumbs = U bent hier
house-log-in = Inloggen
house-log-out = Uitloggen
house-help = Hulp nodig? Bel 14 050 of kom langs bij WIJ.
house-accessibility = Toegankelijkheid
house-privacy = Privacy
house-cookies = Cookies
house-glossary = Begrippen
house-optional = (niet verplicht)
house-errors = { $n ->
    [one] Er ging iets mis. Kijk naar het punt hieronder.
   *[other] Er ging iets mis. Kijk naar de { $n } punten hieronder.
}
house-characters-left = Nog { $n } tekens over
house-phases = Fasen van deze ronde
house-phase-done = klaar
house-phase-current = nu
house-pages = Bladeren door de lijst
house-page-numbers = Pagina’s
house-previous = Vorige
house-next = Volgende
nav-home = Voorpagina
nav-wijken = Wijken
nav-rounds = Rondes
nav-adviezen = Adviezen
nav-mine = Mijn wijkdeal
nav-work = Werk
