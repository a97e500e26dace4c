import { createHash, randomUUID } from 'node:crypto';
import { calendarFeed } from './commands/calendar-feed.ts';
import { createDesk } from './commands/create-desk.ts';
import { driveTrain } from './commands/drive-train.ts';
import { fireSchedule } from './commands/fire-schedule.ts';
import { createPages } from './commands/pages.ts';
import { foreseeing } from './commands/power-of.ts';
import { tendHandOffs } from './commands/tend-hand-offs.ts';
import type { Catalog } from './domain/catalog/catalog.ts';
import { isDeploymentId } from './domain/deployment/deployment.ts';
import type { Sign } from './domain/deployment/signed-minutes.ts';
import type { ScheduleId } from './domain/governance/schedule.ts';
import { createFacts } from './facts/gather.ts';
import { type AlertSenders, createAlertDesk } from './http/alert-desk.ts';
import type { BellName, Doorbell } from './ports/bell.ts';
import type { CalendarSource } from './ports/calendar-feeds.ts';
import type { Draw } from './ports/chart.ts';
import type { Context, Settings } from './ports/context.ts';
import type { Log } from './ports/log.ts';
import type { Meter } from './ports/meter.ts';
import type { Provider } from './ports/provider.ts';
import { chosen } from './providers/chosen.ts';
import { createFlagsProvider } from './providers/flags/index.ts';
import type { Runners } from './queue/runners.ts';
import { createSlack, type SlackConfig } from './slack/app.ts';
import { createBoards } from './slack/boards.ts';
import { createTranscript } from './slack/transcript.ts';
import { createStore } from './store/change.ts';
import type { Database } from './store/clock.ts';
import { createConfigurations } from './store/configurations.ts';
import { createFlagStandings } from './store/flag-standings.ts';
import { openJournal } from './store/journal/index.ts';
import { createKnownTime } from './store/known-time.ts';
import { createPeople } from './store/people.ts';
import { createRecords } from './store/records.ts';
import { advance } from './workflow/advance.ts';
import { driveTrains } from './workflow/drive-trains.ts';
import { createEmitter, type Teller } from './workflow/emit.ts';
import { fireSchedules } from './workflow/fire-schedules.ts';
import { heeding } from './workflow/heed-anomalies.ts';
import { keepPeople, type PeopleKeeper } from './workflow/keep-people.ts';
import { createLookAround } from './workflow/look-around.ts';
import { nudging } from './workflow/nudge.ts';
import { createReadCalendars } from './workflow/read-calendars.ts';
import { reconcile } from './workflow/reconcile.ts';
import { createRelay } from './workflow/relay.ts';
import { signingMinutes } from './workflow/sign-minutes.ts';
import { sweep } from './workflow/sweep.ts';
import { type Keeper, versionsOf } from './workflow/versions.ts';
import { createWakes } from './workflow/wake.ts';
import { watch } from './workflow/watch.ts';
import { watchJourneys } from './workflow/watch-journeys.ts';
import { createWatchStanding } from './workflow/watch-standing.ts';

/** What differs between production, the sandbox and a story. */
export interface Outside extends Database {
  readonly bell: Doorbell;
  /** Called whenever something was recorded, so that it is told at once. */
  readonly nudge: () => void;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly catalog: () => Catalog;
  /** Where the configuration may change while Fairway runs. */
  readonly keeper?: Keeper;
  readonly slack: SlackConfig;
  readonly alerts?: AlertSenders;
  readonly calendars?: CalendarSource;
  /** Draws charts; left out or null: nothing does, and words stand alone. */
  readonly draw?: Draw | null;
  readonly settings: Settings;
  /** 32 bytes; left out or null: nobody's second factor can be looked at. */
  readonly secondFactorKey?: Buffer | null;
  /** Signs minutes with the key of this Fairway; left out or null: nothing is signed. */
  readonly sign?: Sign | null;
  /** Counts how deployments went; left out: nobody does. */
  readonly meter?: Meter;
  /** Machines outside that hear what happens. */
  readonly tellers?: readonly Teller[];
  readonly log: Log;
}

/** Fairway, put together and at rest: nothing moves until somebody calls. */
export type Fairway = ReturnType<typeof compose>;

