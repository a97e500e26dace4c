/**
 * Throws unless the value is I-JSON (RFC 7493) that every implementation of RFC 8785 writes alike:
 * numbers are integers within 2^53, strings and keys have no lone surrogates, nothing is undefined,
 * and objects are plain. What JSON would silently drop or rewrite must never reach the ledger.
 * @param where names the value in the error, such as `D-12#7.evidence.plan`
 */
export function assertPlain(value: unknown, where: string): void {
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      assertWellFormed(value, where);
      return;
    case 'number':
      if (!Number.isSafeInteger(value)) fail(where, `the number ${value} is no integer in 2^53`);
      return;
    case 'object':
      if (value !== null) assertContainer(value, where);
      return;
    default:
      fail(where, `a value of type ${typeof value}`);
  }
}

function assertContainer(value: object, where: string): void {
  if (Array.isArray(value)) {
    // `entries` visits holes too, which JSON would turn into null
    for (const [i, item] of value.entries()) assertPlain(item, `${where}[${i}]`);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) fail(where, 'an object with a class');
  for (const [key, item] of Object.entries(value)) {
    assertWellFormed(key, where);
    assertPlain(item, `${where}.${key}`);
  }
}

function assertWellFormed(text: string, where: string): void {
  if (!text.isWellFormed()) fail(where, 'text with a lone surrogate');
}

function fail(where: string, what: string): never {
  throw new TypeError(`the ledger cannot record ${where}: ${what}`);
}
