### Questionnaires: filling in without a name, the code, answers on a case, and safety.

questionnaire-title = Questions before the visit
questionnaire-lead = Tell at your own pace how you are. You go through the answers together with a professional.
questionnaire-nameless = You do not sign in and do not give your name. You get a code that opens the answers for { $days } days. After that they cannot be opened.
questionnaire-not-urgent = Nobody reads the answers before you give the code to a professional. If you need help at once, call 112 or 116 117.
questionnaire-begin = Begin: { $title }, one question at a time
questionnaire-begin-all = { $title }, all questions on one page
questionnaire-go-on-title = Do you already have a code?
questionnaire-code = Code
questionnaire-code-hint = Twelve letters or digits, for example K7QX-3MDT-9FHA.
questionnaire-go-on = Go on with the code
questionnaire-place = question { $place } of { $all }
questionnaire-end = Save the answers
questionnaire-pause = Show the code and go on later
questionnaire-your-code = Your code
questionnaire-done = Your answers are saved
questionnaire-write-down = Write the code down or print this page. We cannot give it again.
questionnaire-until = The code works until { $at }.
questionnaire-code-why = Answers are saved page by page. You can stop and go on with the code on any device.
questionnaire-then = What happens next?
questionnaire-then-text = Give the code to a professional when you meet or talk on the phone. You look at the answers together and agree on what could help.
questionnaire-look-again = See or change the answers
questionnaire-leave = Remove the code from this device
questionnaire-leave-text = Do this if others use the device too. The answers stay behind the code.
questionnaire-help-title = Help is there today
questionnaire-help-lead = You answered that you have had thoughts of death or of hurting yourself. You need not be alone with them. Talk to somebody today.
questionnaire-help-numbers = Call
questionnaire-help-nobody-reads = A professional sees your answers only when you give them the code. So do not stay and wait.
questionnaire-help-continue = Go on with the questions

questions-unit = Unit: { $unit }
questions-optional = You can leave this empty.
questions-yes = Yes
questions-no = No
questions-unverified = The Finnish and Swedish wording has not yet been compared with the official translation.
questions-fault-choose = Choose an answer.
questions-fault-missing = Write an answer.
questions-fault-below = Give a number of at least { $least }.
questions-fault-above = Give a number of at most { $most }.
questions-fault-number = Write a number, for example 12.5.
questions-fault-long = Shorten the answer: at most { $most } characters.

results-title = Questionnaires and measures
results-none = No answers are attached to this matter.
results-code = The client's code
results-code-hint = Open the questionnaire together. The client gives the code.
results-open = Open the questionnaire
results-record = Record the answers to an instrument
results-alarm = Ask about safety today:
results-path = The two axes suggest: { $path }
results-no-diagnosis = A score supports the assessment. It is no diagnosis.
results-answers = All answers
results-across = Day
results-now-attached = The answers are attached to the matter.

safety-title = Ask about safety today
safety-text = The client gave an answer that a professional must ask about on the same day. Opened { $at }.
safety-done = What did you ask, and what was done?
safety-done-hint = For example the danger as you see it, the support agreed on, and who goes on.
safety-handle = Mark as taken care of
safety-fault-done = Write what was done.
safety-now-handled = Safety has been asked about and recorded.
safety-cases = Ask about safety today

opened-title = The client's questionnaire
opened-text = Go through the answers together. They stay with the matter only when you attach them.
opened-incomplete = Not every question has been answered.
opened-answers = Answers
opened-attach = Attach to the matter
opened-leave = Do not attach
record-attach = Attach the answers to the matter

event-answers-attached = A questionnaire was attached: { $title }
event-safety-opened = An answer calls for asking about safety
event-safety-handled = Safety was asked about

refusal-code-unknown = No questionnaire opens with this code. Check the code; it may also have run out. If you have tried many times, wait a while.
refusal-attached-already = The questionnaire is attached to a matter already.
refusal-answers-do-not-fit = Something is wrong with the answers. Check them and send again.
refusal-safety-open = Ask about safety first and record what was done. Then you can close the matter.
refusal-safety-done = Safety has been asked about already. Load the page again.
start-questionnaire = Answer questions before the visit, without your name
