### Statutory clocks.

clock-today = Today
clock-left = { $count ->
        [one] 1 day left
       *[other] { $count } days left
    }
clock-over = { $count ->
        [one] 1 day over
       *[other] { $count } days over
    }
clock-satisfied = Met in time
clock-satisfied-late = Met late
clock-never = Not met
clock-out-of-scope = No longer applies
clock-line-running = At the latest { $day }
clock-line-late = Should have happened by { $day }. It is urgent for us.
clock-line-satisfied = Happened { $at }. The limit was { $day }.
clock-line-never = Should have happened by { $day }. The matter ended without it.
clock-line-out-of-scope = The limit no longer concerns this matter.
clock-adjusted = Counting the time the client chose to wait: { $day }. The statutory limit does not move.
clock-unverified = The figure of this rule has not yet been checked against the text of the act.
clock-why = Why this date?
