### Samtal som ingen besvarade.

missed-title = { $count ->
        [one] Obesvarat samtal från 1 nummer
       *[other] Obesvarade samtal från { $count } nummer
    }
missed-caption = Obesvarade samtal
missed-one-title = Obesvarat samtal
missed-hidden = I dag kom { $count } obesvarade samtal från dolda nummer. Ingen kan ringa upp dem.
missed-rang = Ringde
missed-count = { $count ->
        [one] en gång
       *[other] { $count } gånger
    }
missed-first = Första
missed-last = Senaste
missed-handler = Ringer upp
missed-tries = Uppringd
missed-tried = { $count ->
        [one] en gång, { $at }
       *[other] { $count } gånger, senast { $at }
    }
missed-take = Jag ringer upp
missed-others = En kollega ringer upp numret. Om inget händer på en stund kan vem som helst ta det.
missed-call-back = Ring upp
missed-outcome-hint = En obesvarad uppringning avgör inget: numret behåller sin plats.
missed-record-text = När den som ringde har ett ärende, anteckna det för personen. Då är samtalet avklarat.
missed-find = Sök personen
missed-nothing = Inget behöver antecknas
missed-words = Varför inte?
missed-words-hint = Till exempel fel nummer, eller en fråga om öppettider.
missed-fault-words = Berätta kort varför inget behöver antecknas
missed-settle = Markera som avklarat
missed-now-taken = Du ringer upp numret.
missed-now-settled = Samtalet har markerats som avklarat.
missed-now-gone = Det samtalet var redan avklarat.
refusal-event-time = Händelsens tid ligger före nuet eller för långt tillbaka. Kontrollera växelns klocka.
refusal-line-unknown = Ingen linje har detta nummer. Lägg till det i telephony.toml eller rätta det i växeln.
refusal-call-settled = Det obesvarade samtalet är redan avklarat.
