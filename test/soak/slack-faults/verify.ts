import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Story } from './story.ts';
import { keyOf, type World } from './world.ts';

/** A plan of four shifts and 20 s of baking, told by the clock: Slack's troubles must not lengthen it. */
const LONGEST_RUN_MS = 60_000;

/** What was wrong, by the figure it belongs to. */
export interface Wrongs {
  /** Did not end well, or not in the time its plan needs. */
  readonly held: readonly string[];
  readonly approvals: readonly string[];
  readonly doubled: readonly string[];
  /** Not shown, or not as it is, when Slack was well again. */
  readonly missing: readonly string[];
  readonly order: readonly string[];
}

export async function verifyStory(world: World, story: Story): Promise<Wrongs> {
  const { lane, version } = story;
  const d = await world.ask.newest(lane.service);
  const name = `${d?.id ?? 'nothing'} of ${lane.service}`;
  if (d?.artifact.version !== version) {
    const never = [`${lane.service}@${version} was never asked for`];
    return { held: never, approvals: [], doubled: [], missing: [], order: [] };
  }
  const live = messagesOf(world, story, d);
  const counts = new Map<string, number>();
  for (const { key } of live) counts.set(key, (counts.get(key) ?? 0) + 1);
  const deletions = story.troubles.filter(
    ({ trouble }) => trouble.name === 'message deleted',
  ).length;
  const wished = await world.ask.messages(d.id);
  return {
    held: [...heldUp(d)].map((why) => `${name}: ${why}`),
    approvals: (await approvalsOf(world, d)).map((why) => `${name}: ${why}`),
    doubled: wished.flatMap(({ key }) => {
      const allowed = 1 + (deletions > 0 ? 1 : 0);
      const [shown, posted] = [counts.get(key) ?? 0, world.posts.get(key) ?? 0];
      return shown > 1 || posted > allowed
        ? [`${key} is there ${shown} times, posted ${posted}`]
        : [];
    }),
    missing: missingOf(wished, counts, deletions > 1, live).map((why) => `${name}: ${why}`),
    order: orderOf(live).map((why) => `${name}: ${why}`),
  };
}

function heldUp(d: Deployment): readonly string[] {
  const ranMs = (d.finishedAt ?? Number.POSITIVE_INFINITY) - (d.startedAt ?? 0);
  if (d.status !== 'succeeded') return [`it is ${d.status}`];
  return ranMs > LONGEST_RUN_MS ? [`it ran for ${ranMs} ms`] : [];
}

async function approvalsOf(world: World, d: Deployment): Promise<readonly string[]> {
  const counted = await world.ask.entries(d.id, 'approved');
  return counted === 1 && d.approvals.length === 1
    ? []
    : [`${counted} approvals in the ledger, ${d.approvals.length} on it`];
}

interface Live {
  readonly key: string;
  readonly text: string;
  readonly ts: string;
}

function messagesOf(world: World, { lane }: Story, d: Deployment): readonly Live[] {
  return world.slack.messages(lane.channel).flatMap(({ metadata, text, ts }): Live[] => {
    const key = keyOf(metadata);
    return key?.split(':')[1] === d.id ? [{ key, text, ts }] : [];
  });
}

/** What an administrator deleted twice is left deleted, and is shown as parked instead. */
function missingOf(
  wished: Awaited<ReturnType<World['ask']['messages']>>,
  counts: ReadonlyMap<string, number>,
  mayStayDeleted: boolean,
  live: readonly Live[],
): readonly string[] {
  const lost = wished.filter(({ key, parked }) => {
    const excused = mayStayDeleted && parked !== null;
    return !excused && (parked !== null || !counts.has(key));
  });
  const card = live.find(({ key }) => key.startsWith('card:'));
  const stale = card && !card.text.includes('succeeded') ? [`its card says: ${card.text}`] : [];
  return [...lost.map(({ key, parked }) => `${key} is not shown (${parked})`), ...stale];
}

/** A thread is a log: `log:D-1:7:started` comes before `log:D-1:9:…`, however late both came. */
function orderOf(live: readonly Live[]): readonly string[] {
  const replies = live
    .filter(({ key }) => key.startsWith('log:') || key.startsWith('ping:'))
    .toSorted((a, b) => Number(a.ts) - Number(b.ts))
    .map(({ key }) => Number(key.split(':')[2]));
  return replies.every((n, i) => i === 0 || n >= (replies[i - 1] ?? 0))
    ? []
    : [`replies in the order ${replies.join(', ')}`];
}
