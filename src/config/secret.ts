/**
 * A value that must never be shown: a token, a password, a URL that holds one. As text, as JSON or in a
 * log line it reads `[secret]`; whoever really needs it asks by name. A room that is handed one may
 * state just this shape.
 */
export interface Secret {
  readonly reveal: () => string;
}

const SHOWN = '[secret]';

/** The symbol that `console.log` and node's inspector ask, as node documents it for use without node. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Wraps a value so that nothing prints it by accident: it lives in a closure, not in a property. */
export function seal(value: string): Secret {
  const shown = (): string => SHOWN;
  return Object.freeze({
    reveal: () => value,
    toString: shown,
    toJSON: shown,
    [Symbol.toPrimitive]: shown,
    [INSPECT]: shown,
  });
}
