### Utlovade samtal: att komma överens om dem, att ringa och vad som blev av det.

call-today = I dag
call-window = När ringer vi?
call-window-hint = Vi ringer inom den här tiden, och en gång till om du inte kan svara.
call-fault-window = Välj en av tiderna som erbjuds
call-ask-title = Be om ett samtal
call-move-title = Ändra samtalet
call-move-text = Din plats i kön är kvar när du byter tid eller nummer.
call-save = Spara
call-keep = Låt det vara som det är
call-end-title = Behöver du inget samtal?
call-end-text = Ditt ärende är fortfarande öppet, och svaret kommer som ett meddelande i den här tjänsten.
call-end = Jag behöver inget samtal
call-title = Samtal till klienten
call-none = Inget samtal har utlovats.
call-agree = Lova ett samtal
call-agree-other = Kom överens om en annan tid eller ett annat nummer
call-agree-save = Lova samtalet
call-when = Tid för samtalet
call-missed = Obesvarade
call-missed-count = { $count ->
        [one] 1 obesvarat samtal
       *[other] { $count } obesvarade samtal
    }
call-told = Klienten har fått veta om samtalen
call-serves = Samma samtal gäller { $count } ärenden.
call-outcome = Vad blev det av samtalet?
call-outcome-hint = Ett obesvarat samtal avslutar inte ärendet. Efter det andra får klienten veta det vid ärendet, och platsen i kön är kvar.
call-record = Anteckna samtalet
call-fault-outcome = Välj vad det blev av samtalet
call-promised = Vi ringer dig
call-told-you = Vi ringde dig men fick inget svar ({ $at }).
call-told-you-text = Din plats i kön är kvar och ditt ärende är öppet. Välj en ny tid för samtalet eller vänta: vi försöker igen.
call-place = Plats i kön
call-move = Byt tid eller nummer
call-ask = Be om ett samtal
call-now-agreed = Samtalet är överenskommet.
call-now-ended = Vi ringer inte. Svaret kommer som ett meddelande.
call-now-recorded = Samtalet är antecknat.
outcome-reached = Klienten svarade
outcome-no-answer = Inget svar
outcome-busy = Det tutade upptaget
outcome-wrong-number = Fel nummer
calls-title = Utlovade samtal
calls-empty = Inga samtal har utlovats
calls-empty-text = När en invånare ber om ett samtal syns det här av sig självt.
calls-count = { $count ->
        [one] 1 samtal
       *[other] { $count } samtal
    }
calls-in-line = I kö sedan
calls-others = { $count ->
        [one] och 1 annat ärende
       *[other] och { $count } andra ärenden
    }
calls-told = Har fått veta om samtalen
calls-late = Tiden är ute
calls-soon = { $count } min kvar
calls-now = Nu
event-call-agreed = Ett samtal överenskoms: { $time }
event-call = Samtal: { $outcome }
event-call-reached = Vi nådde dig per telefon
event-call-missed = Vi ringde dig men fick inget svar
event-call-told = Klienten fick veta om de obesvarade samtalen
