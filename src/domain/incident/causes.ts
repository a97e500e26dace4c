import type { Incident, Link } from './incident.ts';

/** A deployment that broke something: by whose word, or because the incident ended when it was returned from. */
export interface Cause {
  readonly deployment: string;
  readonly by: string;
  readonly how: 'linked' | 'ended by its rollback';
}

/**
 * What broke it, each once: what was linked as its cause, what was returned from by a rollback that was linked as
 * its fix, and what it was found to be. @param returnedFrom what a deployment returns from; null when it is no rollback
 */
export function causesOf(
  { links }: Pick<Incident, 'links'>,
  returnedFrom: (deployment: string) => string | null,
  found: Cause | null = null,
): readonly Cause[] {
  const linked = links.flatMap((one): readonly Cause[] => {
    const deployment = brokenBy(one, returnedFrom);
    return deployment === null ? [] : [{ deployment, by: one.by, how: 'linked' }];
  });
  const all = found ? [...linked, found] : linked;
  return all.filter((one, i) => all.findIndex((o) => o.deployment === one.deployment) === i);
}

function brokenBy(
  { deployment, role }: Link,
  returnedFrom: (deployment: string) => string | null,
): string | null {
  return role === 'cause' ? deployment : returnedFrom(deployment);
}
