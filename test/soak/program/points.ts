import type { Doorbell } from '../../../src/ports/bell.ts';
import type { Call, Deployer, Effect } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import type { End } from './words.ts';

export interface Points {
  /** Says that a point was reached, and dies there when that was ordered. */
  reach(name: string): void;
  /** The same a moment after a call has left. */
  fly(name: string): void;
}

/** The process ends itself at an exact place: a signal from outside would come where it happens to come. */
export function createPoints(end: End | null, tell: (name: string) => void): Points {
  let met = 0;
  function reach(name: string): void {
    tell(name);
    if (end?.at !== name) return;
    met += 1;
    if (met === end.nth) process.kill(process.pid, end.signal);
  }
  return {
    reach,
    fly(name) {
      if (end?.at === name) setTimeout(() => reach(name), end.flyMs);
      else tell(name);
    },
  };
}

/** A provider that tells where it is. */
export function watchedProvider(provider: Provider, points: Points): Provider {
  const { metrics } = provider;
  return {
    ...provider,
    deployer: watchedDeployer(provider.deployer, points),
    metrics: metrics && {
      async read(target, placement) {
        const read = await metrics.read(target, placement);
        points.reach('measured');
        return read;
      },
    },
  };
}

function watchedDeployer(deployer: Deployer, points: Points): Deployer {
  async function effect(verb: string, ask: () => Promise<Effect>): Promise<Effect> {
    points.reach(`asked:${verb}`);
    const asked = ask();
    points.fly(`flying:${verb}`);
    const answer = await asked;
    points.reach(`answered:${verb}`);
    return answer;
  }
  return {
    ...deployer,
    prestage: (call: Call, artifacts) =>
      effect('prestage', () => deployer.prestage(call, artifacts)),
    start: (call, artifact) => effect('start', () => deployer.start(call, artifact)),
    shift: (call, artifact, rest, percent) =>
      effect('shift', () => deployer.shift(call, artifact, rest, percent)),
    finish: (call, artifact, standby) =>
      effect('finish', () => deployer.finish(call, artifact, standby)),
    async observe(target, placement) {
      const seen = await deployer.observe(target, placement);
      points.reach('observed');
      return seen;
    },
  };
}

/** A bell that tells that it was rung, just before it is. */
export function watchedBell(bell: Doorbell, points: Points): Doorbell {
  return {
    async ring(name, id) {
      points.reach(`rung:${name}`);
      await bell.ring(name, id);
    },
    ringIn: bell.ringIn,
    unanswered: bell.unanswered,
  };
}
