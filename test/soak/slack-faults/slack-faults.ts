import { createRandom } from '../random.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { LANES } from './organisation.ts';
import { eventsOf, tell, wellAt, writeStories } from './story.ts';
import { verifyStory, type Wrongs } from './verify.ts';
import { openWorld, type World } from './world.ts';

const ROUNDS = { short: 3, full: 63 } as const;
/** What nobody could post is tried again every five minutes at the latest. */
const CATCH_UP_MS = 15 * 60_000;

/**
 * Whole deployments through the front door while Slack limits, fails, forgets its answers, loses
 * messages, closes channels and revokes the token: they go on, and when it is well again everything
 * is there, once.
 */
export const slackFaults: Trial = {
  name: 'slack-faults',
  says: 'Slack limits, fails, deletes, archives, throws us out and revokes our token mid-run',
  run,
};

interface Told {
  readonly wrongs: readonly Wrongs[];
  readonly troubles: number;
  readonly parked: number;
  readonly catchUpMs: number;
  readonly faults: readonly string[];
}

async function run({ size, seed, tell: say }: Order): Promise<Outcome> {
  const world = await openWorld();
  const rounds: Told[] = [];
  try {
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      const done = await oneRound(world, round, seed);
      rounds.push(done);
      say(`round ${round}: ${done.troubles} troubles, caught up after ${done.catchUpMs} ms`);
      for (const fault of done.faults) say(fault);
      // What went wrong in one round would be blamed on the next.
      if (done.faults.length > 0) break;
    }
  } finally {
    await world.close();
  }
  return outcomeOf(rounds);
}

async function oneRound(world: World, round: number, seed: number): Promise<Told> {
  const random = createRandom(seed + round * 7_919);
  const stories = writeStories(round, random);
  const wellMs = wellAt(stories);
  const begin = world.clock.now();
  const events = stories.flatMap((story) => eventsOf(world, story, wellMs, random));
  let parked = 0;
  const counting = {
    at: wellMs,
    async run() {
      parked = await world.ask.parked();
    },
  };
  const well = { at: wellMs, run: () => world.slack.faults({ revoke_token: false }) };
  await tell(world, [...events, counting, well], CATCH_UP_MS);
  const wrongs = await Promise.all(stories.map((story) => verifyStory(world, story)));
  const where = `seed ${seed}, round ${round}`;
  const errors = world.errors.splice(0).map((error) => `an error was logged: ${error}`);
  const unquiet = (await world.ask.isQuiet()) ? [] : ['something was still to be done'];
  const all = [...wrongs.flatMap((one) => Object.values(one).flat()), ...errors, ...unquiet];
  return {
    wrongs,
    troubles: stories.reduce((n, story) => n + story.troubles.length, 0),
    parked,
    catchUpMs: world.clock.now() - begin - wellMs,
    faults: all.map((fault) => `${where}: ${String(fault)}`),
  };
}

function outcomeOf(rounds: readonly Told[]): Outcome {
  const wrongs = rounds.flatMap((round) => round.wrongs);
  const sum = (of: (round: Told) => number): number => rounds.reduce((n, r) => n + of(r), 0);
  const longest = Math.max(...rounds.map(({ catchUpMs }) => catchUpMs));
  return {
    figures: [
      told('slack faults: deployments under trouble', rounds.length * LANES.length),
      told(
        'slack faults: troubles',
        sum(({ troubles }) => troubles),
      ),
      none(
        'slack faults: deployments that did not go on and end',
        wrongs.flatMap((one) => one.held),
      ),
      none(
        'slack faults: approvals lost or counted twice',
        wrongs.flatMap((one) => one.approvals),
      ),
      none(
        'slack faults: posts there twice',
        wrongs.flatMap((one) => one.doubled),
      ),
      none(
        'slack faults: posts missing or out of date once Slack was well',
        wrongs.flatMap((one) => one.missing),
      ),
      none(
        'slack faults: threads out of order',
        wrongs.flatMap((one) => one.order),
      ),
      told(
        'slack faults: messages parked and shown while Slack was not well',
        sum(({ parked }) => parked),
      ),
      told('slack faults: all caught up after, at most', `${Math.round(longest / 1_000)} s`),
    ],
    faults: rounds.flatMap(({ faults }) => faults),
  };
}
