import type { Records } from '../ports/records.ts';
import type { Database } from './clock.ts';
import { findActionItem, listActionItems, listDueActionItems } from './queries/action-items.ts';
import { findBlackout, listBlackouts } from './queries/blackouts.ts';
import { listBreakers } from './queries/breakers.ts';
import { findBurn } from './queries/burn.ts';
import { createClosures, listCalendarFeeds, readCalendarCopies } from './queries/calendars.ts';
import { drillDora } from './queries/deliveries.ts';
import { findDeparture, listDepartures, listDueDepartures } from './queries/departures.ts';
import { findDeployment } from './queries/deployment.ts';
import { listDeployments } from './queries/deployments.ts';
import { summariseDora } from './queries/dora.ts';
import { findHandOff, listDueHandOffs, listHandOffs } from './queries/hand-offs.ts';
import { findIncident, findIncidentAbout, listIncidents } from './queries/incidents.ts';
import { findJourneyWatch, listRedJourneys } from './queries/journey-watches.ts';
import { listBesides, listLedger, listLedgerOf, listWithin } from './queries/ledger.ts';
import { listLocks, locksAt } from './queries/locks.ts';
import { findMoment } from './queries/moment.ts';
import { listMoved } from './queries/moved.ts';
import { findMoveElsewhere, listMovesElsewhere } from './queries/moves-elsewhere.ts';
import { askNow } from './queries/now.ts';
import { listOccupants } from './queries/occupants.ts';
import { listOverdue } from './queries/overdue.ts';
import { listParked } from './queries/parked.ts';
import { listReviews } from './queries/reviews.ts';
import { listSamples } from './queries/samples.ts';
import { findSchedule, listDueSchedules, listSchedules } from './queries/schedules.ts';
import { findSighting } from './queries/sighting.ts';
import { countStageRuns, drillStageRuns, listStageRuns } from './queries/stages.ts';
import { findSuspicion, listAnswered, listSuspicions } from './queries/suspicions.ts';
import { openTables, type Tables } from './queries/tables.ts';
import {
  findQuarantine,
  listDueQuarantines,
  listQuarantines,
  testHistories,
} from './queries/tests.ts';
import { firstTickets, listTickets } from './queries/tickets.ts';
import { trackRecords } from './queries/track-records.ts';
import { typicalTimes } from './queries/typical-times.ts';
import { listUnattended } from './queries/unattended.ts';
import { listUntold } from './queries/untold.ts';
import { isVerifiedAt, listVerified } from './queries/verified.ts';

/** What has been recorded: one file of queries/ for each question. */
export function createRecords(database: Database): Records {
  const tables = openTables(database.pool);
  return {
    deployment: (id) => findDeployment(tables, id),
    asOf: (id) => findMoment(database, id),
    deployments: (filter) => listDeployments(tables, filter),
    moved: (filter) => listMoved(tables, filter),
    verified: (target, limit) => listVerified(tables, target, limit),
    isVerified: (target, digest) => isVerifiedAt(tables, target, digest),
    locksAt: (places) => locksAt(tables, places),
    locks: () => listLocks(tables),
    sighting: (target) => findSighting(tables, target),
    blackout: (target) => findBlackout(tables, target),
    blackouts: (environment) => listBlackouts(tables, environment),
    closures: createClosures(tables),
    calendarFeeds: () => listCalendarFeeds(tables),
    calendarCopies: (digests) => readCalendarCopies(tables, digests),
    burn: (target) => findBurn(tables, target),
    breakers: () => listBreakers(tables),
    journeyWatch: (target, name) => findJourneyWatch(tables, target, name),
    redJourneys: (limit) => listRedJourneys(tables, limit),
    schedule: (id) => findSchedule(tables, id),
    schedules: (limit) => listSchedules(tables, limit),
    dueSchedules: (now, limit) => listDueSchedules(tables, now, limit),
    departure: (id) => findDeparture(tables, id),
    departures: (limit) => listDepartures(tables, limit),
    dueDepartures: (now, limit) => listDueDepartures(tables, now, limit),
    ledger: (subject) => listLedger(tables, subject),
    ledgerOf: (subjects) => listLedgerOf(tables, subjects),
    ledgerWithin: (period) => listWithin(database.pool, period),
    trackRecords: (services, environment) => trackRecords(database.pool, services, environment),
    handOff: (service, version) => findHandOff(tables, service, version),
    handOffs: (service, limit) => listHandOffs(tables, service, limit),
    dueHandOffs: (now, limit) => listDueHandOffs(tables, now, limit),
    actionItem: (id) => findActionItem(tables, id),
    actionItems: (filter) => listActionItems(tables, filter),
    dueActionItems: (now, limit) => listDueActionItems(tables, now, limit),
    typicalTimes: (services, environment) => typicalTimes(database.pool, services, environment),
    ledgerBesides: (limit) => listBesides(tables, limit),
    tickets: (target, span) => listTickets(tables, target, span),
    firstTickets: (target, sources) => firstTickets(database.pool, target, sources),
    samples: (id) => listSamples(tables, id),
    occupants: (...asked) => listOccupants(tables, ...asked),
    overdue: (...asked) => listOverdue(tables, ...asked),
    unattended: (limit) => listUnattended(database, limit),
    reviews: (by, limit) => listReviews(tables, by, limit),
    parked: (limit) => listParked(tables, limit),
    dora: (target, period, incidents) => summariseDora(database.pool, target, period, incidents),
    drill: (target, period, incidents, which) =>
      drillDora(database.pool, target, period, incidents, which),
    stages: (target, period) => countStageRuns(database.pool, target, period),
    stageRuns: (target, period, which) => drillStageRuns(database.pool, target, period, which),
    stagesOf: (id) => listStageRuns(database.pool, id),
    ...ofIncidents(tables),
    ...ofTests(database, tables),
    now: () => askNow(database),
  };
}

/** What goes wrong, and what may have done it. */
function ofIncidents(tables: Tables) {
  return {
    incident: (id) => findIncident(tables, id),
    incidents: (filter) => listIncidents(tables, filter),
    incidentAbout: (reference, target) => findIncidentAbout(tables, reference, target),
    suspicion: (id) => findSuspicion(tables, id),
    suspicions: (services, limit) => listSuspicions(tables, services, limit),
    answeredSuspicions: (limit) => listAnswered(tables, limit),
    moveElsewhere: (id) => findMoveElsewhere(tables, id),
    movesElsewhere: (filter) => listMovesElsewhere(tables, filter),
    untold: (types, limit) => listUntold(tables, types, limit),
  } satisfies Partial<Records>;
}

function ofTests({ pool }: Database, tables: Tables) {
  return {
    testHistories: (service, filter) => testHistories(pool, service, filter),
    quarantine: (service, test) => findQuarantine(tables, service, test),
    quarantines: (filter) => listQuarantines(tables, filter),
    dueQuarantines: (now, limit) => listDueQuarantines(tables, now, limit),
  } satisfies Partial<Records>;
}