/** The composition root: every room meets the others here and nowhere else. */
export function compose(outside: Outside) {
  const { bell, log, slack: config } = outside;
  const { now, learn: learnTime } = createKnownTime(outside);
  const records = createRecords(outside);
  const signing = signingMinutes(createStore(outside), outside.sign ?? null);
  const wakes = createWakes(bell);
  const store = nudging(signing, outside.nudge, wakes);
  const roster = keepPeople({ ...outside, people: createPeople(outside), now, records, store });
  const { catalog, first } = roster;
  const journal = openJournal(outside);
  const { inbox, messages, contacts, factors } = journal;
  const parts = { records, messages, bell, catalog, now };
  const boards = createBoards({ ...parts, contacts, factors, draws: Boolean(outside.draw) });
  const asked = { inForce: catalog, keeper: outside.keeper, say: boards.sayConfiguration };
  const configurations = versionsOf(createConfigurations(outside), { ...roster, ...asked });
  const reads = { records, catalog, provider: providing(outside, catalog) };
  const context: Context = {
    ...reads,
    configurations,
    store,
    journal,
    facts: createFacts({ ...reads, configurations, foresees: foreseeing(reads) }),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    settings: outside.settings,
    transcript: createTranscript({ messages, bell, catalog, now, log }),
    log,
  };
  const desk = createDesk(context);
  const emitter = createEmitter(outside, { ...journal, records, catalog });
  const alerts = createAlertDesk(context, { inbox, ...boards, bell, now }, outside.alerts);
  const drawing = { draw: outside.draw ?? null, digest: context.digest };
  const slack = createSlack({ ...parts, ...journal, ...alerts, ...drawing, config, desk, log });
  return {
    slack,
    alerts,
    desk,
    /** What browsers look at. */
    pages: createPages(context, desk, slack.identify),
    calendar: (token: string) => calendarFeed(context, token),
    records,
    /** What each bell wakes. */
    runners: runnersOf(context, slack, roster),
    /** Tells everybody what was recorded and not yet told. */
    relay: createRelay({ ...journal, subscribers: heeding(context, boards, emitter), log }),
    /** Sends machines outside what they have not been sent yet. */
    emit: emitter.drain,
    spikes: emitter.spikes,
    /** Finds what is due and was not rung; of these bells alone, where some are named. */
    sweep: first((bells?: readonly BellName[]) => sweep({ ...parts, inbox, wakes }, bells)),
    /** Looks at the schedules and the trains whose time has come. */
    fireSchedules: () => fireAll(context, slack),
    tendHandOffs: () => tendHandOffs(context),
    /** Makes cards say who is silent; finds, tells and wakes what nothing else would move. */
    watch: () => watch({ ...journal, records, store, catalog, show: boards.showContact, log }),
    reconcile: () => reconcile({ ...journal, ...context, ...boards, bell }),
    /** Finds and tells what serves though no deployment put it there. */
    lookAround: createLookAround({ ...context, ...journal, ...boards, say: boards.saySighting }),
    ...watchesOf(context),
    readCalendars: createReadCalendars({ ...context, ...journal }, outside.calendars),
    /** Learns what time it is: once before anybody is answered, and now and then. */
    learnTime,
  };
}

/** What reaches a service: what the process was given, and flags, which live in its own database. */
function providing(outside: Outside, catalog: () => Catalog): Context['provider'] {
  const flags = createFlagsProvider(createFlagStandings(outside));
  const providers = new Map([[flags.name, flags], ...outside.providers]);
  return (target, at = catalog()) => chosen(at, providers, target);
}

function watchesOf(context: Context) {
  return {
    watchJourneys: () => watchJourneys(context),
    /** Sets traffic again that was forgotten where nothing moves a deployment. */
    watchStanding: createWatchStanding({ ...context, newHolder: randomUUID }),
  };
}

async function fireAll(
  context: Context,
  { identify }: Pick<ReturnType<typeof createSlack>, 'identify'>,
): Promise<number> {
  const fire = (id: ScheduleId) => fireSchedule(context, identify, id);
  const drive = (id: string) => driveTrain(context, identify, id);
  return (await fireSchedules({ ...context, fire })) + (await driveTrains({ ...context, drive }));
}

function runnersOf(
  context: Context,
  { workInbox, deliver, identify }: ReturnType<typeof createSlack>,
  { first }: PeopleKeeper,
): Runners {
  const advanced = async (id: string): Promise<void> => {
    if (isDeploymentId(id)) await advance(context, id, randomUUID(), identify);
  };
  const driven = first(advanced);
  return { inbox: first(workInbox), deliver, advance: driven, back: driven };
}
