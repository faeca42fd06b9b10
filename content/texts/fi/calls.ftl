### Luvatut soitot: niistä sopiminen, soittaminen ja mitä siitä tuli.

call-today = Tänään
call-window = Milloin soitamme?
call-window-hint = Soitamme tämän ajan kuluessa, ja uudelleen, jos et pääse vastaamaan.
call-fault-window = Valitse jokin tarjolla olevista ajoista
call-ask-title = Pyydä soittoa
call-move-title = Muuta soittoa
call-move-text = Paikkasi jonossa säilyy, kun vaihdat aikaa tai numeroa.
call-save = Tallenna
call-keep = Jätä ennalleen
call-end-title = Etkö tarvitse soittoa?
call-end-text = Asiasi pysyy vireillä, ja vastaus tulee viestinä tähän palveluun.
call-end = En tarvitse soittoa
call-title = Soitto asiakkaalle
call-none = Soittoa ei ole luvattu.
call-agree = Lupaa soitto
call-agree-other = Sovi toinen aika tai numero
call-agree-save = Lupaa soitto
call-when = Soittoaika
call-missed = Vastaamatta
call-missed-count = { $count ->
        [one] 1 vastaamaton soitto
       *[other] { $count } vastaamatonta soittoa
    }
call-told = Asiakkaalle kerrottu soitoista
call-serves = Sama soitto koskee { $count } asiaa.
call-outcome = Mitä soitosta tuli?
call-outcome-hint = Vastaamaton soitto ei päätä asiaa. Toisen jälkeen asiakkaalle kerrotaan siitä asian yhteydessä, ja paikka jonossa säilyy.
call-record = Kirjaa soitto
call-fault-outcome = Valitse, mitä soitosta tuli
call-promised = Soitamme sinulle
call-told-you = Soitimme sinulle, mutta emme tavoittaneet ({ $at }).
call-told-you-text = Paikkasi jonossa säilyy, ja asiasi pysyy vireillä. Valitse uusi soittoaika tai odota: yritämme uudelleen.
call-place = Paikka jonossa
call-move = Vaihda aika tai numero
call-ask = Pyydä soittoa
call-now-agreed = Soitosta on sovittu.
call-now-ended = Sinulle ei soiteta. Vastaus tulee viestinä.
call-now-recorded = Soitto on kirjattu.
outcome-reached = Asiakas vastasi
outcome-no-answer = Ei vastausta
outcome-busy = Linja oli varattu
outcome-wrong-number = Väärä numero
calls-title = Luvatut soitot
calls-empty = Soittoja ei ole luvattu
calls-empty-text = Kun asukas pyytää soittoa, se ilmestyy tähän itsestään.
calls-count = { $count ->
        [one] 1 soitto
       *[other] { $count } soittoa
    }
calls-in-line = Jonossa alkaen
calls-others = { $count ->
        [one] ja 1 muu asia
       *[other] ja { $count } muuta asiaa
    }
calls-told = Kerrottu soitoista
calls-late = Aika on ohi
calls-soon = { $count } min jäljellä
calls-now = Nyt
event-call-agreed = Soitosta sovittiin: { $time }
event-call = Soitto: { $outcome }
event-call-reached = Tavoitimme sinut puhelimella
event-call-missed = Soitimme sinulle, mutta emme tavoittaneet
event-call-told = Asiakkaalle kerrottiin vastaamattomista soitoista
