# Wat op het apparaat blijft staan tot het verstuurd is.
keep-offline = Er is geen verbinding. Wat u schreef, staat op dit apparaat. Er gaat niets verloren.
keep-offline-many = Er is geen verbinding. Wat u schreef, staat op dit apparaat. U kunt verder met de volgende.
keep-failed = Er is geen verbinding, en dit apparaat kan niets bewaren. Houd deze pagina open tot de verbinding terug is.
keep-back = De verbinding is terug. Druk op ‘Verstuur nu’.
keep-restored = Dit schreef u hier op { $time }. Het is nog niet verstuurd.
keep-changed = Op dit apparaat staat nog tekst van { $time } die niet is verstuurd. Intussen is hier iets veranderd.
keep-waiting = Nog niet verstuurd: { $n }.
keep-sent = Verstuurd: { $n }.
keep-sign-in = U bent niet meer ingelogd. Wat u schreef, staat op dit apparaat. Log opnieuw in en kom terug naar deze pagina.
keep-send = Verstuur nu
keep-restore = Zet terug
keep-drop = Gooi weg
keep-elsewhere = Op dit apparaat staat nog tekst die niet is verstuurd:
keep-sign-out = Op dit apparaat staat nog tekst die niet is verstuurd. Als u uitlogt, is die weg. Wilt u toch uitloggen?
cookies-kept = Wat u in sommige formulieren schrijft, blijft ook op uw eigen apparaat staan tot wij het hebben. Valt de verbinding weg, dan bent u niets kwijt. Als u uitlogt, is het weg, en anders na een week.
