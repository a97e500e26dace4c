import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/incident/alert.ts';
import { asKnown } from '../../src/domain/incident/as-known.ts';
import { link, resolve } from '../../src/domain/incident/command.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { joinFor, openFor } from '../../src/domain/incident/tell.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';

const at = (minute: number): Instant => instant(Date.UTC(2026, 10, 18, 12, minute));
const PLACES = ['shop', 'search'].map((service) => ({ service, environment: 'production' }));
const [shop = { service: '', environment: '' }, search = shop] = PLACES;

function telling(
  place: typeof shop,
  ref: string,
  fingerprint: string,
  minute: number,
  ended: boolean,
) {
  const alert: Alert = {
    ...{ source: 'alerts', fingerprint, name: 'Errors', summary: null, severity: 'error' },
    ...place,
    ...{ labels: {}, startedAt: at(minute), endedAt: ended ? at(minute) : null, url: null },
  };
  return { place, reference: { source: 'alerts', ref, url: null }, alerts: [alert] };
}

type Happened = (i: Incident, minute: number) => Incident;

/** What is done to an incident; what is refused, or was so already, leaves it as it is. */
const doing =
  (change: (i: Incident, minute: number) => unknown): Happened =>
  (i, minute) => {
    const made = change(i, minute) as {
      readonly rows?: readonly { readonly row: Incident }[];
    } | null;
    return made === null || isRefusal(made) ? i : (made.rows?.[0]?.row ?? i);
  };

const happened: fc.Arbitrary<Happened> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('cause' as const, 'fix' as const))
    .map(([n, role]) =>
      doing((i, minute) => link(i, { deployment: `D-${n}`, role, by: 'bo', at: at(minute) })),
    ),
  fc
    .tuple(fc.constantFrom(...PLACES), fc.constantFrom('g1', 'g2'), fc.nat(3), fc.boolean())
    .map(([place, ref, n, ended]) =>
      doing((i, minute) => joinFor(i, telling(place, ref, `f${n}`, minute, ended), at(minute))),
    ),
  fc.constant(doing((i, minute) => resolve(i, 'bo', null, at(minute)))),
);

function opened(): Incident {
  const made = openFor(telling(shop, 'g1', 'f0', 0, false), { id: 'INC-1', channel: null }, at(0));
  const row = made?.rows[0]?.row;
  if (!row) throw new Error('it was not opened');
  return row;
}

/** As it stood after each minute. */
function lived(all: readonly Happened[]): readonly Incident[] {
  const then = [opened()];
  for (const [n, happens] of all.entries()) then.push(happens(then.at(-1) ?? opened(), n + 1));
  return then;
}

describe('8.6 an incident as it was known at a moment is the same whenever it is asked for', () => {
  test('whatever is linked, called, touched or resolved afterwards', () => {
    fc.assert(
      fc.property(
        fc.array(happened, { maxLength: 20 }),
        fc.constantFrom(...PLACES),
        (all, place) => {
          const then = lived(all);
          const now = then.at(-1) ?? opened();
          const known = (of: (minute: number) => Incident) =>
            then.map((_, minute) => asKnown(of(minute), place, at(minute)));
          expect(known(() => now)).toEqual(known((minute) => then[minute] ?? now));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a cause counts from when it was named until something else is said of it', () => {
    const said = (role: 'cause' | 'fix', minute: number) =>
      doing((i) => link(i, { deployment: 'D-1', role, by: 'bo', at: at(minute) }));
    const i = said('fix', 5)(said('cause', 2)(opened(), 0), 0);
    const causes = [1, 2, 4, 5].map((minute) => asKnown(i, shop, at(minute))?.causes.length);
    expect(causes).toEqual([0, 1, 1, 0]);
  });

  test('before it was open, or known to touch a place, it is none of its incidents', () => {
    const i = doing((one) => joinFor(one, telling(search, 'g2', 'f1', 3, false), at(3)))(
      opened(),
      0,
    );
    expect(asKnown(i, shop, at(-1))).toBeNull();
    expect([2, 3].map((minute) => asKnown(i, search, at(minute))?.names ?? null)).toEqual([
      null,
      ['INC-1', 'g1', 'g2'],
    ]);
    expect(asKnown(i, shop, at(2))?.names).toEqual(['INC-1', 'g1']);
  });
});
