//! RELTYPE: how two components are related.
//!
//! [RFC 5545 §3.2.15](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.15),
//! [RFC 9074 §7.1](https://www.rfc-editor.org/rfc/rfc9074#section-7.1),
//! [RFC 9253 §4](https://www.rfc-editor.org/rfc/rfc9253#section-4) and §5

use crate::vocabulary::vocabulary;

vocabulary! {
    /// RELTYPE, what the component that RELATED-TO names is to this one.
    /// [RFC 5545 §3.2.15](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.15),
    /// [RFC 9074 §7.1](https://www.rfc-editor.org/rfc/rfc9074#section-7.1),
    /// [RFC 9253 §4](https://www.rfc-editor.org/rfc/rfc9253#section-4) and §5
    pub enum RelType {
        /// It is above this one:
        Parent = "PARENT",
        /// It is below this one:
        Child = "CHILD",
        /// It is beside this one:
        Sibling = "SIBLING",
        /// The alarm that this one puts off (RFC 9074 §7.1):
        Snooze = "SNOOZE",
        /// It cannot start before this one is finished (RFC 9253 §4):
        FinishToStart = "FINISHTOSTART",
        /// It cannot be finished before this one is (RFC 9253 §4):
        FinishToFinish = "FINISHTOFINISH",
        /// It is finished when this one starts (RFC 9253 §4):
        StartToFinish = "STARTTOFINISH",
        /// It starts when this one starts (RFC 9253 §4):
        StartToStart = "STARTTOSTART",
        /// It is the first of the series (RFC 9253 §5):
        First = "FIRST",
        /// It is the next of the series (RFC 9253 §5):
        Next = "NEXT",
        /// This one depends on it (RFC 9253 §5):
        DependsOn = "DEPENDS-ON",
        /// All components with this REFID (RFC 9253 §5):
        RefId = "REFID",
        /// All components with this CONCEPT (RFC 9253 §5):
        Concept = "CONCEPT",
    }
    default Parent;
    unknown Parent;
}
