import type { Deployment } from '../domain/deployment/deployment.ts';
import { noteOn } from '../domain/deployment/note.ts';
import { noteOn as noteOnIncident } from '../domain/incident/command.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { messageAt } from '../domain/kernel/message-link.ts';
import { LONGEST_NOTE, type Noted } from '../domain/kernel/noted.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Recorded } from '../ports/store.ts';
import { joinDeployment } from '../ports/trace.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { deploymentFor } from './find.ts';
import { flag, reason, required } from './grammar/spec.ts';
import { incidentNamed } from './incident-named.ts';
import { maySteerAny } from './may-steer.ts';
import { noteOf } from './noted-before.ts';
import { answer, confirm, no } from './reply.ts';

/** Others may write to the same row first. */
const TRIES = 5;

/** Marks what somebody saw for the retrospective, with its time: it stands in the ledger and in the thread. */
export const note = defineVerb({
  name: 'note',
  root: '/release',
  aliases: [],
  says: 'Mark what you saw, or a message of the chat, for the retrospective of a deployment or an incident',
  example: '/release note D-12 the queue grew a minute before the alert',
  args: { id: required('id'), message: flag('text'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, message = null, because = '' }) {
    const noted: Noted = { words: because.trim() === '' ? null : because, message };
    const wrong = wrongWith(id, noted);
    return wrong ? no(wrong) : keep(ctx, asked, id, noted);
  },
});

type Subject = Deployment | Incident;

/** Looked up anew when its row moved meanwhile, so that two who mark the same message at once mark it once. */
async function keep(ctx: Context, asked: Asked, id: string, noted: Noted): Promise<Reply> {
  let recorded: Recorded = { kind: 'unchanged' };
  let done = '';
  for (let tries = 0; tries < TRIES && recorded.kind === 'unchanged'; tries += 1) {
    const found = await subjectFor(ctx, asked, id);
    if (isRefusal(found)) return no(found);
    const before = noted.message && (await noteOf(ctx, found.id, noted.message));
    if (before) return confirm(`${found.id} has that message already: ${before.by} noted it.`);
    recorded = await record(ctx, found, asked.actor.id ?? '', noted);
    done = `Noted for the retrospective of ${found.id}${withWhat(noted)}.`;
  }
  return answer(recorded, done);
}

async function subjectFor(ctx: Context, asked: Asked, id: string): Promise<Subject | Refusal> {
  if (!/^inc-/i.test(id)) return deploymentFor(ctx, asked, 'steer', id);
  const found = await incidentNamed(ctx, id);
  if (isRefusal(found)) return found;
  return maySteerAny(asked.actor, ctx.catalog(), found.places) ?? found;
}

function record(ctx: Context, found: Subject, by: string, noted: Noted): Promise<Recorded> {
  if ('severity' in found) {
    return ctx.store.change({ target: found }, ({ now }) => noteOnIncident(found, by, noted, now));
  }
  joinDeployment(found);
  return ctx.store.change({ target: found, deployment: found.id }, ({ deployment: d, now }) => {
    const moved = noted.message !== null && d?.revision !== found.revision;
    return d && !moved ? noteOn(d, by, noted, now) : null;
  });
}

function withWhat({ words, message }: Noted): string {
  if (message === null) return '';
  return words === null
    ? ', as a link to the message'
    : ', with its words and a link to the message';
}

function wrongWith(id: string, { words, message }: Noted): Refusal | null {
  if (message !== null && messageAt(message) === null) {
    return refuse('no-message', 'That leads to no message of the chat.', {
      why: 'What is kept is the permalink that Slack gives ("Copy link" in the menu of a message).',
      line: `/release note ${id} the queue grew a minute before the alert`,
    });
  }
  if (words === null && message === null) {
    return refuse('missing', 'What you saw is missing.', {
      line: `/release note ${id} the queue grew a minute before the alert`,
    });
  }
  if (words === null || words.length <= LONGEST_NOTE) return null;
  return refuse('too-long', `That has ${words.length} characters.`, {
    fix: `Say it in at most ${LONGEST_NOTE}, or in several notes.`,
  });
}
