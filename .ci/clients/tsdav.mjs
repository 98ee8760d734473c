// tsdav: discover, create, read, change, query, synchronize and delete; each answer is compared.
// usage: TSDAV=... node tsdav.mjs BASE_URL USER PASSWORD
import { isDeepStrictEqual } from 'node:util';
import { createRequire } from 'node:module';
const { DAVClient, DAVNamespaceShort } = createRequire(import.meta.url)(process.env.TSDAV);
const [serverUrl, username, password] = process.argv.slice(2);

const check = (what, found, expected) => {
  if (!isDeepStrictEqual(found, expected)) {
    console.error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
    process.exit(1);
  }
  console.log('ok', what);
};
const event = (uid, ...lines) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example Corp.//Clients//EN',
  'BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const summaries = (objects) => objects.flatMap((each) => [...each.data.matchAll(/^SUMMARY:(.*?)\r?$/gm)].map((m) => m[1])).sort();

const client = new DAVClient({
  serverUrl, credentials: { username, password }, authMethod: 'Basic', defaultAccountType: 'caldav',
});
await client.login();
const named = async (name) => (await client.fetchCalendars()).find((each) => each.url.endsWith(`/${name}/`));
const make = async (name) => {
  const url = new URL(`${name}/`, client.account.homeUrl).href;
  const made = await client.makeCalendar({ url, props: { [`${DAVNamespaceShort.DAV}:displayname`]: name } });
  check(`make ${name}`, made[0]?.status, 201);
  return named(name);
};
const create = async (calendar, filename, iCalString) =>
  (await client.createCalendarObject({ calendar, filename, iCalString })).status;

const calendar = await make('tsdav-probe');
check('its name', calendar.displayName, 'tsdav-probe');
check('create', await create(calendar, 'one.ics',
  event('ts1', 'DTSTART:20270203T080000Z', 'DTEND:20270203T090000Z', 'SUMMARY:one', 'RRULE:FREQ=DAILY;COUNT=4')), 201);
check('create another', await create(calendar, 'two.ics',
  event('ts2', 'DTSTART:20270301T080000Z', 'DURATION:PT2H', 'SUMMARY:two')), 201);
check('create over one (If-None-Match)', await create(calendar, 'two.ics',
  event('ts2', 'DTSTART:20270301T080000Z', 'DURATION:PT2H', 'SUMMARY:again')), 412);

const february = { start: '2027-02-05T00:00:00Z', end: '2027-02-28T00:00:00Z' };
check('in a window', summaries(await client.fetchCalendarObjects({ calendar, timeRange: february })), ['one']);
check('expanded', summaries(await client.fetchCalendarObjects({ calendar, expand: true, timeRange: february })), ['one', 'one']);
const all = await client.fetchCalendarObjects({ calendar });
check('all', summaries(all), ['one', 'two']);

const one = all.find((each) => each.url.endsWith('one.ics'));
const changed = { ...one, data: one.data.replace('SUMMARY:one', 'SUMMARY:changed') };
check('change', (await client.updateCalendarObject({ calendarObject: changed })).ok, true);
check('change by a tag of before', (await client.updateCalendarObject({ calendarObject: changed })).status, 412);
const synced = await client.smartCollectionSync({
  collection: { ...calendar, objects: [], objectMultiGet: client.calendarMultiGet.bind(client) },
  method: 'webdav', account: client.account, detailedResult: true,
});
check('what is new by sync-collection', synced.objects.created.map((each) => each.url.split('/').pop()).sort(),
  ['one.ics', 'two.ics']);
const two = all.find((each) => each.url.endsWith('two.ics'));
check('delete', (await client.deleteCalendarObject({ calendarObject: two })).ok, true);
const gone = await client.syncCollection({
  url: calendar.url, props: { [`${DAVNamespaceShort.DAV}:getetag`]: {} }, syncLevel: 1, syncToken: synced.syncToken,
});
check('what is gone by sync-collection', gone.map((each) => [each.href.split('/').pop(), each.status]).sort(),
  [['two.ics', 404]]);
const busy = await client.freeBusyQuery({ url: calendar.url, timeRange: february });
check('busy', busy?.status ?? busy?.[0]?.status, 200);
check('delete the calendar', (await client.deleteObject({ url: calendar.url })).ok, true);
check('it is gone', await named('tsdav-probe'), undefined);

const kept = await make('tsdav-kept');
check('create one to keep', await create(kept, 'kept.ics',
  event('kept', 'DTSTART:20270203T080000Z', 'DURATION:PT1H', 'SUMMARY:kept by tsdav')), 201);
