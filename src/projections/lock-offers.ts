import type { Deployment } from '../domain/deployment/deployment.ts';
import { namePlace, typedPlace } from '../domain/governance/lock-place.ts';
import { askReason, offer } from './parts.ts';
import type { Offer } from './view.ts';

/**
 * The ways past a lock, on the card of what it holds: ask, take over, or take it off. Each carries the token of
 * the tenure it was shown for, and who may is decided when it is pressed.
 */
export function lockOffers(d: Deployment): {
  readonly main: readonly Offer[];
  readonly more: readonly Offer[];
} {
  const held = d.waiting.find((w) => w.lock !== undefined);
  if (!held?.lock) return { main: [], more: [] };
  const name = namePlace(held.lock);
  const given = { ...typedPlace(held.lock), token: String(held.lock.token) };
  const place = `${given.service}${given.in ? ` in ${given.in}` : ''} --token ${given.token}`;
  const holder = held.who[0] ?? 'whoever holds it';
  const cause = d.fixes ?? d.id;
  return {
    main: [
      offer('ask', 'Ask to unlock…', `/release ask ${place}`, {
        spoken: `Ask ${holder} to unlock ${name}`,
        form: askReason('ask', given, {
          title: 'Ask to unlock',
          submit: 'Ask',
          label: `Why? ${holder} will read this.`,
        }),
      }),
      offer('takeover', 'Take over…', `/release takeover ${place} for ${cause}`, {
        spoken: `Take over the lock on ${name}`,
        form: askReason(
          'takeover',
          { ...given, for: cause },
          {
            title: 'Take over the lock',
            submit: 'Take over',
            label: `Why? ${holder} may object, and reads this.`,
          },
        ),
      }),
    ],
    more: [offer('unlock', 'Unlock', `/release unlock ${place}`, { spoken: `Unlock ${name}` })],
  };
}
