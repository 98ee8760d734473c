//! What stands on the command line.

use std::path::PathBuf;

use caldav_conformance::reference::Fault;
use caldav_conformance::{CheckOptions, Profile};
use caldav_types::CollectionLimits;
use caldav_types::shaping::ShapingBudget;
use chrono::{DateTime, Utc};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use ical_model::recurrence::Budget;
use ical_model::value::DateOrDateTime;

/// Checks calendar files against RFC 4791 (CalDAV), RFC 5545 (iCalendar) and its extensions.
#[derive(Debug, Parser)]
#[command(name = "caldav-conformance", version, after_help = EXIT_STATUS, subcommand_required = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check calendar files by the rules.
    ///
    /// Files are reported in the order of the paths, those of a folder in the order of their names. A file that cannot
    /// be opened or read is told on the standard error and is an error "unreadable" of the report; the others are
    /// checked all the same, and the exit status is 2.
    #[command(after_help = EXIT_STATUS)]
    Check(Check),
    /// Split a stream into calendar object resources, one UID each (RFC 4791 section 4.1).
    ///
    /// Master and overrides of one UID stay together; each object gets the time zones that it uses, and no METHOD. The
    /// paths written are printed. A file that is there already is never overwritten, and what goes into no object is told
    /// on the standard error; either makes the exit status 1.
    #[command(after_help = EXIT_STATUS)]
    Split(Split),
    /// Convert between iCalendar, jCal (RFC 7265) and xCal (RFC 6321).
    ///
    /// What is read may be any of them. An iCalendar file converted to iCalendar comes out byte for byte.
    #[command(after_help = EXIT_STATUS)]
    Convert(Convert),
    /// Tell when the events, to-dos and journal entries of a file happen.
    ///
    /// Masters and overrides of one UID are one series. What is printed is sorted by start over all series of the file.
    /// Times are those of the component; its own VTIMEZONE defines a time zone before the IANA data does. A series that
    /// cannot be expanded makes the exit status 1 and nothing is printed, unless --skip-bad is given.
    #[command(after_help = EXPAND_HELP)]
    Expand(Expand),
    /// Tell when recurrence rules give occurrences.
    ///
    /// One local start a line, in basic form as iCalendar writes it; those of a DTSTART that is a date are dates.
    #[command(after_help = RECUR_HELP)]
    Recur(Recur),
    /// Bring the calendars of an account and a folder in step.
    ///
    /// Each calendar has a folder in DIR with a file NAME.ics for each calendar object, and files "displayname" and
    /// "color", as vdirsyncer and khal have them. What changed on one side since the last run is made on the other. Where
    /// both changed, the file gets what the server has and what was here is kept beside it as NAME.ics.conflict-1; nothing
    /// is overwritten. A new folder with calendar files becomes a calendar. What is known between two runs is in
    /// DIR/.caldav-conformance; a run can be cut off anywhere, and the next one goes on.
    #[command(after_help = SYNC_HELP)]
    Sync(Synchronize),
    /// Answer a CalDAV report over a folder of calendar files.
    ///
    /// The folder is taken as a calendar collection at the address "/" and the request as one with Depth: 1. Each *.ics,
    /// *.ical, *.ifb or *.icalendar file directly in it is a calendar object resource with the name of the file, and its
    /// entity tag follows from what is in it. The body of the response is printed: a DAV:multistatus, iCalendar for a
    /// free-busy-query, or a DAV:error where a server would refuse the report.
    #[command(after_help = QUERY_HELP)]
    Query(Query),
    /// Tell what bodies of WebDAV and CalDAV requests and responses are.
    ///
    /// Each is written in one form, whatever prefixes, white space and order it came in, or its fault is told with the
    /// place. What departs from the specifications and has a plain meaning is told on the standard error.
    #[command(after_help = EXIT_STATUS)]
    Xml(Xml),
    /// Be a CalDAV server on the loopback interface, with everything in memory.
    ///
    /// The first line of the standard output is the address, as in http://127.0.0.1:8008/. A user NAME has calendars at
    /// /calendars/NAME/ and room for other files and collections at /files/NAME/. It runs until it is interrupted.
    #[command(after_help = SERVE_HELP)]
    Serve(Serve),
    /// List every rule: what it demands, where that stands, how binding it is and what a server answers.
    Rules(Rules),
}

