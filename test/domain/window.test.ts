import { describe, expect, test } from 'vitest';
import { Blackout, closedAt, nextClosed } from '../../src/domain/governance/window.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const target = { service: 'shop', environment: 'production' };
function at(iso: string) {
  return instant(Date.parse(iso));
}
function window(patch: object) {
  return Blackout.parse({
    name: 'w',
    environments: ['production'],
    owner: 'dana',
    zone: 'Europe/Berlin',
    from: '2026-01-02T17:00',
    for: '2h',
    ...patch,
  });
}

describe('8.2 blackouts (first cut)', () => {
  const fridays = window({ repeat: 'FREQ=WEEKLY;BYDAY=FR' });
  test.each([
    ['before', '2026-01-09T15:59:59Z', false],
    ['the first moment', '2026-01-09T16:00:00Z', true],
    ['the last moment', '2026-01-09T17:59:59Z', true],
    ['the end is outside', '2026-01-09T18:00:00Z', false],
    ['another day', '2026-01-10T16:30:00Z', false],
    ['in summer the wall clock counts, not UTC', '2026-07-10T15:30:00Z', true],
    ['in summer, an hour later in UTC it is over', '2026-07-10T17:30:00Z', false],
  ])('%s', (_, iso, closed) => {
    expect(closedAt(fridays, target, at(iso)) !== null).toBe(closed);
  });

  test('once, for as long as it says', () => {
    const once = window({ from: '2026-12-24T18:00', for: '3d' });
    expect(closedAt(once, target, at('2026-12-27T16:59:00Z'))?.until).toBe(
      at('2026-12-27T17:00:00Z'),
    );
    expect(nextClosed(once, at('2026-12-01T00:00:00Z'))?.from).toBe(at('2026-12-24T17:00:00Z'));
    expect(nextClosed(once, at('2026-12-26T00:00:00Z'))).toBeNull();
  });

  test('other services and environments are not its business', () => {
    const narrow = window({ from: '2026-01-02T17:00', for: '400d', services: ['search'] });
    const now = at('2026-06-01T00:00:00Z');
    expect(closedAt(narrow, target, now)).toBeNull();
    expect(closedAt(narrow, { ...target, service: 'search' }, now)).not.toBeNull();
    expect(closedAt(narrow, { service: 'search', environment: 'staging' }, now)).toBeNull();
  });

  test.each([
    [{ zone: 'Mars/Olympus' }, 'IANA'],
    [{ from: 'tomorrow' }, 'wall time'],
    [{ repeat: 'FREQ=SOMETIMES' }, 'RFC 5545'],
  ])('refused: %o', (patch, hint) => {
    expect(() => window(patch)).toThrow(hint);
  });
});
