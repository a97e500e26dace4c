import { expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { apparentIn } from '../../src/domain/risk/apparent.ts';
import { FailureMode, modeKey, modeNamed } from '../../src/domain/risk/failure-mode.ts';
import { lastTried, subjectOf, triedEntry } from '../../src/domain/risk/tried.ts';

const carts = FailureMode.parse({
  name: 'Cold carts',
  services: ['shop', 'checkout'],
  alerts: ['CartLatency', { team: 'carts', severity: 'page' }],
  says: 'After a restart every cart is read from the database at once.',
});
const start = FailureMode.parse({ name: 'Slow start', services: ['shop'], says: 'Wait.' });
const files = FailureMode.parse({
  name: 'Empty ranking',
  services: ['search'],
  paths: ['src/ranking.ts'],
  says: 'Build the index.',
});
const modes = [start, carts, files];

const shop = { service: 'shop', environment: 'production' };
const search = { service: 'search', environment: 'production' };
const alert = (name: string, place = shop, labels: Record<string, string> = {}) => ({
  name,
  labels,
  ...place,
});

test.each([
  [
    'by the name of an alert',
    [shop],
    [alert('CartLatency')],
    ['Cold carts CartLatency', 'Slow start '],
  ],
  ['by no alert but its service', [shop], [], ['Slow start ']],
  ['another alert', [shop], [alert('Disk')], ['Slow start ']],
  [
    'by labels that all fit',
    [shop],
    [alert('X', shop, { team: 'carts', severity: 'page' })],
    ['Cold carts X', 'Slow start '],
  ],
  [
    'one label that does not',
    [shop],
    [alert('X', shop, { team: 'carts', severity: 'ticket' })],
    ['Slow start '],
  ],
  [
    'its alert, of a service it is not known of',
    [search],
    [alert('CartLatency', search)],
    ['Empty ranking '],
  ],
  [
    'its alert of another service, beside one of its own',
    [shop, search],
    [alert('CartLatency', search), alert('Disk', shop)],
    ['Slow start ', 'Empty ranking '],
  ],
  [
    'an alert that touches nothing we deploy',
    [],
    [alert('CartLatency', { service: '*', environment: '*' })],
    [],
  ],
  ['a service nothing is known of', [{ service: 'till', environment: 'production' }], [], []],
] as const)('what an incident looks like: %s', (_, places, alerts, expected) => {
  const found = apparentIn(modes, { places, alerts });
  expect(found.map((one) => `${one.mode.name} ${one.alerts.join(' ')}`)).toEqual(expected);
});

test('it says where: only the places at which its alert was heard', () => {
  const staging = { ...shop, environment: 'staging' };
  const found = apparentIn(modes, { places: [staging, shop], alerts: [alert('CartLatency')] });
  expect(found.map(({ places }) => places)).toEqual([[shop], [staging, shop]]);
});

test.each([
  ['Cold carts', 'cold-carts'],
  ['  DNS: slow / gone ', 'dns-slow-gone'],
  ['Überlauf', 'überlauf'],
])('%s is typed %s', (name, key) => {
  expect(modeKey(name)).toBe(key);
  expect(modeNamed([carts, { ...start, name }], key.toUpperCase())?.name).toBe(name);
});

test.each([
  [{ label: 'x' }, false],
  [{ label: 'x', do: 'roll-back' }, true],
  [{ label: 'x', do: 'restart' }, false],
  [{ label: 'x', run: '/release pause D-1' }, true],
  [{ label: 'x', do: 'stop', run: '/release pause D-1' }, false],
  [{ label: 'x', runbook: 'https://wiki.example/carts' }, true],
  [{ label: 'x', runbook: 'javascript:alert(1)' }, false],
  [{ label: 'x', runbook: 'https://wiki.example/a|b' }, false],
])('a mitigation %j is taken: %s', (mitigation, taken) => {
  expect(FailureMode.safeParse({ ...start, mitigations: [mitigation] }).success).toBe(taken);
});

const said = { by: 'ana', because: null };
const entry = (worked: boolean, at: number, incident: string | null) => {
  const made = triedEntry(carts, { ...said, worked, at: instant(at), incident }, 'production');
  return { body: { ...made, at: new Date(at).toISOString() } };
};

test.each([
  ['nothing', [], null, null],
  ['a drill', [entry(true, 2_000, null)], 2_000, null],
  [
    'an incident after a drill',
    [entry(true, 3_000, 'INC-7'), entry(true, 2_000, null)],
    3_000,
    null,
  ],
  ['a failure since', [entry(false, 4_000, 'INC-8'), entry(true, 3_000, 'INC-7')], 3_000, 4_000],
  ['a failure before', [entry(true, 4_000, 'INC-8'), entry(false, 3_000, 'INC-7')], 4_000, null],
  ['a failure alone', [entry(false, 4_000, null)], null, 4_000],
  ['another line of its subject', [{ body: { what: 'other', by: 'x', at: 'y' } }], null, null],
] as const)('when it last worked, after %s', (_, lines, worked, failed) => {
  const last = lastTried(lines);
  expect([last.worked?.at ?? null, last.failed?.at ?? null]).toEqual([worked, failed]);
});

test('the ledger has who, where, and in which incident', () => {
  expect(subjectOf(carts)).toBe('mode:cold-carts');
  expect(lastTried([entry(true, 3_000, 'INC-7')]).worked).toEqual({
    worked: true,
    by: 'ana',
    at: 3_000,
    incident: 'INC-7',
    because: null,
  });
});
