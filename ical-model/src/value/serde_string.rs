//! Values as strings of serde: the text on the wire.
//!
//! A time in a time zone is written with it, in the notation of RFC 5545 §3.3.5:
//! `TZID=America/New_York:19980119T020000`. Reading is lenient.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{
    Binary, Boolean, CalAddress, Date, DateOrDateTime, DateTime, Duration, Float, Integer, Period, Recur,
    Rscale, Text, Time, TzId, Uid, Uri, UtcOffset, ValueError, ValueType, XmlReference,
};

macro_rules! as_text {
    ($($type:ty),* $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Reader::new(str::parse))
            }
        }
    )*};
}

macro_rules! as_borrowed_text {
    ($($type:ident),* $(,)?) => {$(
        impl Serialize for $type<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type<'_> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Reader::new(str::parse::<$type<'static>>))
            }
        }
    )*};
}

macro_rules! as_zoned_text {
    ($($type:ident: $tzid:expr),* $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let tzid: fn(&Self) -> Option<&TzId> = $tzid;
                match tzid(self) {
                    None => serializer.collect_str(self),
                    Some(tzid) => serializer.collect_str(&format_args!("{TZID}{tzid}:{self}")),
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Reader::new(|text: &str| {
                    // The text of a time has no colon, the name of a time zone may have.
                    match text.strip_prefix(TZID).and_then(|text| text.rsplit_once(':')) {
                        None => text.parse(),
                        Some((tzid, text)) => text.parse::<$type>().map(|value| value.with_tzid(tzid.into())),
                    }
                }))
            }
        }
    )*};
}

as_text!(Binary, Boolean, Date, Duration, Float, Integer, Recur, Rscale, UtcOffset, ValueType);
as_borrowed_text!(CalAddress, Text, Uid, Uri, XmlReference);
as_zoned_text!(
    DateTime: Self::tzid,
    DateOrDateTime: Self::tzid,
    Period: Self::tzid,
    Time: |time| time.form().tzid(),
);

impl Serialize for TzId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for TzId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Reader::new(|name: &str| Ok(Self::from(name))))
    }
}

/// Takes a string and reads it by `read`.
struct Reader<T, F> {
    read: F,
    value: PhantomData<T>,
}

impl<T, F: FnOnce(&str) -> Result<T, ValueError>> Reader<T, F> {
    const fn new(read: F) -> Self {
        Self { read, value: PhantomData }
    }
}

impl<T, F: FnOnce(&str) -> Result<T, ValueError>> Visitor<'_> for Reader<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of an iCalendar value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(E::custom)
    }
}

const TZID: &str = "TZID=";

#[cfg(test)]
mod tests {
    use core::fmt::Debug;

    use proptest::prelude::*;
    use serde::de::DeserializeOwned;

    use super::*;

    fn same<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: &T) {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(serde_json::from_str::<T>(&json).unwrap_or_else(|_| panic!("{json}")), *value, "{json}");
    }

    #[test]
    fn values_are_the_text_on_the_wire() {
        let date: Date = "19970714".parse().unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), "\"19970714\"");
        let text = Text::new("a,b\n").unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""a\\,b\\n""#);
        let local: DateTime = "19980119T020000".parse().unwrap();
        let zoned = local.with_tzid(TzId::from("America/New_York"));
        let json = "\"TZID=America/New_York:19980119T020000\"";
        assert_eq!(serde_json::to_string(&zoned).unwrap(), json);
        assert_eq!(serde_json::from_str::<DateTime>(json).unwrap(), zoned);
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let error = serde_json::from_str::<Date>("\"19970229\"").unwrap_err();
        assert!(error.to_string().contains("does not exist"), "{error}");
        assert!(serde_json::from_str::<Date>("19970228").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn values_come_back(
            binary in any::<Binary>(), boolean in any::<Boolean>(), address in any::<CalAddress<'static>>(),
            date in any::<Date>(), date_time in any::<DateTime>(), either in any::<DateOrDateTime>(),
            duration in any::<Duration>(), float in any::<Float>(), integer in any::<Integer>(),
            period in any::<Period>(), recur in any::<Recur>(), text in any::<Text<'static>>(),
        ) {
            same(&binary);
            same(&boolean);
            same(&address);
            same(&date);
            same(&date_time);
            same(&either);
            same(&duration);
            same(&float);
            same(&integer);
            same(&period);
            same(&recur);
            same(&text);
        }

        #[test]
        fn further_values_come_back(
            time in any::<Time>(), uid in any::<Uid<'static>>(), uri in any::<Uri<'static>>(),
            offset in any::<UtcOffset>(), reference in any::<XmlReference<'static>>(),
            value_type in any::<ValueType>(), tzid in any::<TzId>(), rscale in any::<Rscale>(),
        ) {
            same(&time);
            same(&uid);
            same(&uri);
            same(&offset);
            same(&reference);
            same(&value_type);
            same(&tzid);
            same(&rscale);
        }
    }
}
