timeline-files = Neem de tijdlijn mee als bestand:
timeline-table = tabel (CSV)
event-idea-advies-afterwards = Verteld wat er na het advies gebeurde
advies-timeline = Tijdlijn
