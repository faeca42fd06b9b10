### Making contact.

start-title = Tell us once
start-lead = Get in touch with health services when it suits you. A professional assesses your matter, and you always see what happens next, by when at the latest, and who is responsible.
start-contact = Get in touch
start-sign-in = My matters
start-steps = How your matter moves on
start-step-1 = You tell us in your own words
start-step-1-text = You can tell about several matters at once. It takes about five minutes.
start-step-2 = A professional assesses the need for care
start-step-2-text = If you get in touch on a weekday during office hours, the assessment is made the same day.
start-step-3 = You get advice or choose a time
start-step-3-text = You also see by which day the law says care must take place.
start-call = You can also call
start-call-text = You get the same help by phone at
urgent-title = Do you need help at once?
urgent-112 = Emergency number: life or health is in danger
urgent-116117 = Medical Helpline: advice in urgent matters, every day, around the clock
contact-matter-title = What is the matter?
contact-matter-another = What is the other matter?
contact-matter-lead = Tell one matter at a time. You can add others next.
contact-topic = What is it about?
contact-words = Describe your matter in your own words
contact-words-hint = Tell what troubles you, when it began and what you hope for. Do not write identity numbers.
contact-fault-topic = Choose what the matter is about
contact-fault-words = Describe your matter in a few words
contact-fault-long = The text is too long. At most { $most } characters fit
contact-matters-title = { $count ->
        [one] You told us one matter
       *[other] You told us { $count } matters
    }
contact-another = Do you have other matters?
contact-another-hint = Each matter is handled on its own, so that nothing is forgotten.
contact-another-yes = Yes, I will add a matter
contact-another-no = No, that is all
contact-fault-another = Choose whether you have other matters
contact-urgent-title = Is any of these true right now?
contact-urgent-lead = In these situations help is needed at once, not by message.
sign-chest = Severe or crushing chest pain
sign-breath = Difficulty breathing
sign-stroke = Sudden trouble speaking, a drooping face, or weakness in an arm or leg
sign-consciousness = Reduced consciousness or seizures
sign-bleeding = Heavy bleeding or a serious injury
sign-allergy = Swelling of the face or throat, or a severe allergic reaction
sign-pain = Sudden, unbearable pain
sign-self-harm = Thoughts of harming yourself or someone else
contact-urgent-question = Do you, or the one this is about, have any of these?
contact-urgent-none = None of these
contact-urgent-some = Yes, one of these
contact-urgent-unsure = If you are not sure, call the Medical Helpline
contact-fault-signs = Choose whether any of these is true
contact-help-title = Call now
contact-help-lead = Do not wait for an answer online. On the phone you get instructions at once.
contact-help-call = Call 112
contact-help-after = When the situation has been dealt with
contact-help-after-text = What you told us is kept. You can still send it if help has been given.
contact-help-continue = Go on with the contact
contact-reach-title = How do we reach you?
contact-reach = How do you want the answer?
reach-phone = Somebody calls me
reach-message = I get a message in this service
reach-message-hint = You see the message when you sign in.
contact-phone = Telephone number
contact-phone-hint = For example 040 123 4567. The caller’s number may be hidden.
contact-language = Service language
contact-language-hint = You have the right to service in Finnish or Swedish; English is given where possible.
contact-fault-reach = Choose how you want the answer
contact-fault-phone = Enter the number we should call
contact-fault-phone-form = Enter the telephone number in digits, for example 040 123 4567
contact-fault-language = Choose the service language
contact-check-title = Check before sending
contact-check-matters = { $count ->
        [one] Your matter
       *[other] Your matters
    }
contact-check-reach = Contact details
contact-check-sign-in = You need to sign in to send. What you have written is kept.
contact-check-sign-in-send = Sign in and send
contact-check-send = Send
contact-done-title = { $count ->
        [one] Your matter has been received
       *[other] Your matters have been received
    }
contact-done-reference = Reference:
contact-done-today = Today
contact-done-by = At the latest { $day }
contact-done-assess = A professional reads what you told us and assesses the need for care and its urgency.
contact-done-phone = We call { $phone }
contact-done-call = { $window }: we call { $phone }
contact-done-message = You get a message in this service
contact-done-how = Service language: { $language }
contact-done-then = You get advice or choose a time
contact-done-then-text = If you need an appointment, you see the free times right after the assessment.
contact-done-matters = { $count ->
        [one] Follow your matter
       *[other] Follow your matters
    }
contact-done-worse = If you get worse,
contact-done-worse-text = do not wait: call the Medical Helpline 116 117, or 112 in an emergency.
