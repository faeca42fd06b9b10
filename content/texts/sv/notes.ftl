### Anteckningar för kolleger och uppskjutna ärenden.

notes-title = Anteckningar
note-write = Skriv en anteckning
note-words = Anteckning
note-hint = För kolleger. Anteckningarna hör till klientens uppgifter, och klienten kan be att få se dem.
note-asks = Be en kollega titta
note-save = Spara anteckningen
note-fault-none = Skriv anteckningen innan du sparar den
note-asked = { $name } har ombetts titta
note-asks-you = { $name } ber dig titta på det här.
note-seen = Jag har tittat
note-now-saved = Anteckningen har sparats.
note-now-seen = Din kollega ser att du har tittat.
asked-title = Kolleger ber dig titta
snooze-title = Skjut upp en stund
snooze-hint = Ärendet förblir synligt och tidsfristerna löper. Det återkommer av sig självt, och genast om klienten gör något.
snooze-until = Till när?
snooze-why = Varför? Du kan lämna tomt
snooze-save = Skjut upp
snooze-wake = Ta upp igen nu
snooze-now = Ärendet har skjutits upp.
snooze-now-woken = Ärendet har tagits upp igen.
snoozed-until = Uppskjutet: { $at }
snoozed-title = Uppskjutna
refusal-snooze-too-long = Ärendet kan inte skjutas upp över den lagstadgade tidsfristen. Välj en tidigare tid.
looked-write-note = Skrev eller läste en anteckning för kolleger
looked-snooze-case = Sköt upp ärendet eller tog upp det igen
