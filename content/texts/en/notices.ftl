### Notices to subscribers: the administrator's page.

notices-title = Notices to subscribers
notices-lead = Programs can subscribe to what has changed. A notice is tried eight times in some three hours. After that it waits here until a person decides.
notices-none = Nobody subscribes to notices
notices-none-text = A program subscribes through the FHIR interface (Subscription).
notices-state = Status
notices-active = Works
notices-failing = Does not arrive
notices-off = Turned off
notices-requested = Has not begun yet
notices-off-text = The subscription begins again when the status requested is written into it through the FHIR interface.
notices-follows = Follows
notices-to = Receiver
notices-told = Told
notices-told-all = Everything so far
notices-told-nothing = Nothing yet
notices-behind = { $count ->
    [one] At most { $count } event waits
   *[other] At most { $count } events wait
}
notices-fault = Last fault
notices-next = Next try
notices-next-at = { $at }, failed tries: { $tries }
notices-nothing-given-up = No notice was left unsent.
notices-given-up = Notices that could not be sent
notices-about = What, version
notices-at = Given up
notices-tries = Tries
notices-last-fault = Last fault
notices-do = Actions
notices-resend = Send again
notices-resend-all = Send all again
notices-let-go = Do not send
notices-sent = { $count ->
    [one] The notice was delivered.
   *[other] { $count } notices were delivered.
}
notices-not-taken = { $sent } delivered, { $left } still waiting. The reason stands beside the notice.
notices-became-let-go = The notice will not be sent. The reason was written down.
notices-gone = Somebody else has already dealt with this notice.
notices-fault-name = There is no server of the receiver’s name. Check the address.
notices-fault-unreachable = The receiver cannot be reached. It may be turned off, or a firewall is in the way.
notices-fault-no-answer = The receiver did not answer in time.
notices-fault-status = The receiver did not take the notice: it answered { $status }.
notices-fault-not-http = Something other than a web server answers at the address.
notices-fault-private = The receiver’s address is of a private network or of this machine. An operator can allow that (--notices-to-private).
notices-fault-https = Notices are not sent over HTTPS yet. Give the HTTP address of a proxy that speaks it (channel.endpoint).
notices-fault-address = Notices cannot be sent to the receiver’s address. Give an http address with a host, without a password (channel.endpoint).
notices-fault-channel = Only subscriptions of type rest-hook are told (channel.type).
notices-fault-payload = Notices can only carry application/fhir+json (channel.payload).
notices-fault-header = A header that should go along is not written as NAME: VALUE, or is one of Polku’s own (channel.header).
notices-fault-criteria = What the subscription follows cannot be followed. Give a type and conditions on the resource itself: TYPE?PARAMETER=VALUE (criteria).
notices-fault-other = Something else went wrong: { $why }
let-go-title = Do not send the notice
let-go-text = The receiver will not hear of this change. The data itself stays. The decision and the reason are written down.
let-go-why = Why is the notice not sent?
let-go-missing = Choose a reason
let-go-told-otherwise = The receiver knows it already from elsewhere
let-go-outdated = Something newer was told, or the matter is over
let-go-not-wanted = The receiver does not want this notice
let-go-receiver-gone = The receiver is no more
let-go-confirm = Do not send
let-go-keep = Keep the notice