/// The arguments of `check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Files, folders with all that is in them (*.ics, *.ical, *.ifb, *.icalendar), and "-" for the standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Which rules apply: "object" is a calendar object resource (RFC 4791 section 4.1; exactly one VCALENDAR),
    /// "stream" a stream as programs export it (any number of UIDs and METHODs), "icalendar" is RFC 5545 alone.
    #[arg(long, default_value = "object", value_parser = profile())]
    pub(crate) profile: Profile,

    /// What is malformed and can be read all the same is a violation too, and everything that is found, not only of the
    /// level MUST, makes the exit status 1.
    #[arg(long)]
    pub(crate) strict: bool,

    /// How to report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,

    #[command(flatten)]
    limits: Limits,
}

impl Check {
    /// By which rules to check.
    pub(crate) fn options(&self) -> CheckOptions {
        CheckOptions::default()
            .with_profile(self.profile)
            .with_strict(self.strict)
            .with_limits(self.limits.collection_limits())
    }
}

/// What the calendar collection restricts, as its properties tell (RFC 4791 section 5.2).
#[derive(Args, Debug)]
#[command(next_help_heading = "Limits of the calendar collection")]
pub(crate) struct Limits {
    /// The most octets of a resource (CALDAV:max-resource-size).
    #[arg(long, value_name = "OCTETS")]
    max_resource_size: Option<u64>,

    /// The most instances of a recurrence set (CALDAV:max-instances).
    #[arg(long, value_name = "NUMBER")]
    max_instances: Option<u64>,

    /// The most ATTENDEE properties of an instance (CALDAV:max-attendees-per-instance).
    #[arg(long, value_name = "NUMBER")]
    max_attendees: Option<u64>,

    /// The earliest date and time, as in 19000101T000000Z (CALDAV:min-date-time).
    #[arg(long, value_name = "UTC", value_parser = utc)]
    min_date_time: Option<DateTime<Utc>>,

    /// The latest date and time, as in 20491231T235959Z (CALDAV:max-date-time).
    #[arg(long, value_name = "UTC", value_parser = utc)]
    max_date_time: Option<DateTime<Utc>>,

    /// A type of component that may be stored, as in VEVENT; can be given several times
    /// (CALDAV:supported-calendar-component-set).
    #[arg(long = "component", value_name = "NAME", value_parser = component_name)]
    components: Vec<String>,
}

impl Limits {
    pub(crate) fn collection_limits(&self) -> CollectionLimits {
        fn with<T>(
            limits: CollectionLimits,
            value: Option<T>,
            set: fn(CollectionLimits, T) -> CollectionLimits,
        ) -> CollectionLimits {
            match value {
                Some(value) => set(limits, value),
                None => limits,
            }
        }
        let limits = with(
            CollectionLimits::default(),
            self.max_resource_size,
            CollectionLimits::with_max_resource_size,
        );
        let limits = with(limits, self.max_instances, CollectionLimits::with_max_instances);
        let limits = with(limits, self.max_attendees, CollectionLimits::with_max_attendees_per_instance);
        let limits = with(limits, self.min_date_time, CollectionLimits::with_min_date_time);
        let limits = with(limits, self.max_date_time, CollectionLimits::with_max_date_time);
        if self.components.is_empty() { limits } else { limits.with_supported_components(&self.components) }
    }
}

/// The arguments of `split`.
#[derive(Args, Debug)]
pub(crate) struct Split {
    /// The file, or "-" for the standard input.
    pub(crate) file: PathBuf,

    /// The folder to write to; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// The arguments of `convert`.
#[derive(Args, Debug)]
pub(crate) struct Convert {
    /// The file, or "-" for the standard input.
    pub(crate) file: PathBuf,

    /// The form to write.
    #[arg(long, value_enum)]
    pub(crate) to: CalendarForm,

