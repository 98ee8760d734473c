// A second client (tsdav) sees what another one left.
// usage: TSDAV=... node second_look.mjs BASE_URL USER PASSWORD CALENDAR SUMMARY
import { createRequire } from 'node:module';
const { DAVClient } = createRequire(import.meta.url)(process.env.TSDAV);
const [serverUrl, username, password, name, summary] = process.argv.slice(2);
const client = new DAVClient({
  serverUrl, credentials: { username, password }, authMethod: 'Basic', defaultAccountType: 'caldav',
});
await client.login();
const calendar = (await client.fetchCalendars()).find((each) => each.url.includes(name));
const objects = calendar ? await client.fetchCalendarObjects({ calendar }) : [];
if (objects.length !== 1 || !objects[0].data.includes(`SUMMARY:${summary}`)) {
  console.error(`expected one object "${summary}", found ${JSON.stringify(objects)}`);
  process.exit(1);
}
console.log(`ok a second client sees "${summary}"`);
await client.deleteObject({ url: calendar.url });
