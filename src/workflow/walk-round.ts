import type { Probe } from '../domain/catalog/catalog.ts';
import type { Journey, Route } from '../domain/verdict/journey/form.ts';
import { isPageStep } from '../domain/verdict/journey/page-step.ts';
import type { Variables } from '../domain/verdict/journey/variables.ts';
import { type Vote, voteOf } from '../domain/verdict/journey/vote.ts';
import type { Provider } from '../ports/provider.ts';

/** How long a probe may take beyond the walk itself. */
const GRACE_MS = 5_000;
/** And where a browser is waited for and started. */
const BROWSER_MS = 25_000;

/** Where journeys are walked from, and by what. */
interface Ground {
  readonly provider: Pick<Provider, 'probes'>;
  readonly vantages: readonly Probe[];
}

/** One walk from each probe of a journey, all at once. Whoever could not walk has no say, and says why. */
export async function walkRound(
  ground: Ground,
  { name, within, steps, hosts, private: own, probes }: Journey,
  given: Variables,
): Promise<readonly Vote[]> {
  const route: Route = { name, within, private: own, steps, ...(hosts ? { hosts } : {}) };
  return Promise.all(probes.map((probe) => vote(ground, route, probe, given)));
}

async function vote(
  { provider, vantages }: Ground,
  route: Route,
  name: string,
  given: Variables,
): Promise<Vote> {
  const extraMs = route.steps.some(isPageStep) ? GRACE_MS + BROWSER_MS : GRACE_MS;
  const probe = vantages.find((one) => one.name === name);
  if (!probe) return { probe: name, outcome: 'none', why: 'it is no longer in the configuration' };
  if (!provider.probes) return { probe: name, outcome: 'none', why: 'nothing here can walk' };
  try {
    const signal = AbortSignal.timeout(route.within + extraMs);
    return voteOf(name, await provider.probes.walk(probe, route, given, signal));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { probe: name, outcome: 'none', why };
  }
}
