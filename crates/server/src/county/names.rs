//! Names of the demo county's people, common in each language and cohort; they mean nobody.

use serde::Deserialize;

use super::random::Dice;

/// The language that a name comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// Finnish.
    Finnish,
    /// Swedish.
    Swedish,
    /// Another language.
    Other,
}

/// Whose given names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sex {
    /// Women's.
    Woman,
    /// Men's.
    Man,
}

/// All names.
pub(super) struct Names {
    finnish: Pool,
    swedish: Pool,
    other: Pool,
}

struct Pool {
    family: Vec<String>,
    cohorts: Vec<Cohort>,
}

struct Cohort {
    from: i16,
    women: Vec<String>,
    men: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fi: PoolEntry,
    sv: PoolEntry,
    other: PoolEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PoolEntry {
    family: String,
    given: Vec<CohortEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CohortEntry {
    from: i16,
    women: String,
    men: String,
}

impl Names {
    /// The names that the binary carries.
    pub(super) fn embedded() -> anyhow::Result<Self> {
        Self::parse(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../content/county/names.toml"
        )))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let file: File = toml::from_str(text)?;
        Ok(Self {
            finnish: Pool::new(&file.fi)?,
            swedish: Pool::new(&file.sv)?,
            other: Pool::new(&file.other)?,
        })
    }

    fn pool(&self, origin: Origin) -> &Pool {
        match origin {
            Origin::Finnish => &self.finnish,
            Origin::Swedish => &self.swedish,
            Origin::Other => &self.other,
        }
    }

    /// A family name.
    pub(super) fn family(&self, dice: &mut Dice, origin: Origin) -> String {
        dice.pick_common(&self.pool(origin).family).cloned().unwrap_or_default()
    }

    /// Given names for a year of birth: mostly two.
    pub(super) fn given(&self, dice: &mut Dice, origin: Origin, sex: Sex, born: i16) -> String {
        let pool = self.pool(origin);
        let cohort = pool.cohorts.iter().rev().find(|cohort| cohort.from <= born);
        let names = match (cohort, sex) {
            (Some(cohort), Sex::Woman) => &*cohort.women,
            (Some(cohort), Sex::Man) => &*cohort.men,
            (None, _) => &[],
        };
        let first = dice.pick(names).cloned().unwrap_or_default();
        match dice.pick(names) {
            Some(second) if *second != first && dice.chance(0.8) => format!("{first} {second}"),
            _ => first,
        }
    }
}

impl Pool {
    fn new(entry: &PoolEntry) -> anyhow::Result<Self> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let family = words(&entry.family);
        let cohorts: Vec<Cohort> = entry
            .given
            .iter()
            .map(|cohort| Cohort {
                from: cohort.from,
                women: words(&cohort.women),
                men: words(&cohort.men),
            })
            .collect();
        let complete = cohorts.iter().all(|cohort| cohort.women.len() > 3 && cohort.men.len() > 3);
        anyhow::ensure!(family.len() > 3 && complete, "a list of names is too short");
        anyhow::ensure!(cohorts.is_sorted_by_key(|cohort| cohort.from), "cohorts stand in order");
        Ok(Self { family, cohorts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_language_and_cohort() {
        let names = Names::embedded().unwrap();
        let mut dice = Dice::new(1, "names");
        let old = names.given(&mut dice, Origin::Finnish, Sex::Woman, 1931);
        let first = old.split(' ').next().unwrap();
        let cohort = &names.finnish.cohorts[0];
        assert!(cohort.women.iter().any(|name| name == first), "{old}");
        let family = names.family(&mut dice, Origin::Swedish);
        assert!(names.swedish.family.contains(&family));
    }

    #[test]
    fn everybody_has_a_name_whatever_the_year() {
        let names = Names::embedded().unwrap();
        let mut dice = Dice::new(1, "names");
        for origin in [Origin::Finnish, Origin::Swedish, Origin::Other] {
            for born in [1899 + 1, 1944, 1970, 2026] {
                assert!(!names.given(&mut dice, origin, Sex::Man, born).is_empty());
            }
        }
    }
}
