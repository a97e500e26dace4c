import { describe, expect, test } from 'vitest';
import { rule } from '../../src/domain/gates/index.ts';
import { lift } from '../../src/domain/gates/lift.ts';
import { NotWhile, notWhileOf } from '../../src/domain/governance/not-while.ts';
import type { IncidentId } from '../../src/domain/incident/incident.ts';
import type { Subject } from '../../src/domain/kernel/subject.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { NOON } from './sample.ts';

const about: Subject = {
  id: 'D-7',
  service: 'shop',
  environment: 'production',
  version: '1.1.0',
  digest: 'sha256:b',
  planDigest: 'f'.repeat(64),
  requestedBy: 'eli',
};
const gate = {
  kind: 'incident',
  rules: [{ name: 'no shop then', incident: ['payments'] }],
} as const;

function open(service: string, environment = 'production', id: IncidentId = 'INC-9') {
  return { id, title: 'it fails', places: [{ service, environment }], commander: null };
}

describe('what is held while something else is in trouble', () => {
  test.each([
    ['nothing is open', [], {}, 'pass'],
    ['it is open about that', [open('payments')], {}, 'wait'],
    ['about itself alone', [open('shop')], {}, 'pass'],
    ['in another environment', [open('payments', 'staging')], {}, 'pass'],
    ['this is its fix', [open('payments')], { fixes: 'INC-9' }, 'pass'],
    ['this is the fix of another', [open('payments')], { fixes: 'INC-8' }, 'wait'],
    [
      'of two it fixes one',
      [open('payments'), open('payments', 'production', 'INC-8')],
      { fixes: 'INC-9' },
      'wait',
    ],
  ] as const)('%s', (_, incidents, patch, verdict) => {
    const { ruling } = rule(gate, { incidents }, { ...about, ...patch }, NOON);
    expect(ruling.verdict).toBe(verdict);
  });

  test('it says which incident, about what, by which rule, and who is in command', () => {
    const incidents = [{ ...open('payments'), commander: 'ana' }];
    expect(rule(gate, { incidents }, about, NOON).ruling).toMatchObject({
      code: 'incident',
      why: 'INC-9 is open about payments (it fails): no shop then',
      who: ['ana'],
    });
  });

  test('what could not be read holds it; a broken glass lifts it', () => {
    const unread = rule(gate, { incidents: { unknown: 'away' } }, about, NOON);
    expect(unread.ruling).toMatchObject({ verdict: 'wait', code: 'unknown' });
    const [lifted] = lift(
      [rule(gate, { incidents: [open('payments')] }, about, NOON)],
      plus(NOON, 1),
      NOON,
    );
    expect(lifted?.ruling).toMatchObject({ verdict: 'pass' });
  });
});

test.each([
  ['its service', {}, true],
  ['another service', { services: ['search'] }, false],
  ['every service', { services: undefined }, true],
  ['another environment', { environments: ['staging'] }, false],
])('a rule speaks of %s: %j', (_, patch, expected) => {
  const written = NotWhile.parse({
    name: 'x',
    environments: ['production'],
    services: ['shop'],
    incident: ['payments'],
    ...patch,
  });
  expect(notWhileOf([written], about)).toHaveLength(expected ? 1 : 0);
});
