/**
 * A clear no, as a value: nothing was changed. `code` is stable for tests and logs; `what` says what
 * is wrong, `why` the rule behind it, `fix` what to do instead, `line` a corrected command to copy.
 */
export interface Refusal {
  readonly refused: true;
  readonly code: string;
  readonly what: string;
  readonly why: string | null;
  readonly fix: string | null;
  readonly line: string | null;
}

export function refuse(
  code: string,
  what: string,
  more: { readonly why?: string; readonly fix?: string; readonly line?: string } = {},
): Refusal {
  const { why = null, fix = null, line = null } = more;
  return { refused: true, code, what, why, fix, line };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** The refusal as one paragraph, for screen readers, logs and the command line. */
export function sayRefusal(r: Refusal): string {
  const line = r.line ? `Try: ${r.line}` : null;
  return [r.what, r.why, r.fix, line].filter((part) => part !== null).join(' ');
}