    /// Leave out what the form cannot say, each told on the standard error, instead of refusing the file.
    #[arg(long)]
    pub(crate) skip_bad: bool,
}

/// The forms of a calendar.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum CalendarForm {
    /// iCalendar (RFC 5545).
    Ical,
    /// jCal (RFC 7265).
    Jcal,
    /// xCal (RFC 6321).
    Xcal,
}

/// The arguments of `xml`.
#[derive(Args, Debug)]
pub(crate) struct Xml {
    /// Files, and "-" for the standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Every departure from the specifications is a fault, as it is for a server that reads a request.
    #[arg(long)]
    pub(crate) strict: bool,

    /// How to write them; "json" is an object a line and file.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// The arguments of `expand`.
#[derive(Args, Debug)]
pub(crate) struct Expand {
    /// The file, or "-" for the standard input.
    pub(crate) file: PathBuf,

    /// The start of the window: with Z an instant, as in 20270101T090000Z; without it a local time or a date, compared
    /// with the local times of each component.
    #[arg(long, value_name = "T", value_parser = moment)]
    pub(crate) from: DateOrDateTime,

    /// The end of the window, which is not in it any more; of the form of --from.
    #[arg(long, value_name = "T", value_parser = moment)]
    pub(crate) to: DateOrDateTime,

    /// The time zone that floating times and dates are in, by its IANA or Windows name; without it they are compared with
    /// instants as if they were in UTC, and are no instants in the output.
    #[arg(long, value_name = "ZONE")]
    pub(crate) tz: Option<String>,

    /// A type of component to show; can be given several times. Without it VEVENT, VTODO, VJOURNAL and VFREEBUSY. VALARM
    /// shows an instance each time that an alarm goes off for it in the window, wherever the instance itself lies.
    #[arg(long = "component", value_name = "NAME", value_parser = component_name)]
    pub(crate) components: Vec<String>,

    /// Leave out series that cannot be expanded, each told on the standard error, instead of refusing the file.
    #[arg(long)]
    pub(crate) skip_bad: bool,

    /// How to write them; "json" is an object a line and instance.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) budget: BudgetArguments,
}

/// The arguments of `recur`.
#[derive(Args, Debug)]
pub(crate) struct Recur {
    /// The start of the series: 20270101T090000 is local, 20270101T090000Z in UTC, 20270101 a date.
    #[arg(long, value_name = "V", value_parser = moment)]
    pub(crate) dtstart: DateOrDateTime,

    /// The time zone of local times, by its IANA or Windows name; without it they are floating.
    #[arg(long, value_name = "ZONE")]
    pub(crate) tz: Option<String>,

    /// A recurrence rule, as in FREQ=DAILY;COUNT=3; can be given several times, as all that follow up to --exdate.
    #[arg(long = "rrule", value_name = "RULE")]
    pub(crate) rrules: Vec<String>,

    /// A rule whose occurrences are left out.
    #[arg(long = "exrule", value_name = "RULE")]
    pub(crate) exrules: Vec<String>,

    /// More starts, several with commas between them; periods too.
    #[arg(long = "rdate", value_name = "V")]
    pub(crate) rdates: Vec<String>,

    /// Starts that are left out; a date beside a DTSTART with a time is the whole day.
    #[arg(long = "exdate", value_name = "V")]
    pub(crate) exdates: Vec<String>,

    /// The first start to show: with Z an instant, without it a local time, a date the whole day.
    #[arg(long, value_name = "T", value_parser = moment)]
    pub(crate) from: Option<DateOrDateTime>,

    /// The last start to show, in the same forms; it is included.
    #[arg(long, value_name = "T", value_parser = moment)]
    pub(crate) to: Option<DateOrDateTime>,

    /// How many starts to show at most. A series without end shows 100 unless --limit or --to says otherwise.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<u64>,

    /// Whether DTSTART is an occurrence where it does not match the rule: "first" has it as the first, "match" leaves it
    /// out.
    #[arg(long, value_enum, default_value_t = DtStartArgument::First)]
    pub(crate) dtstart_policy: DtStartArgument,

