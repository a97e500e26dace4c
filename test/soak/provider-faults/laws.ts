import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Trouble } from './kinds.ts';
import type { Way, World } from './worlds.ts';

type End = 'succeeded' | 'asks people' | 'failed' | 'open';

export interface Verdicts {
  /** It ended in a way that its trouble does not excuse. */
  readonly wrongClass: readonly string[];
  /** Something was asked for again although nobody knew whether it had happened. */
  readonly blind: readonly string[];
  readonly doubled: readonly string[];
  /** A success was recorded that the world does not show. */
  readonly believed: readonly string[];
}

export function judge(
  way: Way,
  trouble: Trouble,
  world: World,
  all: readonly Deployment[],
): Verdicts {
  const end = endOf(all);
  const wanted = endsOf(way, trouble);
  const effects = world.effects();
  const again = effects.filter((key) => attemptOf(key) > 1 && !isKnownFailure(way, trouble));
  const blind = way.dedup === 'none' ? repeated(world.calls()) : [];
  return {
    wrongClass: wanted.includes(end) ? [] : [`${end}, not ${wanted.join(' or ')}`],
    blind: [...blind, ...again].map((key) => `asked for again: ${key}`),
    doubled: repeated(effects).map((key) => `took place twice: ${key}`),
    believed: unseen(all, world),
  };
}

function endOf(all: readonly Deployment[]): End {
  const [d] = all;
  if (d?.hold?.by === 'fairway' && d.hold.asks.length > 0 && d.hold.why !== '')
    return 'asks people';
  if (d?.status === 'failed' || d?.status === 'succeeded') return d.status;
  return 'open';
}

/** A provider that says it has changed nothing, or is seen to have changed nothing. */
function isKnownFailure({ by }: Way, { kind }: Trouble): boolean {
  return kind === 'lying success' || (by === 'programs' && (kind === '429' || kind === '5xx'));
}

/** How it may end. */
function endsOf(way: Way, trouble: Trouble): readonly End[] {
  const { kind, call } = trouble;
  // The old version stands by after a finish, as it did before: a lie about it changes nothing.
  const harmless = kind === 'lying success' && call === 'finish';
  // A pull is seen by nobody but the start that needs it.
  if (kind === 'lying success' && call === 'prestage') return ['failed'];
  // The program's own word is clear; only the look at it was not understood, and that is repeated.
  const readsOnly = way.by === 'programs' && kind === 'wrong body';
  if (way.dedup !== 'none' || harmless || readsOnly) return liesOf(way, trouble);
  return isKnownFailure(way, trouble) && kind !== 'lying success' ? ['failed'] : ['asks people'];
}

/** What a target promises is its own; a program's lie is put before people whatever it promises. */
function liesOf({ by }: Way, { kind, call }: Trouble): readonly End[] {
  const lie = kind === 'lying success' && call !== 'finish';
  return by === 'programs' && lie ? ['asks people'] : ['succeeded'];
}

function unseen(all: readonly Deployment[], world: World): readonly string[] {
  const last = all.findLast((d) => d.status === 'succeeded');
  const [d] = all;
  if (!last && d?.hold) return [];
  const wanted = `${last?.artifact.version ?? '1.0.0'} 100 %`;
  const serving = world.live().filter(({ percent }) => percent > 0);
  const serves = serving.map(({ version, percent }) => `${version} ${percent} %`).join(', ');
  return serves === wanted ? [] : [`${serves} serves, not ${wanted}`];
}

function attemptOf(key: string): number {
  return Number(key.split(':')[2]);
}

function repeated(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))];
}
