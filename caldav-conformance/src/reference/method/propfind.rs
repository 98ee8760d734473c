//! PROPFIND.

use caldav_types::calendar_data::CalendarData;
use caldav_types::message::{Reply, ReplyBody};
use caldav_types::multistatus::{Response, ResponseContent};
use caldav_types::property::{DataFormat, DavProperty};
use caldav_types::request::Propfind;
use caldav_types::server::propfind::{Wanted, decide};
use caldav_types::{Depth, Privilege};

use super::{Surroundings, content};
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};
use crate::reference::view::View;

pub(super) fn answer(
    server: &Server,
    call: &Call<'_>,
    depth: Depth,
    body: &Propfind,
) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let plan = decide(call.request, depth, body, around.target())?;
    let view = server.view(call);
    let root = plan.includes_root.then_some(&call.path);
    let below: Vec<_> = match plan.depth {
        Depth::Zero => Vec::new(),
        Depth::One => server.store.members(&call.path).map(|(path, _)| path).collect(),
        Depth::Infinity => server.store.below(&call.path).map(|(path, _)| path).collect(),
    };
    // Of what the user may not read, the name is not told either (RFC 4918 §9.1.1).
    let readable = below.into_iter().filter(|path| view.may(&Privilege::Read, path));
    let with_data = server.has(Fault::AllpropWithCalendarData) && matches!(body, Propfind::AllProp { .. });
    let mut reply =
        plan.answer(root.into_iter().chain(readable).map(|path| properties(&view, path, &plan.wanted)));
    if let (true, ReplyBody::Multistatus(body)) = (with_data, &mut reply.body) {
        body.responses.iter_mut().for_each(|response| add_calendar_data(server, call, response));
    }
    Ok(reply)
}

/// What a faulty server says of an object besides.
fn add_calendar_data(server: &Server, call: &Call<'_>, response: &mut Response) {
    let path = Path::of(&response.href, &call.request.target);
    let content = server.store.get(&path).map(content::content_of);
    if let (Some(content), ResponseContent::Propstats(propstats)) = (content, &mut response.content)
        && let (true, Some(propstat)) = (content.is_calendar(), propstats.first_mut())
    {
        let text = String::from_utf8_lossy(&content.octets).into_owned();
        let data = CalendarData { format: DataFormat::icalendar(), text };
        propstat.properties.push(DavProperty::CalendarData(data));
    }
}

/// The properties of a resource that are wanted.
pub(super) fn properties(
    view: &View<'_>,
    path: &Path,
    wanted: &Wanted,
) -> caldav_types::server::ResourceProperties {
    view.properties(path, &|name| wanted.is_of_names() || wanted.needs(name))
}