    /// What becomes of a start that clocks skip: "shift" reads it by the offset before the gap, "skip" leaves it out.
    #[arg(long, value_enum, default_value_t = GapArgument::Shift)]
    pub(crate) gap: GapArgument,

    /// Show instants in UTC instead of local times.
    #[arg(long)]
    pub(crate) utc: bool,

    /// Expand rules that RFC 5545 section 3.3.10 forbids too, where they have a meaning; what is wrong with them is told on
    /// the standard error.
    #[arg(long, conflicts_with = "strict")]
    pub(crate) lenient: bool,

    /// Refuse what is only told on the standard error otherwise, such as an UNTIL of another form than DTSTART.
    #[arg(long)]
    pub(crate) strict: bool,

    /// How to write them; "json" is an object a line and start.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) budget: BudgetArguments,
}

/// The arguments of `query`.
#[derive(Args, Debug)]
pub(crate) struct Query {
    /// The body of the request, a CALDAV:calendar-query, CALDAV:calendar-multiget or CALDAV:free-busy-query (RFC 4791
    /// sections 7.8 to 7.10); "-" for the standard input.
    #[arg(value_name = "REPORT")]
    pub(crate) report: PathBuf,

    /// The folder.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// The time zone that floating times and dates are in where the report does not say it, by its IANA or Windows name.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub(crate) tz: String,

    /// The DTSTAMP of the answer to a free-busy-query, as in 20270101T000000Z; without it the time of the clock.
    #[arg(long, value_name = "UTC", value_parser = utc)]
    pub(crate) stamp: Option<DateTime<Utc>>,

    /// How to write it; "json" is an object a line and resource.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) budget: BudgetArguments,

    /// How many octets of calendar data to make, at most; those that are stored so cost nothing.
    #[arg(long, value_name = "NUMBER", default_value_t = ShapingBudget::OCTETS, help_heading = "Budget")]
    pub(crate) max_octets: u64,
}

/// How much an expansion may cost.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Budget")]
pub(crate) struct BudgetArguments {
    /// How many candidates to look at, at most.
    #[arg(long, value_name = "NUMBER", default_value_t = Budget::STEPS)]
    max_steps: u64,

    /// How many instances to make, at most.
    #[arg(long, value_name = "NUMBER", default_value_t = Budget::INSTANCES)]
    max_instances: u64,
}

impl BudgetArguments {
    pub(crate) fn budget(self) -> Budget {
        Budget::new(self.max_steps, self.max_instances)
    }
}

/// Whether DTSTART is an occurrence where it does not match the rule.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum DtStartArgument {
    /// It is the first.
    First,
    /// It is left out.
    Match,
}

/// What becomes of a start that clocks skip.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum GapArgument {
    /// It is read by the offset before the gap.
    Shift,
    /// It is left out.
    Skip,
}

/// The arguments of `rules`.
#[derive(Args, Debug)]
pub(crate) struct Rules {
    /// How to write them; "json" is an object a line and rule.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Count how the requirements of the specifications on calendar data are met, instead.
    #[arg(long)]
    pub(crate) coverage: bool,
}

/// The arguments of `serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The port, 8008 unless told otherwise; 0 takes one that is free.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) port: Option<u16>,

    /// A user; can be given several times. Without it there is one, "demo" with the password "demo".
    #[arg(long = "user", value_name = "NAME:PASSWORD", value_parser = account)]
    pub(crate) users: Vec<(String, String)>,

    /// A folder whose calendar files are put into the calendar "default" of the first user.
    #[arg(long, value_name = "DIR")]
    pub(crate) calendars: Option<PathBuf>,

    /// Send the server one report about that calendar (the body of a REPORT request), print the body of its answer, and
    /// end.
    #[arg(long, value_name = "REPORT.xml")]
    pub(crate) ask: Option<PathBuf>,

    /// Something that the server shall do wrong; can be given several times.
    #[arg(long = "fault", value_name = "NAME", value_parser = fault())]
    pub(crate) faults: Vec<Fault>,

    /// Refuse departures of known clients too, each of which is overlooked and told in the log otherwise.
    #[arg(long)]
    pub(crate) strict: bool,

    /// Hear requests without credentials too; they see what an ACL lets everyone see.
    #[arg(long)]
    pub(crate) anonymous: bool,

    /// How many octets each user can store (RFC 4331).
    #[arg(long, value_name = "OCTETS")]
    pub(crate) quota: Option<u64>,

    /// Do not tell each request on the standard error.
    #[arg(long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// The arguments of `sync`.
