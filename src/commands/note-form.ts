import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { notOurs } from '../domain/deployment/rights.ts';
import { type Incident, isIncidentId } from '../domain/incident/incident.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Form, FormField } from '../projections/view.ts';
import { titleOf } from '../projections/words.ts';
import { maySteerAny } from './may-steer.ts';
import { scopedTo } from './scoped.ts';

const LAST_MS = 24 * 3_600_000;
const MOST_INCIDENTS = 20;
const MOST_DEPLOYMENTS = 50;

/** A message of the chat that somebody points at. */
export interface Pointed {
  /** Its permalink. */
  readonly link: string;
  /** Its words, without credentials; null where they may not be kept, as `silence` says why. */
  readonly words: string | null;
  readonly silence: string | null;
  /** The deployment or incident in whose thread it stands, or null. */
  readonly under: string | null;
}

type Reads = Pick<Context, 'catalog' | 'records'>;
type Subject = Deployment | Incident;

/**
 * Asks for what the message is noted, where its thread does not say, and whether its words are kept. Offered are open
 * incidents and the deployments of the last day that this person may look at and steer.
 */
export async function noteForm(
  ctx: Reads,
  { link, words, silence, under }: Pointed,
  actor: Actor,
): Promise<Form | Refusal> {
  const stranger = notOurs(actor);
  if (stranger) return stranger;
  const own = scopedTo(ctx, actor);
  const known = under === null ? null : await named(own, under);
  const forbids = (one: Subject) => maySteerAny(actor, ctx.catalog(), placesOf(one));
  const forbidden = known && forbids(known);
  if (forbidden) return forbidden;
  const mine = known ? [known] : (await recent(own)).filter((one) => forbids(one) === null);
  if (mine.length === 0) return nothing(link);
  const kept = words === null ? {} : { because: words };
  return {
    verb: 'note',
    title: 'Note for the retro',
    submit: 'Note it',
    given: { message: link, ...kept, ...(known ? { id: known.id } : {}) },
    fields: [...(known ? [] : [which(mine)]), ...(words === null ? [] : [BOX])],
    says: [
      known
        ? `For ${labelOf(known)}.`
        : 'A link to the message is kept with your name and the time.',
      ...(silence === null ? [] : [`Only a link is kept: ${silence}.`]),
    ].join(' '),
  };
}

const BOX: FormField = {
  name: 'because',
  label: 'Its words',
  hint: 'Whoever reads the retrospective reads them. Without them only the link is kept.',
  optional: true,
  initial: null,
  multiline: false,
  options: null,
  box: 'Keep them as well',
};

function which(subjects: readonly Subject[]): FormField {
  const options = subjects.map((one) => ({ value: one.id, label: labelOf(one) }));
  return {
    name: 'id',
    label: 'For the retrospective of',
    hint: null,
    optional: false,
    initial: null,
    multiline: false,
    options,
  };
}

async function named({ records }: Reads, id: string): Promise<Subject | null> {
  if (isDeploymentId(id)) return records.deployment(id);
  return isIncidentId(id) ? records.incident(id) : null;
}

async function recent({ records }: Reads): Promise<readonly Subject[]> {
  const since = plus(await records.now(), -LAST_MS);
  const [incidents, deployments] = await Promise.all([
    records.incidents({ open: true, limit: MOST_INCIDENTS }),
    records.deployments({ since, limit: MOST_DEPLOYMENTS }),
  ]);
  return [...incidents, ...deployments];
}

function placesOf(one: Subject) {
  return 'severity' in one ? one.places : [one];
}

function labelOf(one: Subject): string {
  return `${one.id}: ${'severity' in one ? one.title : titleOf(one)}`;
}

function nothing(link: string): Refusal {
  return refuse('nothing-to-note', 'There is nothing that this can be noted for.', {
    why: 'No incident is open, and nothing was deployed in the last 24 hours, where you may act.',
    fix: 'Name an older one:',
    line: `/release note D-12 --message ${link}`,
  });
}
