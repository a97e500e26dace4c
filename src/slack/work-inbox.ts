import type { Reply } from '../commands/command.ts';
import type { Desk } from '../commands/desk.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Documents } from '../ports/documents.ts';
import type { Act, Inbox } from '../ports/inbox.ts';
import { inTrace } from '../ports/trace.ts';
import type { View } from '../projections/view.ts';
import { actTrace } from './act-trace.ts';
import { type Answers, answer } from './answer.ts';
import { call } from './api.ts';
import type { Bot } from './bot-identity.ts';
import { Errand, type LineErrand, type Origin } from './errand.ts';
import type { Identified, Identities } from './identity.ts';
import { isOurs, type Judging } from './is-ours.ts';
import { renderHome } from './render/home.ts';
import { showDocument } from './show-document.ts';
import { deploymentOf, type Threads } from './thread.ts';
import type { PostBytes } from './upload.ts';
import { NOT_OURS, NOT_YET_CONFIRMED, OUTSIDE, openForm, tooOld, UNCONFIRMED } from './words.ts';

export interface InboxWork extends Answers, Threads, Judging {
  readonly messages: Threads['messages'] & Judging['messages'];
  readonly inbox: Pick<Inbox, 'take' | 'putOff' | 'done'>;
  readonly desk: Desk;
  readonly identities: Identities;
  readonly documents: Documents;
  readonly postBytes: PostBytes;
  /** Who we are in the chat, once that is known. */
  readonly bot: () => Bot | null;
  /** Does what a machine sent. */
  readonly takeAlerts: TakeAlerts;
  readonly now: () => Instant;
}

export type TakeAlerts = (act: Act) => Promise<void>;

const CLAIM_MS = 60_000;
/** Older than this it is not done but handed back: nobody expects an approval pressed before lunch. */
const STALE_MS = 15 * 60_000;
/** Acts of one ring: what is left has rings of its own, and a worker that stops is not held for long. */
const MOST_ACTS = 25;
const CONFIRM_EVERY_MS = 5_000;
const FROM_MACHINES: ReadonlySet<Act['kind']> = new Set([
  'alert',
  'version',
  'ticket',
  'change',
  'tests',
]);

/**
 * Does what waits in the inbox, each in its turn, and answers the senders. Whose ring it was does not
 * matter: after a flood of one person the next act is somebody else's. Idempotent by the row: a done one
 * is not taken. @throws weather (the database, say): the row stays unfinished and the sweep brings it back.
 */
export async function workInbox(work: InboxWork): Promise<void> {
  for (let n = 0; n < MOST_ACTS; n += 1) {
    const act = await work.inbox.take(CLAIM_MS);
    if (!act) return;
    await inTrace(actTrace(act.id), () => workAct(work, act));
  }
}

async function workAct(work: InboxWork, act: Act): Promise<void> {
  if (FROM_MACHINES.has(act.kind)) {
    await work.takeAlerts(act);
    return work.inbox.done(act.id);
  }
  const errand = Errand.safeParse(act.body);
  if (!errand.success) work.log.error({ act: act.id }, 'an act in the inbox cannot be read');
  const became = errand.success ? await runErrand(work, errand.data, act) : 'done';
  if (became === 'done') await work.inbox.done(act.id);
}

type Became = 'done' | 'put off';

async function runErrand(work: InboxWork, errand: Errand, act: Act): Promise<Became> {
  switch (errand.errand) {
    case 'home':
      await showHome(work, errand);
      return 'done';
    case 'mention':
      return runMention(work, errand, act);
    case 'line':
      return runLine(work, errand, act);
  }
}

async function runMention(
  work: InboxWork,
  errand: Extract<Errand, { errand: 'mention' }>,
  act: Act,
): Promise<Became> {
  // Before it is read: what it may have meant tells names as well.
  const who = await work.identities.identify(errand, { urgent: false });
  if (isOutside(who)) return turnAway(work, errand);
  const thread = await deploymentOf(work, errand);
  const { channel, command, text } = errand;
  const reading = work.desk.read(command, text, { channel, thread });
  if (reading.kind !== 'line') {
    await answer(work, errand, reading.kind === 'form' ? openForm(reading.form) : reading.view);
    return 'done';
  }
  const { line, urgent } = reading;
  return runLine(
    work,
    { ...errand, errand: 'line', line, urgent, from: 'mention', press: null },
    act,
  );
}

