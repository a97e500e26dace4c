import type { Thread } from '../commands/command.ts';
import { hideCredentials, holdsCredential } from '../domain/kernel/credentials.ts';
import { admit, ringFor } from './admit.ts';
import type { Edge } from './edge.ts';
import type { Errand, Origin } from './errand.ts';
import { normalise } from './normalise.ts';
import { Event } from './payload.ts';

/**
 * Persists an event before Bolt acknowledges it (Bolt does that before its listeners, so a crash
 * would lose it). @throws when the database is away: unacknowledged, Slack sends it again.
 */
export async function onEvent(edge: Edge, body: unknown): Promise<void> {
  const read = Event.safeParse(body);
  if (!read.success) return;
  const errand = errandOf(read.data, edge.botUser());
  if (!errand || !edge.gate.admits(errand.account, isUrgent(edge, errand))) return;
  const admitted = await admit(edge, read.data.event_id, 'event', errand);
  if (admitted === 'fresh') await ringFor(edge, read.data.event_id);
}

/** Which deployment a thread is about is found later; for the hurry any will do. */
const SOME: Thread = { id: 'D-1', service: '', environment: '' };

/**
 * Who writes `@fairway rollback` is in no less of a hurry than who types `/rollback shop`. The line is
 * read again when it is worked on, where what it leaves out is known.
 */
function isUrgent(edge: Edge, errand: Errand): boolean {
  if (errand.errand !== 'mention') return false;
  const { command, text, channel } = errand;
  const reading = edge.desk.read(command, text, { channel, thread: SOME });
  return reading.kind === 'line' && reading.urgent;
}

function errandOf(sent: Event, botUser: string | null): Errand | null {
  const { event } = sent;
  // Bots, ourselves among them, ask for nothing; edits and joins repeat a mention that was answered.
  if (!event.user || event.bot_id || event.subtype) return null;
  const origin: Origin = {
    account: event.user,
    team: event.user_team ?? event.team ?? sent.team_id ?? null,
    channel: event.channel ?? null,
    thread: event.thread_ts ?? event.ts ?? null,
    responseUrl: null,
  };
  if (event.type === 'app_home_opened') {
    const home: Errand = { ...origin, channel: null, thread: null, errand: 'home' };
    return event.tab === 'messages' ? null : home;
  }
  if (event.type !== 'app_mention') return null;
  return { ...origin, errand: 'mention', ...mentioned(safe(event.text ?? ''), botUser) };
}

/** A mention is stored before anybody reads it; what was taken out of it is refused when it is read. */
function safe(text: string): string {
  return holdsCredential(text) ? hideCredentials(text) : text;
}

/**
 * Every verb may follow a mention: `@fairway deploy shop…` is `/deploy shop…`, any other word is
 * `/release`'s. What stands before our own mention is talk; until we know our id, the first is ours.
 */
function mentioned(
  raw: string,
  botUser: string | null,
): { readonly command: string; readonly text: string } {
  const said = normalise(raw);
  const ours = botUser === null ? -1 : said.indexOf(`<@${botUser}>`);
  const words = said.slice(Math.max(0, ours)).replace(/^[^<]*<@[A-Z0-9]+>[\s,:]*/, '');
  const rooted = /^\/?(deploy|rollback|release)(?:\s+(.*))?$/is.exec(words);
  if (!rooted) return { command: '/release', text: words === '' ? 'help' : words };
  return { command: `/${(rooted[1] ?? '').toLowerCase()}`, text: rooted[2] ?? '' };
}
