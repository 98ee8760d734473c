//! What is looked up in the domain name system.
//!
//! [RFC 6764 §3](https://www.rfc-editor.org/rfc/rfc6764#section-3),
//! [§4](https://www.rfc-editor.org/rfc/rfc6764#section-4)

/// A question to the domain name system.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lookup {
    /// The name, such as `_caldavs._tcp.example.com`.
    pub name: String,
    /// The type of record.
    pub kind: LookupKind,
}

/// A type of record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LookupKind {
    /// Where the service is.
    Srv,
    /// Its context path, as `path=/dav`.
    Txt,
}

/// The answer to a [`Lookup`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LookupAnswer {
    /// Services.
    Srv(Vec<Service>),
    /// Texts.
    Txt(Vec<String>),
    /// There is no such record, or no answer.
    Nothing,
}

/// Where a service is ([RFC 2782](https://www.rfc-editor.org/rfc/rfc2782)).
///
/// The one record whose host is `.` says that the domain has no such service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// Lower ones come first.
    pub priority: u16,
    /// Among those of the same priority, higher ones are the likelier to come first.
    pub weight: u16,
    /// The host; `.` says that there is no service.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Service {
    /// In the order in which they are to be tried. Without a random number the heaviest of a priority comes first.
    pub(super) fn in_order(mut services: Vec<Self>, random: Option<u64>) -> Vec<Self> {
        services.sort_by_key(|service| (service.priority, std::cmp::Reverse(service.weight)));
        let Some(mut random) = random else { return services };
        // As RFC 2782 has it, those without weight stand first, so that they have a small chance too.
        services.sort_by_key(|service| (service.priority, service.weight));
        let mut ordered = Vec::with_capacity(services.len());
        while let Some(first) = services.first() {
            let priority = first.priority;
            let weights = || {
                services.iter().take_while(|one| one.priority == priority).map(|one| u64::from(one.weight))
            };
            let chosen = next(&mut random) % (weights().sum::<u64>() + 1);
            let mut running = 0;
            let place = weights().position(|weight| {
                running += weight;
                running >= chosen
            });
            ordered.push(services.remove(place.unwrap_or_default()));
        }
        ordered
    }

    /// Is it the record that says that there is none?
    pub(super) fn is_none(&self) -> bool {
        self.host.trim_end_matches('.').is_empty()
    }
}

/// The next number of a sequence that looks random: splitmix64.
const fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
