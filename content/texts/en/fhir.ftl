### Answers of the FHIR interface to programs and those who write them.

fhir-sign-in = The token is missing or not valid. Send the header Authorization: Bearer with a token; an administrator gives one with polku token add.
fhir-not-allowed = This token has no right to do this. Ask an administrator for it.
fhir-media-type = This kind of content is not read: { $given }. Send application/fhir+json or application/fhir+ndjson, packed with gzip if you like.
fhir-rendered = { $address } is kept by Polku itself and cannot be written or deleted through the FHIR interface. Make the change in Polku, or send the resource under an id of your own.
fhir-may-lead = Through the interface its status can now only become: { $next }.
fhir-erased = The records of this person were erased for good, so { $address } is not taken in. Do not send it again.
fhir-store-full = The store is full: nothing was written. Reading works. Try again when an administrator has freed some room.
fhir-store-away = The database cannot be reached just now. A write that was under way may or may not have been kept. Try again in a moment, and look first whether it was kept.
fhir-files-elsewhere = The files of the job are at another server, and their folder is not shared. Try again, or ask an administrator to give the servers one folder.
fhir-fault = The request failed because of a fault in the service. Try again; if it happens again, tell an administrator the reference { $reference }.
fhir-slow = The request came too slowly, and nothing was done. Send it again, in smaller parts if need be.
fhir-address = The address is too long. Search with POST _search, where the conditions travel in the body.
fhir-head = The headers of the request are too large or too many. Send fewer.
fhir-quota = There are as many connections or jobs as one may have. Try again when the header Retry-After says.
fhir-busy = The service has too much to do just now. Nothing was written. Try again when the header Retry-After says.
