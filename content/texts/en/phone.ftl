### Calls that nobody answered.

missed-title = { $count ->
        [one] Missed call of 1 number
       *[other] Missed calls of { $count } numbers
    }
missed-caption = Missed calls
missed-one-title = Missed call
missed-hidden = { $count } missed calls today came from hidden numbers. Nobody can call those back.
missed-rang = Rang
missed-count = { $count ->
        [one] once
       *[other] { $count } times
    }
missed-first = First
missed-last = Last
missed-handler = Calls back
missed-tries = Called back
missed-tried = { $count ->
        [one] once, { $at }
       *[other] { $count } times, last { $at }
    }
missed-take = I will call back
missed-others = A colleague is calling this number back. If nothing happens for a while, anyone can take it.
missed-call-back = Call back
missed-outcome-hint = An unanswered call back settles nothing: the number stays in its place.
missed-record-text = When the caller has a matter, record it for the person. That settles the missed call.
missed-find = Find the person
missed-nothing = Nothing has to be recorded
missed-words = Why not?
missed-words-hint = For example: a wrong number, or the caller asked for opening hours.
missed-fault-words = Say in a few words why nothing has to be recorded
missed-settle = Settle the call
missed-now-taken = You call this number back.
missed-now-settled = The missed call is settled.
missed-now-gone = That missed call was settled already.
refusal-event-time = The time of the event is ahead of now or too long ago. Check the exchange's clock.
refusal-line-unknown = No line has this number. Add it to telephony.toml, or correct it at the exchange.
refusal-call-settled = The missed call is settled already.