#[derive(Args, Debug)]
pub(crate) struct Synchronize {
    /// The server: the name of a host, an e-mail address, or the URL of a server, a principal, a calendar home or one
    /// calendar.
    #[arg(value_name = "URL")]
    pub(crate) url: String,

    /// The folder that has a folder for each calendar.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Who the user is to the server; without it what URL says, as an e-mail address does.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// The environment variable that has the password.
    #[arg(long, value_name = "VAR", conflicts_with = "token_env")]
    pub(crate) password_env: Option<String>,

    /// The environment variable that has a bearer token (RFC 6750).
    #[arg(long, value_name = "VAR")]
    pub(crate) token_env: Option<String>,

    /// Send the password over connections that others can listen to; otherwise it goes to this machine alone in the clear.
    #[arg(long)]
    pub(crate) allow_clear_text: bool,

    /// Do not look for the server in the domain name system (RFC 6764).
    #[arg(long)]
    pub(crate) no_dns: bool,

    /// Which way changes go: "both", "down" from the server to the folder, or "up".
    #[arg(long, value_enum, default_value_t = DirectionArgument::Both)]
    pub(crate) direction: DirectionArgument,

    /// A calendar to take, by the name of its folder or its display name; can be given several times. Without it all.
    #[arg(long = "calendar", value_name = "NAME")]
    pub(crate) calendars: Vec<String>,

    /// Delete the objects of a calendar also where all the files of its folder are gone.
    #[arg(long)]
    pub(crate) delete_all: bool,

    /// Ask the server, write nothing anywhere, and tell what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Tell how the server was found, too.
    #[arg(long)]
    pub(crate) verbose: bool,

    /// How many objects to fetch with one request.
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) batch: u16,

    /// How many requests to have under way at once.
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub(crate) jobs: u8,

    /// How to tell what was done; "json" is an object a line and event.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// Which way changes go.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum DirectionArgument {
    /// Both ways.
    Both,
    /// From the server to the folder; what was changed here alone is left as it is.
    Down,
    /// From the folder to the server.
    Up,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: objects, one a line.
    Json,
}

/// How to report what was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people: the line, the rule and how to mend it; a summary at the end.
    Text,
    /// For programs: an object a line and file.
    Json,
    /// For servers of continuous integration: JUnit XML, a test case for each file.
    Junit,
    /// For services that collect findings: SARIF 2.1.0.
    Sarif,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing is wrong; what breaks no MUST alone is no reason for another one, unless \"check --strict\" is given
  1  something is wrong: a MUST is violated, or what was read is no calendar or no body
  2  could not run: faulty arguments, or a file is missing or cannot be read";

fn profile() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::ALL.map(Profile::name)).try_map(|name| name.parse::<Profile>())
}

const EXPAND_HELP: &str = "\
An object of --format json has these fields:
  uid, component, summary, status       of the component that is in force at that time
  recurrence_id, recurrence_id_utc      which instance of the series it is; null for what does not recur
  start, start_tzid, start_utc          in basic form; the time zone is null for dates and floating times, \"UTC\" for UTC;
  end, end_tzid, end_utc                the instant is null where there is no time zone to tell it (see --tz)
  all_day                               whether it starts on a date rather than at a time
  alarm_utc                             only with --component VALARM: when the alarm goes off

Exit status:
  0  all instances were told, be it none
  1  the file is no calendar, a series cannot be expanded, or the budget does not suffice
  2  could not run: faulty arguments, or the file is missing or cannot be read";

const RECUR_HELP: &str = "\
An object of --format json has the fields \"start\" in basic form, \"start_tzid\" (null for dates and floating times,
\"UTC\" for UTC) and \"start_utc\" (null where there is no time zone to tell it).

