-- Since when somebody has to ask about safety, in milliseconds since 1970; empty once it is done.
ALTER TABLE case_row ADD COLUMN safety_since INTEGER;
-- The cases of a unit in which somebody has to ask about safety.
CREATE INDEX case_row_safety ON case_row (owner_unit, safety_since) WHERE safety_since IS NOT NULL;
