### What a professional records of a contact.

record-title = Record a contact
record-channel = How did the client make contact?
record-fault-channel = Choose how the client made contact
record-words = What the client told
record-words-hint = In the client's own words. Your own assessment comes later, on the page of the matter.
record-noticed-by = Who gave notice
record-noticed-by-hint = For a notice of a concern: the organisation and the name, such as the rescue department, the police or a school. The client’s pages do not show it.
refusal-no-notifier = Say who gave notice of the concern.
record-fault-words = Write what the client told
record-unit = The unit that handles the matter
record-phone-hint = Where the client is reached in this matter. May be left empty.
record-save = Save the matter
record-save-another = Save and add another matter
record-now-saved = The matter is recorded.
queue-signs = Emergency sign
