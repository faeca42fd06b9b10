//! Reads the part of `FHIRPath` that R4's search parameters are written in.

/// One of the alternatives of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Path {
    /// The type that it begins at.
    pub(super) root: String,
    /// What follows.
    pub(super) segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Segment {
    /// `.name`
    Member(String),
    /// `as Type`, `.as(Type)`, `.ofType(Type)`
    As(String),
    /// `.where(member='text')`
    WhereEquals(String, String),
    /// `.where(resolve() is Type)`
    WhereResolves(String),
    /// `exists() and … != false` of the same path
    IsPresent,
}

/// Reads a whole expression into its alternatives; an error names what is not understood.
pub(super) fn parse(expression: &str) -> Result<Vec<Path>, String> {
    if let Some((left, right)) = expression.split_once(" and ") {
        let path = left.trim().strip_suffix(".exists()");
        let negated = right.trim().strip_suffix("!= false").map(str::trim);
        return match path {
            Some(path) if Some(path) == negated => {
                let mut path = parse_path(path)?;
                path.segments.push(Segment::IsPresent);
                Ok(vec![path])
            }
            _ => Err(format!("“and” in {expression}")),
        };
    }
    expression.split('|').map(|alternative| parse_alternative(alternative.trim())).collect()
}

fn parse_alternative(text: &str) -> Result<Path, String> {
    let Some(inner) = text.strip_prefix('(') else {
        return match text.split_once(" as ") {
            Some((path, kind)) => cast(path, kind),
            None => parse_path(text),
        };
    };
    let (inner, rest) = inner.split_once(')').ok_or_else(|| format!("bracket in {text}"))?;
    let (path, kind) = inner.split_once(" as ").ok_or_else(|| format!("bracket in {text}"))?;
    let mut path = cast(path, kind)?;
    if !rest.is_empty() {
        let rest = rest.strip_prefix('.').ok_or_else(|| format!("bracket in {text}"))?;
        parse_segments(rest, &mut path.segments)?;
    }
    Ok(path)
}

fn cast(path: &str, kind: &str) -> Result<Path, String> {
    let mut path = parse_path(path.trim())?;
    path.segments.push(Segment::As(kind.trim().to_owned()));
    Ok(path)
}

fn parse_path(text: &str) -> Result<Path, String> {
    let (root, rest) = text.split_once('.').unwrap_or((text, ""));
    if root.is_empty() || !root.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("root of {text}"));
    }
    let mut segments = Vec::new();
    if !rest.is_empty() {
        parse_segments(rest, &mut segments)?;
    }
    Ok(Path { root: root.to_owned(), segments })
}

fn parse_segments(text: &str, segments: &mut Vec<Segment>) -> Result<(), String> {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return Err(format!("“{rest}”"));
        }
        rest = match after.strip_prefix('(') {
            None => {
                segments.push(Segment::Member(name.to_owned()));
                after
            }
            Some(after) => {
                let close = closing(after).ok_or_else(|| format!("bracket in {text}"))?;
                let (argument, after) = after.split_at(close);
                segments.push(function(name, argument)?);
                after.strip_prefix(')').unwrap_or(after)
            }
        };
        rest = match rest.strip_prefix('.') {
            Some(rest) => rest,
            None if rest.is_empty() => rest,
            None => return Err(format!("“{rest}”")),
        };
    }
    Ok(())
}

/// Where the bracket that is open at the start closes.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    text.char_indices().find_map(|(at, letter)| {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

fn function(name: &str, argument: &str) -> Result<Segment, String> {
    let unknown = || format!("{name}({argument})");
    match name {
        "as" | "ofType" => Ok(Segment::As(argument.to_owned())),
        "where" => {
            if let Some(kind) = argument.strip_prefix("resolve() is ") {
                return Ok(Segment::WhereResolves(kind.trim().to_owned()));
            }
            let (member, text) = argument.split_once('=').ok_or_else(unknown)?;
            let text = text.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            let text = text.ok_or_else(unknown)?;
            Ok(Segment::WhereEquals(member.trim().to_owned(), text.to_owned()))
        }
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Segment {
        Segment::Member(name.to_owned())
    }

    fn one(expression: &str) -> Vec<Segment> {
        let mut paths = parse(expression).unwrap();
        assert_eq!(paths.len(), 1);
        paths.remove(0).segments
    }

    #[test]
    fn the_forms_that_r4_uses_are_read() {
        assert_eq!(one("Patient.name.family"), [member("name"), member("family")]);
        let cast = Segment::As("Quantity".to_owned());
        let value = [member("value"), cast];
        assert_eq!(one("(Observation.value as Quantity)"), value);
        assert_eq!(one("Observation.value as Quantity"), value);
        assert_eq!(one("Observation.value.as(Quantity)"), value);
        assert_eq!(one("Observation.value.ofType(Quantity)"), value);
        assert_eq!(one("(Observation.value as Quantity).unit").last(), Some(&member("unit")));
        assert_eq!(
            one("Appointment.participant.actor.where(resolve() is Patient)").last(),
            Some(&Segment::WhereResolves("Patient".to_owned()))
        );
        assert_eq!(
            one("Patient.telecom.where(system='phone')").last(),
            Some(&Segment::WhereEquals("system".to_owned(), "phone".to_owned()))
        );
        let present = one("Patient.deceased.exists() and Patient.deceased != false");
        assert_eq!(present, [member("deceased"), Segment::IsPresent]);
        assert_eq!(parse("A.b | (C.d as e)").unwrap().len(), 2);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for expression in
            ["", "Bundle.entry[0].resource", "A.b.count()", "(A.b", "A.where(x)", "A..b"]
        {
            assert!(parse(expression).is_err(), "{expression}");
        }
    }
}
