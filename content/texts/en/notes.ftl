### Notes for colleagues, and setting cases aside.

notes-title = Notes
note-write = Write a note
note-words = Note
note-hint = For colleagues. Notes are part of the client’s records, and the client can ask to see them.
note-asks = Ask a colleague to look
note-save = Save the note
note-fault-none = Write the note before you save it
note-asked = { $name } is asked to look
note-asks-you = { $name } asks you to look at this.
note-seen = I have looked
note-now-saved = The note is saved.
note-now-seen = Your colleague sees that you have looked.
asked-title = Colleagues ask you to look
snooze-title = Set aside for a while
snooze-hint = The case stays visible, and its due dates run on. It comes back by itself, at once if the client does anything.
snooze-until = Until when?
snooze-why = Why? You may leave this empty
snooze-save = Set aside
snooze-wake = Take up again now
snooze-now = The case is set aside.
snooze-now-woken = The case is taken up again.
snoozed-until = Set aside until { $at }
snoozed-title = Set aside
refusal-snooze-too-long = The case cannot be set aside past its statutory limit. Choose an earlier time.
looked-write-note = Wrote or read a note for colleagues
looked-snooze-case = Set the matter aside or took it up again
