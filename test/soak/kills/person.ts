import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Lane } from '../program/lanes.ts';
import type { Life } from '../program/life.ts';
import { openDeployments } from '../program/watch.ts';
import { demands } from './demands.ts';

const ANSWER_WITHIN_MS = 2_000;

/** One look of the people of a lane at what is open, and what they make of it. Answers come when they come. */
export async function ask(lane: Lane, life: Life, promised: string[]): Promise<void> {
  const { pool, random, places } = lane;
  await say(life, demands(await openDeployments(pool), random, places), promised);
}

/** A life that only has to go on with what there is: nothing new is asked for. */
export async function letGo(life: Life, held: readonly Deployment[]): Promise<void> {
  const lines = held.map(({ id, kind, hold }) => {
    const verb = hold?.by === 'fairway' && kind === 'deploy' ? 'abort' : 'resume';
    return `/release ${verb} ${id}`;
  });
  await say(life, lines, []);
}

async function say(life: Life, lines: readonly string[], promised: string[]): Promise<void> {
  const answers = lines.map(async (line) => {
    const reply = await life.run(line);
    const [, id] = /^(D-\d+): .* is under way\.$/.exec(reply?.text ?? '') ?? [];
    if (id !== undefined) promised.push(id);
  });
  const late = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS).unref());
  await Promise.race([Promise.all(answers), life.gone, late]);
}