Exit status:
  0  all starts were told, be it none
  1  a rule or a date is refused, or the budget does not suffice
  2  could not run: faulty arguments";

const SYNC_HELP: &str = "\
An object of --format json is an event, with these fields, null where they do not apply:
  calendar, file        the folder and the file in it
  action                what was done: created-here, updated-here, deleted-here, created-there, updated-there,
                        deleted-there, moved-there, renamed-here, calendar-created-here, calendar-created-there,
                        calendar-updated-here, calendar-updated-there, calendar-gone; left-here for changes that
                        --direction down leaves; conflict, refused or problem for what went wrong
  href                  the address on the server
  kept                  the file that has what was here before a conflict
  status, conditions    how the server refused it
  rule, line            what we find wrong with what was refused
  message               the same for people
The first object has the action \"account\" and tells how the server was found (principal, homes, profile, quirks, sync,
remembered, left_out), the last one the action \"summary\" (dry_run, calendars, requests, octets_sent, octets_received,
counts of each action).

Exit status:
  0  nothing is wrong
  1  a conflict, something that the server refused, or another problem, each told; all else was done
  2  could not run: faulty arguments, no connection, the server does not know the user, or the state cannot be read";

const SERVE_HELP: &str = "\
Exit status:
  0  it was interrupted, and has ended what it was at
  2  could not run: faulty arguments, the port is taken, or the folder cannot be read";

fn fault() -> impl TypedValueParser<Value = Fault> {
    PossibleValuesParser::new(
        Fault::ALL.iter().map(|fault| PossibleValue::new(fault.name()).help(fault.description())),
    )
    .try_map(|name| name.parse::<Fault>())
}

/// A name and a password, with a colon between them as HTTP has it (RFC 7617 section 2).
fn account(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once(':') {
        Some((name, password)) if !name.is_empty() => Ok((name.to_owned(), password.to_owned())),
        _ => Err("expected a name, a colon and a password"),
    }
}

fn moment(text: &str) -> Result<DateOrDateTime, String> {
    text.parse::<DateOrDateTime>().map_err(|error| error.to_string())
}

fn utc(text: &str) -> Result<DateTime<Utc>, String> {
    match text.parse::<ical_model::value::DateTime>() {
        Ok(value) if value.is_utc() => Ok(value.local().and_utc()),
        Ok(_) => Err("expected a date and time in UTC, found one without \"Z\" at its end".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

const QUERY_HELP: &str = "\
An object of --format json has these fields:
  href                  the address of the resource, \"/\" for the folder
  status                of the resource, or of the whole response
  etag, calendar_data   null where they were not asked for or are not there
  error                 null, or the names of the conditions that were not kept

Exit status:
  0  the report was answered
  1  a server would refuse the report, it is no report on calendars, or a file is no calendar or does not say when it is
     (told on the standard error, the others are answered for), or the budget does not suffice
  2  could not run: faulty arguments, or a file is missing or cannot be read";

/// A name as RFC 5545 section 3.1 writes it.
fn component_name(text: &str) -> Result<String, &'static str> {
    let is_name =
        !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
    if is_name {
        Ok(text.to_ascii_uppercase())
    } else {
        Err("expected letters, digits and \"-\", found other characters")
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Arguments, component_name, utc};

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn date_times_are_in_utc() {
        assert_eq!(utc("20491231T235959Z").unwrap().to_rfc3339(), "2049-12-31T23:59:59+00:00");
        for text in ["20491231T235959", "20491231", "20491331T000000Z", "2049-12-31T23:59:59Z", ""] {
            assert!(utc(text).is_err(), "{text}");
        }
    }

    #[test]
    fn component_names() {
        assert_eq!(component_name("vevent").as_deref(), Ok("VEVENT"));
        assert_eq!(component_name("X-THING").as_deref(), Ok("X-THING"));
        for text in ["", "V EVENT", "VEVENT,VTODO"] {
            assert!(component_name(text).is_err(), "{text}");
        }
    }
}
