/** So many characters are kept of words. */
export const LONGEST_NOTE = 500;

/** What somebody marks for a retrospective: their words, a message of the chat by its permalink, or both. */
export interface Noted {
  readonly words: string | null;
  readonly message: string | null;
}

export function sayNoted(by: string, { words, message }: Noted): string {
  if (words === null) return `${by} noted a message: ${message ?? 'none'}`;
  return `${by} noted: ${words}${message === null ? '' : ` (${message})`}`;
}

/** As the ledger keeps it: what was not said is not there. */
export function notedEvidence({ words, message }: Noted): Readonly<Record<string, string>> {
  return { ...(words === null ? {} : { words }), ...(message === null ? {} : { message }) };
}
