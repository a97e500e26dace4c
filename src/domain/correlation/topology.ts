/** How one service stands to another: what calls what, `hops` apart. */
export type Relation =
  | { readonly kind: 'same' }
  /** What is hurt cannot do without it. */
  | { readonly kind: 'needed'; readonly hops: number }
  /** It cannot do without what is hurt: it may ask too much of that, or something new. */
  | { readonly kind: 'needs'; readonly hops: number }
  /** Both need the same thing, which one of them may use up. */
  | { readonly kind: 'shares' }
  /** Nobody said which service it is about. */
  | { readonly kind: 'unsaid' }
  | { readonly kind: 'none' };

/** Who needs whom. */
export interface Node {
  readonly name: string;
  readonly dependsOn?: readonly string[];
}

/** Further on nobody is told by a path why it would be so. */
export const FARTHEST = { needed: 4, needs: 2 } as const;

/**
 * Each service that stands in any relation to this one, by name; the nearest relation counts, and of several
 * the one by which trouble travels: from what is needed to who needs it. What is not in it has none.
 */
export function relationsOf(all: readonly Node[], service: string): ReadonlyMap<string, Relation> {
  const needs = new Map(all.map(({ name, dependsOn = [] }) => [name, dependsOn]));
  const neededBy = reversed(all);
  const found = new Map<string, Relation>();
  const near = needs.get(service) ?? [];
  for (const shared of near) {
    for (const other of neededBy.get(shared) ?? []) found.set(other, { kind: 'shares' });
  }
  for (const [name, hops] of walk(neededBy, service, FARTHEST.needs)) {
    found.set(name, { kind: 'needs', hops });
  }
  for (const [name, hops] of walk(needs, service, FARTHEST.needed)) {
    found.set(name, { kind: 'needed', hops });
  }
  return found.set(service, { kind: 'same' });
}

function reversed(all: readonly Node[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, dependsOn = [] } of all) {
    for (const one of dependsOn) {
      const known = found.get(one);
      if (known) known.push(name);
      else found.set(one, [name]);
    }
  }
  return found;
}

/** Breadth first: what can be reached, and in how many steps; in a circle each is met once. */
function walk(
  edges: ReadonlyMap<string, readonly string[]>,
  from: string,
  most: number,
): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  let near: readonly string[] = [from];
  for (let hops = 1; hops <= most && near.length > 0; hops += 1) {
    const next = new Set(near.flatMap((name) => edges.get(name) ?? []));
    near = [...next].filter((name) => name !== from && !met.has(name));
    for (const name of near) met.set(name, hops);
  }
  return met;
}
