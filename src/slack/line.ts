/** Who left the line unseen must not keep a token idle for longer, and nobody sleeps through its turn. */
const LONGEST_MS = 60_000;
/** Who was told to come at once and did not is no longer expected. */
const EXPECTED_MS = 5_000;

/** Those who wait for the tokens of one bucket, in the order in which they first came. */
export interface Line {
  /**
   * When to come back, in milliseconds: about when those who came before have had their tokens. Without
   * it a thousand would all come back for the next token, second after second.
   * @param untilNextMs until there is a token
   */
  wait(key: string, untilNextMs: number): number;
  /** It has had its token. */
  leave(key: string): void;
  /** How many were here a moment ago and have had none. */
  expected(): number;
}

export function createLine(perSecond: number, now: () => number): Line {
  /** When each was last seen. */
  const waiting = new Map<string, number>();

  /** How many are before it. Whoever did not come back is delivered by another process, or gone. */
  function before(key: string, at: number): number {
    let count = 0;
    for (const [other, seenAt] of waiting) {
      if (other === key) break;
      if (at - seenAt > 2 * LONGEST_MS) waiting.delete(other);
      else count += 1;
    }
    return count;
  }
  return {
    wait(key, untilNextMs) {
      const at = now();
      waiting.set(key, at);
      const turnMs = Math.ceil((before(key, at) / perSecond) * 1_000);
      return Math.max(untilNextMs, Math.min(LONGEST_MS, untilNextMs + turnMs));
    },
    leave(key) {
      waiting.delete(key);
    },
    expected() {
      const at = now();
      return [...waiting.values()].filter((seenAt) => at - seenAt <= EXPECTED_MS).length;
    },
  };
}
