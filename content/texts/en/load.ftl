### How the units stand today.

nav-load = Today
load-title = How the units stand today
load-text = Contacts that wait for an assessment, and the times that are still free today. Where more are due today than there is room for, you see where others have room. People decide who is directed where.
load-waiting = Waiting
load-late = { $count } late
load-free = Free today
load-first = first at { $at }
load-calls = Promised calls
load-advice = Where there is room
load-strained = Strained
load-room = There is room here:
load-room-at = { $unit }, { $count ->
        [one] 1 contact
       *[other] { $count } contacts
    }
load-nowhere = No other unit has room today. Look for times outside the county, or arrange more.
load-none = No units
load-none-text = No unit of this county books times.
load-at = Counted { $at }.
load-again = Count again
