import canonicalize from 'canonicalize';

/**
 * RFC 8785 text of a value, the form in which things are hashed. Absent optional fields are left out
 * and numbers that are no safe integers (a rate such as 0.02) are written as text first, so that any
 * implementation reads the same bytes. @throws on what JSON cannot say at all, such as a cycle.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value, integersOnly)));
  if (text === undefined) throw new Error('there is no canonical text of undefined');
  return text;
}

function integersOnly(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? String(value) : value;
}
