import type { Probe } from '../domain/catalog/catalog.ts';
import type { Journey, Route } from '../domain/verdict/journey/form.ts';
import { isPageStep } from '../domain/verdict/journey/page-step.ts';
import type { Variables } from '../domain/verdict/journey/variables.ts';
import { type PagePicture, type Vote, voteOf } from '../domain/verdict/journey/vote.ts';
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

/** What all probes say, and the first picture of where a walk failed. */
interface Round {
  readonly votes: readonly Vote[];
  readonly picture: PagePicture | null;
}

/** One walk from each probe of a journey, all at once. Whoever could not walk has no say, and says why. */
export async function walkRound(
  ground: Ground,
  { name, within, steps, hosts, private: own, probes, picture }: Journey,
  given: Variables,
): Promise<Round> {
  const route: Route = {
    ...{ name, within, private: own, steps },
    ...(hosts ? { hosts } : {}),
    ...(picture === 'failed' ? { picture: true } : {}),
  };
  const walks = await Promise.all(probes.map((probe) => walkFrom(ground, route, probe, given)));
  return {
    votes: walks.map(({ vote }) => vote),
    picture: walks.flatMap((one) => one.picture ?? [])[0] ?? null,
  };
}

async function walkFrom(
  { provider, vantages }: Ground,
  route: Route,
  name: string,
  given: Variables,
): Promise<{ readonly vote: Vote; readonly picture?: PagePicture }> {
  const none = (why: string) => ({ vote: { probe: name, outcome: 'none', why } as const });
  const extraMs = route.steps.some(isPageStep) ? GRACE_MS + BROWSER_MS : GRACE_MS;
  const probe = vantages.find((one) => one.name === name);
  if (!probe) return none('it is no longer in the configuration');
  if (!provider.probes) return none('nothing here can walk');
  try {
    const signal = AbortSignal.timeout(route.within + extraMs);
    const walk = await provider.probes.walk(probe, route, given, signal);
    const [vote, failed] = [voteOf(name, walk), walk.steps.at(-1)];
    if (walk.picture === undefined || !failed) return { vote };
    return { vote, picture: { probe: name, step: failed.name, jpeg: walk.picture } };
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
}
