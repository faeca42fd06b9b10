-- The search index over FHIR resources, received and rendered. All of it is derived and rebuildable,
-- except the two small registers of names, which keep their numbers.

-- Search parameters by number, so that an index row needs no text for them.
CREATE TABLE search_parameter (
    -- Small number that index rows point with; never reused.
    id INTEGER PRIMARY KEY,
    -- The resource type.
    rtype TEXT NOT NULL,
    -- The parameter's code; empty for the type itself.
    name TEXT NOT NULL,
    UNIQUE (rtype, name)
) STRICT;

-- Code and identifier systems by number.
CREATE TABLE search_system (
    -- Small number that index rows point with; 0 stands for no system and has no row.
    id INTEGER PRIMARY KEY,
    -- The system's URI.
    uri TEXT NOT NULL UNIQUE
) STRICT;

-- The current version of each resource.
CREATE TABLE resource (
    -- The type, as the number of its nameless parameter.
    rtype INTEGER NOT NULL,
    -- The number index rows point with: the stream's number times 4096, and the place in the stream.
    handle INTEGER NOT NULL,
    -- The logical id.
    id TEXT NOT NULL,
    -- The current version.
    version INTEGER NOT NULL,
    -- When it last changed, in milliseconds since 1970.
    last_updated INTEGER NOT NULL,
    -- Whether the current version is a deletion.
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    -- The stream it is read from.
    stream INTEGER NOT NULL,
    PRIMARY KEY (rtype, handle)
) STRICT, WITHOUT ROWID;
-- Reads by type and id.
CREATE UNIQUE INDEX resource_by_id ON resource (rtype, id);
-- Lists by time of change.
CREATE INDEX resource_by_last_updated ON resource (rtype, last_updated, handle);

-- Codes, identifiers, booleans.
CREATE TABLE search_token (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The code or identifier value.
    code TEXT NOT NULL,
    -- The resource.
    handle INTEGER NOT NULL,
    -- The system, 0 for none.
    system INTEGER NOT NULL,
    PRIMARY KEY (parameter, code, handle, system)
) STRICT, WITHOUT ROWID;

-- Names and other text.
CREATE TABLE search_text (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The resource.
    handle INTEGER NOT NULL,
    -- The text as folded for search.
    folded TEXT NOT NULL,
    -- The text as it was given.
    exact TEXT NOT NULL,
    PRIMARY KEY (parameter, handle, folded, exact)
) STRICT, WITHOUT ROWID;
-- Found by the beginning of the folded text.
CREATE INDEX search_text_by_folded ON search_text (parameter, folded, handle);

-- Dates, instants and periods, as the first and the last millisecond they cover.
CREATE TABLE search_date (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The resource.
    handle INTEGER NOT NULL,
    -- The first millisecond since 1970.
    low INTEGER NOT NULL,
    -- The last millisecond since 1970.
    high INTEGER NOT NULL,
    PRIMARY KEY (parameter, handle, low, high)
) STRICT, WITHOUT ROWID;
-- Found by when it begins.
CREATE INDEX search_date_by_low ON search_date (parameter, low, high, handle);
-- Found by when it ends.
CREATE INDEX search_date_by_high ON search_date (parameter, high, low, handle);

-- References to other resources.
CREATE TABLE search_reference (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The logical id of the target, or its whole URL.
    target TEXT NOT NULL,
    -- The resource that refers.
    handle INTEGER NOT NULL,
    -- The type of the target, empty when it isn't known.
    rtype TEXT NOT NULL,
    PRIMARY KEY (parameter, target, handle, rtype)
) STRICT, WITHOUT ROWID;

-- Numbers and quantities, as the range their precision covers.
CREATE TABLE search_number (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The resource.
    handle INTEGER NOT NULL,
    -- The lowest value.
    low REAL NOT NULL,
    -- The highest value.
    high REAL NOT NULL,
    -- The unit's code, empty for a bare number.
    code TEXT NOT NULL,
    -- The unit's system, 0 for none.
    system INTEGER NOT NULL,
    PRIMARY KEY (parameter, handle, low, high, code, system)
) STRICT, WITHOUT ROWID;
-- Found by value.
CREATE INDEX search_number_by_low ON search_number (parameter, low, high, handle);

-- URIs: profiles, canonical URLs.
CREATE TABLE search_uri (
    -- The parameter.
    parameter INTEGER NOT NULL,
    -- The URI.
    uri TEXT NOT NULL,
    -- The resource.
    handle INTEGER NOT NULL,
    PRIMARY KEY (parameter, uri, handle)
) STRICT, WITHOUT ROWID;
