### Promised calls: agreeing on them, making them, and what came of them.

call-today = Today
call-window = When do we call?
call-window-hint = We call once in this time, and again if you cannot answer.
call-fault-window = Choose one of the times that are offered
call-ask-title = Ask for a call
call-move-title = Change the call
call-move-text = Your place in line stays when you change the time or the number.
call-save = Save
call-keep = Leave it as it is
call-end-title = No call is needed?
call-end-text = Your matter stays open, and the answer comes as a message in this service.
call-end = I do not need a call
call-title = Call to the client
call-none = No call is promised.
call-agree = Promise a call
call-agree-other = Agree on another time or number
call-agree-save = Promise the call
call-when = Time of the call
call-missed = Not answered
call-missed-count = { $count ->
        [one] 1 unanswered call
       *[other] { $count } unanswered calls
    }
call-told = Client told of missed calls
call-serves = The same call serves { $count } matters.
call-outcome = What came of the call?
call-outcome-hint = An unanswered call does not close the matter. After the second one the client is told beside the matter, and the place in line stays.
call-record = Record the call
call-fault-outcome = Choose what came of the call
call-promised = We will call you
call-told-you = We called you but could not reach you ({ $at }).
call-told-you-text = Your place in line is kept, and your matter stays open. Choose a new time for the call, or wait: we try again.
call-place = Place in line
call-move = Change the time or number
call-ask = Ask for a call
call-now-agreed = The call is agreed.
call-now-ended = No call will be made. The answer comes as a message.
call-now-recorded = The call is recorded.
outcome-reached = The client answered
outcome-no-answer = No answer
outcome-busy = The line was busy
outcome-wrong-number = Wrong number
calls-title = Promised calls
calls-empty = No calls are promised
calls-empty-text = When a resident asks for a call, it appears here by itself.
calls-count = { $count ->
        [one] 1 call
       *[other] { $count } calls
    }
calls-in-line = In line since
calls-others = { $count ->
        [one] and 1 other matter
       *[other] and { $count } other matters
    }
calls-told = Told of missed calls
calls-late = Time is over
calls-soon = { $count } min left
calls-now = Now
event-call-agreed = A call was agreed: { $time }
event-call = Call: { $outcome }
event-call-reached = We reached you by phone
event-call-missed = We called you but could not reach you
event-call-told = The client was told of the missed calls
