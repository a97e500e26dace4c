/** Every table, for drizzle-kit and the query builder: a new one is one file and one line here. */
export { alarm } from './alarm.ts';
export { auditEntry } from './audit-entry.ts';
export { blackout } from './blackout.ts';
export { breaker } from './breaker.ts';
export { configuration } from './configuration.ts';
export { contact } from './contact.ts';
export { deployment, deploymentNumber } from './deployment.ts';
export { fence } from './fence.ts';
export { inbox } from './inbox.ts';
export { incident, incidentNumber } from './incident.ts';
export { ledgerHead } from './ledger-head.ts';
export { lock } from './lock.ts';
export { message } from './message.ts';
export { outbox } from './outbox.ts';
export { sample } from './sample.ts';
export { schedule, scheduleNumber } from './schedule.ts';
export { secondFactor } from './second-factor.ts';
export { sighting } from './sighting.ts';