async function runLine(work: InboxWork, errand: LineErrand, act: Act): Promise<Became> {
  const ageMs = work.now() - act.receivedAt;
  if (ageMs > STALE_MS) {
    await answer(work, errand, tooOld(errand.line, Math.round(ageMs / 60_000)));
    return 'done';
  }
  const { line, urgent } = errand;
  const decides = work.desk.decides(line);
  const who = await work.identities.identify(errand, { urgent, decides });
  if (isOutside(who)) return turnAway(work, errand);
  if (decides && !(await isOurs(work, errand))) {
    await answer(work, errand, NOT_OURS);
    return 'done';
  }
  const reply = await work.desk.run(line, who.actor, {
    channel: errand.channel,
    act: act.id,
  });
  if (isUnsure(reply, who) && ageMs < STALE_MS - CONFIRM_EVERY_MS) {
    if (ageMs < CONFIRM_EVERY_MS) await answer(work, errand, NOT_YET_CONFIRMED);
    await work.inbox.putOff(act.id, CONFIRM_EVERY_MS);
    return 'put off';
  }
  const said = wordsFor(reply, who, errand);
  const view = await documented(work, errand, act, reply, said?.view ?? null);
  if (said && view) await answer(work, errand, view, said.replace);
  if (errand.from === 'home') await showHome(work, errand);
  return 'done';
}

/** The same where a document was asked for, once that is made. */
async function documented(
  work: InboxWork,
  { account }: Origin,
  { id }: Act,
  reply: Reply,
  view: View | null,
): Promise<View | null> {
  if (reply.kind !== 'said' || !reply.document || !view) return view;
  return showDocument(work, { act: id, account }, reply.document, view);
}

/**
 * What to tell, or null where the card shows it. A private preview that was decided is replaced, so
 * that its buttons are gone; a refusal leaves it, because trying again may be right.
 */
function wordsFor(
  reply: Reply,
  who: Identified,
  errand: LineErrand,
): { readonly view: View; readonly replace: boolean } | null {
  const decided = errand.from === 'private';
  switch (reply.kind) {
    case 'said': {
      const shown = errand.from === 'card' || errand.from === 'home';
      return reply.typedOnly && shown ? null : { view: reply.view, replace: decided };
    }
    case 'refused': {
      return { view: isUnsure(reply, who) ? UNCONFIRMED : reply.view, replace: false };
    }
    case 'form':
      return { view: openForm(reply.form), replace: false };
  }
}

/** Somebody of another company, for sure: of whom Slack does not say it is known only that they may not decide. */
function isOutside({ actor, confirmed }: Identified): boolean {
  return confirmed && actor.kind === 'outsider';
}

async function turnAway(work: InboxWork, to: Origin): Promise<'done'> {
  await answer(work, to, OUTSIDE);
  return 'done';
}

/** Refused only because Slack did not say who this is: it may say so in a moment, and then it counts. */
function isUnsure(reply: Reply, who: Identified): boolean {
  return reply.kind === 'refused' && reply.refusal.code === 'not-a-member' && !who.confirmed;
}

/** A person's Home tab as it is now. Not shown is no fault of theirs: opening it again asks again. */
async function showHome(work: InboxWork, to: Origin): Promise<void> {
  const who = await work.identities.identify(to, { urgent: false });
  if (isOutside(who)) return;
  const { account } = to;
  const home = renderHome(await work.desk.home(who.actor), work.names());
  const view = { ...home, blocks: work.seals.seal(home.blocks, account) };
  const published = await call(work.api, 'views.publish', { user_id: account, view });
  if (published.kind !== 'ok') {
    work.log.warn({ account, published }, 'a Home tab could not be shown');
  }
}
