import type { PoolClient } from 'pg';

/** What a pool has sent so many times is worth the 50 kB that it takes on each connection. */
const OFTEN = 8;
/** Lists of other lengths are other statements: whatever comes beyond these stays unprepared. */
const MOST = 120;
/** Counted at a time; statements that are met once do not add up. */
const MOST_COUNTED = 1_000;

/** Gives a statement the name it is prepared by; none, while it is not yet sent often. */
type NameOf = (text: string) => string | undefined;

/**
 * Of small tables a question takes longer to plan than to answer (ADR 63). A statement with parameters that
 * is sent often is named, so that each connection reads it once.
 */
export function createNames(): NameOf {
  const names = new Map<string, string>();
  const counted = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size === MOST) return known;
    const times = (counted.get(text) ?? 0) + 1;
    if (counted.size === MOST_COUNTED) counted.clear();
    counted.set(text, times);
    if (times < OFTEN) return undefined;
    counted.delete(text);
    const name = `often-${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}

type Query = (asked: unknown, values?: unknown, done?: unknown) => unknown;

/** From now on this connection prepares what is sent often; what has a name of its own keeps it. */
export function prepareOften(client: PoolClient, nameOf: NameOf): void {
  const query: Query = client.query.bind(client);
  const named: Query = (asked, values, done) => query(nameIn(asked, values, nameOf), values, done);
  Object.assign(client, { query: named });
}

function nameIn(asked: unknown, values: unknown, nameOf: NameOf): unknown {
  if (typeof asked === 'string')
    return Array.isArray(values) ? { text: asked, name: nameOf(asked) } : asked;
  if (typeof asked !== 'object' || asked === null || 'submit' in asked) return asked;
  if (!('text' in asked) || typeof asked.text !== 'string') return asked;
  if (('name' in asked && asked.name) || !(Array.isArray(values) || 'values' in asked))
    return asked;
  return { ...asked, name: nameOf(asked.text) };
}
