### The professional’s pages.

task-assess = Assess the need for care
task-book = Book a time
task-meet = Meet the client
task-conclude = Conclude or continue care
banner-label = Client
protected = Protected address
protected-text = Home and contact details are not shown. Do not write them in any text.
queue-title = Waiting for assessment
queue-count = { $count ->
        [one] 1 waits
       *[other] { $count } wait
    }
queue-late = { $count ->
        [one] 1 past the limit
       *[other] { $count } past the limit
    }
queue-at = { $at }
queue-take = Take
queue-taken = { $name }
queue-empty = The queue is empty
queue-empty-text = All contacts have been taken for assessment. New ones appear here by themselves.
queue-none = Nobody is waiting with these filters
queue-none-text = Change the filters or show the whole queue.
queue-show-all = Show the whole queue
queue-of-all = ({ $count } in all)
live-on = This list updates by itself.
live-off = The connection broke. We keep trying; you can also reload the page.
live-changed = The list changed.
due-today = Today
due-was = { $day }
no-clock = No limit
work-title = Work
work-late = Past the limit
work-today = Due today
work-week = Within seven days
work-later = Later or without a limit
work-empty = No work with these filters
work-empty-text = Change the filters or take a contact from the queue.
work-to-queue = To the queue
whose-mine = My own
whose-unit = The whole unit’s
case-title = { $topic }: { $client }
case-reach = How to reach
case-take = Take responsibility
case-assessed = Assessment of the need for care
case-assessed-by = Assessed by
case-booked = Booked time
case-now-taken = The matter is now your responsibility.
case-now-assessed = The assessment is saved.
case-now-booked = The time is booked.
case-now-unbooked = The time is cancelled.
case-now-visited = The visit is recorded.
case-now-missed = The no-show is recorded.
case-now-closed = The matter is closed.
assess-title = Assess the need for care
assess-urgency = Urgency
assess-outcome = What follows
outcome-appointment = An appointment is needed
outcome-advice = Advice is enough
outcome-emergency = Directed to emergency care
assess-care = Kind of care
assess-care-hint = Decides which statutory limit begins.
assess-profession = Who should meet the client
assess-unit = Responsible unit
assess-note = Note
assess-note-hint = Seen by professionals.
assess-told = What the client was told
assess-told-hint = The client sees this. Write in the client’s language: { $language }.
assess-save = Save the assessment
assess-fault-urgency = Choose the urgency
assess-fault-outcome = Choose what follows
assess-fault-care = Choose the kind of care
assess-fault-profession = Choose who should meet the client
assess-fault-told = Write what the client was told
book-title = Book a time
book-move-title = Move the time
book-times = First free times
book-save = Book the time
book-fault = Choose a time
book-none = No free times were found
book-none-text = Try another unit or way of meeting. If the limit is about to be passed, care must be procured elsewhere (Health Care Act, section 54).
unbook-title = Cancel the booked time
unbook-text = The time becomes free and the case returns to the unit’s work to wait for a new one.
unbook-confirm = Cancel the time
visit-title = Record the visit
visit-started = Began at
visit-ended = Ended at
visit-note = Note
visit-further = Does care go on?
visit-further-no = No, the case can be closed
visit-further-yes = Yes, a new time is needed
visit-save = Save the visit
visit-fault-start = Enter the start time in the form 9:30
visit-fault-end = Enter an end time that is after the start
visit-fault-further = Choose whether care goes on
no-show-title = The client did not come
no-show-text = The case returns to the unit’s work. The statutory clock runs on.
no-show-save = Record the no-show
close-title = Close the case
close-how = How did the case end?
close-hint = The client sees this.
close-save = Close the case
close-fault = Choose how the case ended
people-title = Find a person
people-name = Name
people-name-hint = At least two letters of the family or given name
people-number = Identity number
people-number-hint = In the form 010594-123A or 010594Y123A
people-search = Search
born = born { $day }
people-born = Born
people-found = { $count ->
        [one] 1 person
       *[other] { $count } people
    }
people-none = Nobody was found
people-none-text = Check the spelling or search by identity number.
people-fault-little = Enter at least two letters of a name or the whole identity number
people-fault-number = Check the identity number: the check character does not match or something is missing
person-ground = Ground for looking: { $ground }. This look has been written down.
person-matters = Matters
person-no-matters = No matters
person-no-matters-text = This person has not been in touch.
person-times = Times and visits
person-looks = Show the looks
person-fate = State
fate-coming = To come
fate-held = Took place
fate-no-show = The client did not come
fate-cancelled = Cancelled
ground-title = Why do you open this data?
ground-text = You have no care relationship with this person. State the ground. It is written down, and the person sees it.
ground-question = Ground
ground-contact = The client is in contact right now
ground-consultation = A colleague asked for a consultation
ground-emergency = Emergency
ground-other = Another lawful right
ground-note = Details
ground-note-hint = Required for an emergency or another right.
ground-open = Open the data
ground-fault-none = Choose a ground
ground-fault-note = Describe the ground in more detail
day-title = { $day }
day-booked = { $count ->
        [one] 1 booked
       *[other] { $count } booked
    }
day-free = { $count ->
        [one] 1 free
       *[other] { $count } free
    }
day-is-free = Free
day-others = Other days
day-today = Today
day-time = Time
day-go = Go to a day
day-empty = No times on this day
day-empty-text = No hours have been opened for this day.
