-- When a free time was last given up, or an offer of it ended, in milliseconds since 1970.
ALTER TABLE slot_row ADD COLUMN freed_at BIGINT;
-- The times that were given up.
CREATE INDEX slot_row_freed ON slot_row (freed_at) WHERE freed_at IS NOT NULL;

-- One client on the waiting list, or with an offer to answer.
CREATE TABLE waiting_row (
    -- For which case.
    case_id TEXT COLLATE "C" NOT NULL,
    -- Whose.
    person TEXT COLLATE "C" NOT NULL,
    -- The unit that answers for the case.
    unit TEXT COLLATE "C" NOT NULL,
    -- Whom the client needs to meet.
    profession TEXT COLLATE "C" NOT NULL,
    -- Whether a time is booked inside the lawful limit: 0 or 1.
    secured BIGINT NOT NULL,
    -- The last lawful day, as 2026-11-26.
    due_on TEXT COLLATE "C",
    -- How soon, by the assessment.
    urgency TEXT COLLATE "C",
    -- Since when the client waits, in milliseconds since 1970.
    since BIGINT NOT NULL,
    -- The units that suit, with a space around each; any without.
    wish_units TEXT COLLATE "C",
    -- Whether a time at a unit suits: 0 or 1.
    wish_on_site BIGINT NOT NULL,
    -- Whether a time by telephone suits: 0 or 1.
    wish_phone BIGINT NOT NULL,
    -- Whether a time by video suits: 0 or 1.
    wish_video BIGINT NOT NULL,
    -- The language that the professional has to serve in.
    wish_language TEXT COLLATE "C",
    -- The first day that suits, as 2026-11-26.
    wish_from TEXT COLLATE "C",
    -- The last day that suits, as 2026-11-26.
    wish_until TEXT COLLATE "C",
    -- So many hours before it begins the client has to know.
    notice_hours BIGINT NOT NULL,
    -- The booked time, in milliseconds since 1970.
    booked_for BIGINT,
    -- The offer to be answered.
    offer TEXT COLLATE "C",
    -- Whose time is offered.
    offer_professional TEXT COLLATE "C",
    -- On which day of the calendar, as 2026-11-26.
    offer_on TEXT COLLATE "C",
    -- When it begins, in milliseconds since 1970.
    offer_start_at BIGINT,
    -- Until when it is held, in milliseconds since 1970.
    offer_until_at BIGINT,
    -- The one unit that suits; empty when any or several do.
    wish_unit TEXT COLLATE "C" NOT NULL,
    -- The last lawful day, and a day far away without one.
    due_order TEXT COLLATE "C" NOT NULL,
    -- The urgency as a number, the most urgent first.
    urgency_order BIGINT NOT NULL
);
-- One row for each case.
CREATE UNIQUE INDEX waiting_row_by_case ON waiting_row (case_id);
-- The line for a profession.
CREATE INDEX waiting_row_in_line
    ON waiting_row (profession, secured, due_order, urgency_order, since, case_id);
-- The line for a time at a unit: those who want it there, and those who may.
CREATE INDEX waiting_row_for_unit
    ON waiting_row (profession, wish_unit, secured, due_order, urgency_order, since, case_id);
-- The line of a unit.
CREATE INDEX waiting_row_by_unit
    ON waiting_row (unit, secured, due_order, urgency_order, since, case_id);
-- The offers that end.
CREATE INDEX waiting_row_offered ON waiting_row (offer_until_at) WHERE offer_until_at IS NOT NULL;
