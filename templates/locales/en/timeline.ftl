timeline-files = Take the timeline along as a file:
timeline-table = table (CSV)
event-idea-advies-afterwards = Told what happened after the advice
advies-timeline = Timeline
