### Choosing a time after the limit.

late-question = Why is the time after the limit?
late-question-client = If the time is after the statutory limit: why?
late-hint = Answer only if the time is marked “After the statutory limit”. Before the limit passes, look into buying the service or a voucher (Health Care Act, section 54).
late-after = This time is after the statutory limit, { $day }. You can choose it if it suits you better.
late-your-choice = A later time suits me better
late-your-own-professional = I want to meet this very professional
late-client-choice = The client wanted a later time
late-own-professional = The client waits for their own professional
late-none-earlier = No earlier time was found
refusal-late-reason-missing = The time is after the statutory limit. Choose why.
event-late = After the statutory limit: { $reason }
