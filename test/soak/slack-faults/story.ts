import type { Random } from '../random.ts';
import { ANA, BO, ELSEWHERE, LANES, type Lane } from './organisation.ts';
import { type Trouble, troubles } from './troubles.ts';
import { keyOf, type World } from './world.ts';

/** A deployment on one lane, and what becomes of Slack meanwhile. Times in ms from the beginning. */
export interface Story {
  readonly lane: Lane;
  readonly version: string;
  readonly approveAt: number;
  /** How often bo presses, a little apart: people do. */
  readonly presses: number;
  readonly troubles: readonly {
    readonly trouble: Trouble;
    readonly at: number;
    readonly forMs: number;
  }[];
}

export interface Event {
  readonly at: number;
  run(): Promise<void> | void;
}

const AGAIN_MS = 5_000;

export function writeStories(round: number, random: Random): readonly Story[] {
  return LANES.map((lane) => ({
    lane,
    version: round % 2 === 0 ? '1.1.0' : '1.0.0',
    approveAt: random.between(3_000, 30_000),
    presses: random.between(1, 3),
    troubles: Array.from({ length: random.between(0, 2) }, () => ({
      trouble: random.pick(troubles),
      at: random.between(2_000, 70_000), // once it is asked for: nobody can type where a channel is archived
      forMs: random.between(2_000, 180_000),
    })),
  }));
}

/** When Slack is well again for good. */
export function wellAt(stories: readonly Story[]): number {
  return Math.max(0, ...stories.flatMap((s) => s.troubles.map((one) => one.at + one.forMs)));
}

export function eventsOf(world: World, story: Story, wellMs: number, random: Random): Event[] {
  const { lane, version, approveAt, presses } = story;
  const { slack } = world;
  const text = `${lane.service}@${version} to production`;
  const typed: Event = {
    at: 1_000,
    run: () => expectOk(slack.command({ ...in_(lane.channel, ANA), command: '/deploy', text })),
  };
  let taken = false;
  const press = async (): Promise<void> => {
    taken = (await approve(world, story)) || taken;
  };
  const pressed = Array.from({ length: presses }, (_, n) => {
    return { at: approveAt + n * 700, run: press };
  });
  // Where there was nothing to approve yet: a press that was taken must count without this one.
  const late: Event = { at: wellMs + 30_000, run: () => (taken ? undefined : press()) };
  const trouble = story.troubles.flatMap((one): Event[] => [
    { at: one.at, run: () => one.trouble.begin(slack, lane, random) },
    { at: one.at + one.forMs, run: () => one.trouble.end?.(slack, lane) },
  ]);
  return [typed, ...pressed, late, ...trouble];
}

/** By the card's button where bo sees it, else by the command where bo can still type. True when it was taken. */
async function approve(world: World, { lane, version }: Story): Promise<boolean> {
  const d = await world.ask.newest(lane.service);
  if (d?.status !== 'pending' || d.artifact.version !== version) return false;
  const card = world.slack
    .messages(lane.channel)
    .find((one) => keyOf(one.metadata) === `card:${d.id}`);
  const offers = JSON.stringify(card?.blocks ?? []).includes('"approve"');
  if (card && offers) {
    const click = { user: BO, channel: lane.channel, ts: card.ts, action_id: 'approve' };
    if ((await world.slack.click(click)).ok) return true;
  }
  await expectOk(
    world.slack.command({
      ...in_(ELSEWHERE, BO),
      command: '/release',
      text: `approve ${d.id}`,
    }),
  );
  return true;
}

/** The stories of a round, told until everything that may happen by itself has happened. */
export async function tell(world: World, events: readonly Event[], mostMs: number): Promise<void> {
  const begin = world.clock.now();
  const since = (): number => world.clock.now() - begin;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    if (event.at > since()) await world.pass(event.at - since());
    await event.run();
  }
  const end = since() + mostMs;
  while (since() < end && !(await world.ask.isQuiet())) await world.pass(AGAIN_MS);
}

function in_(channel: string, user: string) {
  return { channel, user };
}

async function expectOk(act: Promise<{ readonly ok: boolean }>): Promise<void> {
  const result = await act;
  if (!result.ok) throw new Error(`somebody was not answered: ${JSON.stringify(result)}`);
}
