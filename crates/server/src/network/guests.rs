//! Who is in: connections are counted, all of them and by address. Whoever comes beyond a limit is
//! told so, and only if very many are being told, the door stays shut.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{Excess, Limits};

/// How many may be told at the same time that there is no room.
const TOLD_MAX: usize = 256;

/// The count of those who are in.
pub(super) struct Guests {
    room: Arc<Semaphore>,
    told: Arc<Semaphore>,
    by_address: Arc<Addresses>,
}

/// One who came in; leaving is dropping.
pub(super) struct Guest {
    excess: Option<Excess>,
    _room: OwnedSemaphorePermit,
    _address: Option<Place>,
}

struct Addresses {
    most: usize,
    count: Mutex<HashMap<IpAddr, usize>>,
}

struct Place {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Guests {
    pub(super) fn new(limits: &Limits) -> Self {
        let most = limits.max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            room: Arc::new(Semaphore::new(most)),
            told: Arc::new(Semaphore::new(TOLD_MAX)),
            by_address: Arc::new(Addresses {
                most: limits.max_connections_per_address,
                count: Mutex::default(),
            }),
        }
    }

    /// Lets somebody in, perhaps only to be told that there is no room; none when not even that.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Guest> {
        let told = |excess| {
            let room = Arc::clone(&self.told).try_acquire_owned().ok()?;
            Some(Guest { excess: Some(excess), _room: room, _address: None })
        };
        let Ok(place) = Addresses::take(&self.by_address, address) else {
            return told(Excess::Quota);
        };
        match Arc::clone(&self.room).try_acquire_owned() {
            Ok(room) => Some(Guest { excess: None, _room: room, _address: place }),
            Err(_) => told(Excess::Busy),
        }
    }
}

impl Guest {
    /// Why they are turned away, if they are.
    pub(super) fn excess(&self) -> Option<Excess> {
        self.excess
    }
}

impl Addresses {
    fn take(addresses: &Arc<Self>, address: IpAddr) -> Result<Option<Place>, ()> {
        if addresses.most == 0 {
            return Ok(None);
        }
        let address = one(address);
        let mut count = addresses.count.lock().unwrap_or_else(PoisonError::into_inner);
        let here = count.entry(address).or_default();
        if *here >= addresses.most {
            return Err(());
        }
        *here += 1;
        Ok(Some(Place { addresses: Arc::clone(addresses), address }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut count = self.addresses.count.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = count.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                count.remove(&self.address);
            }
        }
    }
}

/// A subscriber of IPv6 has at least a network of 64 bits to choose addresses from.
fn one(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guests(all: usize, each: usize) -> Guests {
        let limits =
            Limits { max_connections: all, max_connections_per_address: each, ..Limits::DEFAULT };
        Guests::new(&limits)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn whoever_leaves_makes_room() {
        let guests = guests(2, 0);
        let came = || guests.admit(address("192.0.2.1")).unwrap();
        let (one, other) = (came(), came());
        assert_eq!((one.excess(), other.excess()), (None, None));
        assert_eq!(came().excess(), Some(Excess::Busy));
        drop(one);
        assert_eq!(came().excess(), None);
    }

    #[test]
    fn one_address_does_not_take_the_room_of_all() {
        let guests = guests(100, 1);
        let came = |text| guests.admit(address(text)).unwrap();
        let first = came("2001:db8::1");
        assert_eq!(came("2001:db8::ffff:1").excess(), Some(Excess::Quota));
        let other = came("2001:db8:0:1::1");
        assert_eq!(other.excess(), None);
        drop(first);
        assert_eq!(came("2001:db8::2").excess(), None);
        let four = came("192.0.2.1");
        assert_eq!(four.excess(), None);
        assert_eq!(came("::ffff:192.0.2.1").excess(), Some(Excess::Quota));
    }

    #[test]
    fn not_everybody_can_be_told() {
        let guests = guests(1, 0);
        let _in = guests.admit(address("192.0.2.1"));
        let told: Vec<_> = (0..TOLD_MAX).map(|_| guests.admit(address("192.0.2.1"))).collect();
        assert!(told.iter().all(Option::is_some));
        assert!(guests.admit(address("192.0.2.1")).is_none());
    }
}
