import type { Probe } from '../../domain/catalog/catalog.ts';
import type { Route } from '../../domain/verdict/journey/form.ts';
import type { Variables } from '../../domain/verdict/journey/variables.ts';
import type { Walk } from '../../domain/verdict/journey/vote.ts';
import type { Ground } from './walk.ts';
import { Answered, Declined, PATH } from './wire.ts';

/**
 * Has another host walk, as `fairway probe` there answers.
 * @throws whatever else it answers, and when it does not: it has no say then
 */
export async function askToWalk(
  { fetchTo, env }: Ground,
  probe: Probe & { readonly url: string },
  asked: { readonly route: Route; readonly given: Variables },
  signal: AbortSignal,
): Promise<Walk> {
  const token = probe.tokenFrom === null ? undefined : env[probe.tokenFrom];
  if (!token) throw new Error(`${probe.tokenFrom ?? 'its token'} is not set here`);
  const url = new URL(PATH, probe.url);
  const host = { host: url.hostname, private: probe.private ?? false };
  const { status, text } = await fetchTo([host])(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal,
  });
  if (status !== 200) throw new Error(`it answered ${status}${whyIn(text)}`);
  const { steps, picture } = Answered.parse(JSON.parse(text));
  // As many as were asked for, up to the first that failed: anything else is no walk of this route.
  const isWhole =
    steps.length > 0 &&
    steps.every(
      ({ name, why }, i) =>
        name === asked.route.steps[i]?.name && (why === null || i === steps.length - 1),
    ) &&
    (steps.length === asked.route.steps.length || steps.at(-1)?.why !== null);
  if (!isWhole) throw new Error('it answered with a walk of another route');
  const isWanted = asked.route.picture === true && steps.at(-1)?.why !== null;
  return { steps, ...(isWanted && picture !== undefined ? { picture } : {}) };
}

/** What a probe says of a walk that it did not make; nothing where it says nothing we know. */
function whyIn(text: string): string {
  try {
    return `, ${Declined.parse(JSON.parse(text)).why}`;
  } catch {
    return '';
  }
}
