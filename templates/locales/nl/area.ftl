error-division-too-early = De indeling met { $name } geldt vanaf { $day }. Kies een latere begindatum.
