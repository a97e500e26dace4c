import type { Clock } from './clock.ts';
import type { Delivery, Envelope, Outcome } from './deliver/delivery.ts';
import { createEventSender, type EventSender } from './deliver/events.ts';
import { eventPayload } from './deliver/payloads/event.ts';
import { noJournal, readJournal, startJournal } from './journal.ts';
import { createChanges } from './model/changes.ts';
import { createModals } from './model/modals.ts';
import { demoWorkspace } from './model/seed.ts';
import { apply, type Entry, emptyState, type State, snapshot } from './model/state.ts';
import { createTimestamps } from './model/timestamps.ts';
import type { World } from './model/world.ts';
import type { LocalSlackOptions } from './options.ts';
import { createFaults } from './rules/faults.ts';
import { createRateLimits } from './rules/rate-limit.ts';
import { createTriggers } from './rules/trigger.ts';
import { createUploads } from './rules/uploads.ts';
import { silentLog } from './silent-log.ts';

export interface WorldParts {
  readonly clock: Clock;
  readonly delivery: Delivery;
  origin(): string;
  openSocket(): string | 'too_many' | undefined;
}

export interface BuiltWorld {
  readonly world: World;
  readonly events: EventSender;
}

/** Builds the workspace: seed, then the journal's past, then the rules' fresh memory. */
export function createWorld(options: LocalSlackOptions, parts: WorldParts): BuiltWorld {
  const { clock } = parts;
  const log = options.log ?? silentLog;
  const seed = options.workspace ?? demoWorkspace;
  const state = emptyState(seed);
  const journal = openJournal(options.journal, state, clock);
  const changes = createChanges(log);
  const faults = createFaults();
  const send = (envelope: Envelope): Promise<Outcome> => parts.delivery.send(envelope);
  const events = createEventSender({
    clock,
    faults,
    send,
    failed: (payload, reason, attempts) =>
      log.warn({ event: payload['event_id'], reason, attempts }, 'an event was given up'),
  });
  const world: World = {
    ...changes,
    seed,
    app: options.app,
    clock,
    log,
    state,
    modals: createModals(),
    triggers: createTriggers(clock),
    rateLimits: createRateLimits(clock, options.rateLimits ?? 'on'),
    faults,
    uploads: createUploads(),
    fileLookMs: options.fileLookMs ?? 0,
    nextTs: createTimestamps(clock, latestTs(state)),
    commit(entry, change) {
      apply(state, entry);
      if (isKept(entry)) journal.append(entry);
      if (change !== undefined) changes.announce(change);
    },
    send,
    emit: (event) => events.emit(eventPayload(world, event)),
    origin: parts.origin,
    openSocket: parts.openSocket,
  };
  return { world, events };
}

function openJournal(path: string | undefined, state: State, clock: Clock) {
  if (path === undefined) return noJournal;
  for (const entry of readJournal(path)) apply(state, entry);
  return startJournal(path, snapshot(state, clock.now()));
}

/** Ephemeral messages live as long as the process, so they are not written. */
function isKept(entry: Entry): boolean {
  return entry.kind !== 'message' || entry.message.ephemeralTo === undefined;
}

function latestTs(state: State): string {
  const all = [...state.messages.values()].flat().flatMap((one) => [one.ts, one.editedTs ?? '0']);
  return all.reduce((latest, ts) => (Number(ts) > Number(latest) ? ts : latest), '0');
}
