import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/config/load.ts';
import { providerTargets, topologyOf } from '../../src/providers/index.ts';
import { faultsIn, ORGANISATION, options, swap } from './sources.ts';

const COMMANDS =
  '{ resolve: [a], start: [a], shift: [a], finish: [a], observe: [a], slots: SLOTS }';
const ledger = (slots: number, needs: string) => `service: ledger
owners: [sre]
environments:
  production:
    strategy: { kind: by-need, needs: [${needs}] }
    target: ${COMMANDS.replace('SLOTS', String(slots))}
`;

function load(text: string) {
  const organisation = swap(
    ORGANISATION,
    'production: { provider: fleet',
    'production: { provider: command',
  );
  return loadCatalog(
    [
      { file: 'fairway.yaml', text: organisation },
      { file: 'services/1.yaml', text },
    ],
    { ...options, providers: providerTargets, survey: topologyOf },
  );
}

test('5.1 where a place can give it, the strategy is picked', async () => {
  const loaded = await load(ledger(2, 'zero-downtime, atomic-cutover'));
  expect(faultsIn(loaded)).toEqual([]);
  const placement = loaded.ok ? loaded.catalog.services[0]?.environments['production'] : null;
  expect(placement?.strategy.kind).toBe('blue-green');
  expect(placement?.picked?.needs).toEqual(['zero-downtime', 'atomic-cutover']);
});

test.each([
  [
    1,
    'zero-downtime, atomic-cutover',
    'services/1.yaml:5:39: production cannot give zero-downtime and atomic-cutover: blue-green needs 2 slots, one for each version, and there is 1',
  ],
  [
    1,
    'zero-downtime',
    'services/1.yaml:5:39: production cannot give zero-downtime: zero-downtime needs 2 slots, so that the old version serves until the new one does, and there is 1',
  ],
  [
    2,
    'limited-blast-radius',
    'services/1.yaml:5:39: production cannot give limited-blast-radius: a canary is judged, and nothing there measures requests, errors and latency of each version',
  ],
  [
    2,
    'atomic-cutover, limited-blast-radius',
    'services/1.yaml:5:39: "needs" cannot be had together: limited-blast-radius has both versions serve for a while, and atomic-cutover never does',
  ],
])('5.1 %i slots, %s: a fault with its place', async (slots, needs, fault) => {
  expect(faultsIn(await load(ledger(slots, needs)))).toEqual([fault]);
});
