### Vad en yrkesperson antecknar om en kontakt.

record-title = Anteckna en kontakt
record-channel = Hur tog klienten kontakt?
record-fault-channel = Välj hur klienten tog kontakt
record-words = Vad klienten berättade
record-words-hint = Med klientens egna ord. Din egen bedömning antecknas senare på ärendets sida.
record-noticed-by = Vem anmälde
record-noticed-by-hint = Vid orosanmälan: organisation och namn, till exempel räddningsverket, polisen eller en skola. Klientens sidor visar det inte.
refusal-no-notifier = Ange vem som gjorde orosanmälan.
record-fault-words = Skriv vad klienten berättade
record-unit = Enheten som sköter ärendet
record-phone-hint = Var klienten kan nås i detta ärende. Får lämnas tomt.
record-save = Spara ärendet
record-save-another = Spara och lägg till ett ärende
record-now-saved = Ärendet har antecknats.
queue-signs = Tecken på nödläge
