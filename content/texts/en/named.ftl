### Named workers.

named-title = Named workers
named-nobody = The client has no named worker.
named-choose = Named worker at your unit
named-save = Save the named worker
named-now = The named worker is saved. Contacts to your unit go to them first.
named-first = First for { $name } until { $at }
named-you = You are the named worker
named-yours = Your named workers
named-yours-text = They know your situation, and what you tell their unit goes to them first.
looked-name-worker = Chose your named worker
