import type { Closed } from '../domain/governance/window.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Moved } from './changed.ts';
import { offer } from './parts.ts';

/** A blackout of the configuration that began or ended between two moments: none, one or both. */
export function movedClosing(one: Closed, since: Instant, now: Instant): readonly Moved[] {
  const { name, owner, from, until } = one;
  const moved = (at: Instant, word: string): readonly Moved[] =>
    at < since || at > now
      ? []
      : [
          {
            at,
            line: [{ bold: name }, ` · blackout ${word}, asked for by `, { person: owner }],
            plain: `blackout ${name} ${word}`,
            offers: [
              offer(`why:${name}:${word}`, 'Why?', '/release calendar', {
                spoken: `Why blackout ${name}?`,
              }),
            ],
          },
        ];
  return [...moved(from, 'began'), ...moved(until, 'ended')];
}
