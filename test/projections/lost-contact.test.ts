import { describe, expect, test } from 'vitest';
import type { Lost, Signs } from '../../src/domain/deployment/contact.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { Neglect } from '../../src/domain/deployment/unattended.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { alarmView } from '../../src/projections/alarm.ts';
import { deploymentCard } from '../../src/projections/deployment-card.ts';
import { signsOfLife } from '../../src/projections/signs-of-life.ts';
import { deployment, NOON, OLD, running } from '../domain/sample.ts';
import { seen } from './seen.ts';

const minutes = (n: number): Instant => plus(NOON, n * 60_000);
const provider: Lost = {
  whose: 'provider',
  provider: 'command',
  since: minutes(-2),
  until: minutes(3),
};
const worker: Lost = { whose: 'worker', since: minutes(-1) };
const around = { owners: ['chen', 'dana'], groups: ['sre', 'shop-owners'] };
const rollback = { id: 'D-8', kind: 'rollback', artifact: OLD, rollbackOf: 'D-7' } as const;

const WAITED = 'it is waited for until 3 min; then the same is asked again under the same key';
const WORKER =
  'No worker has moved this on since -1 min: none runs, none reaches the database, or all are busy.';
const OPERATOR =
  'Who can act: whoever runs Fairway: a process of role worker or all must run and reach the database.';
const KEPT =
  'Next: it goes on by itself with the next worker; what you press waits for it too, 15 minutes at most.';

describe('a card while somebody is silent: what is known, what comes next, who can do what', () => {
  test.each<[string, Deployment, Lost, string, readonly string[]]>([
    [
      'the provider, before anybody met the new version',
      running(1),
      provider,
      'degraded · step 2 of 6: starting beside the old version: no answer from command since -2 min',
      [
        'No answer from command to "start beside the old version" since -2 min.',
        `Next: ${WAITED}, or @chen or @dana must decide where asking twice is not safe.`,
        'Who can act: anybody of sre or shop-owners can pause or abort it now, without the answer.',
      ],
    ],
    [
      'the provider, after people met it',
      running(4),
      provider,
      'degraded · step 5 of 6: shifting 100 % of the traffic: no answer from command since -2 min',
      [
        'No answer from command to "shift traffic to 100 %" since -2 min.',
        `Next: ${WAITED}, or @chen or @dana must decide where asking twice is not safe.`,
        'Who can act: anybody of sre or shop-owners can pause it or roll it back now, without the answer.',
      ],
    ],
    [
      'the provider, in a rollback, which never stops asking',
      running(4, rollback),
      provider,
      'degraded · step 5 of 6: shifting 100 % of the traffic: no answer from command since -2 min',
      [
        'No answer from command to "shift traffic to 100 %" since -2 min.',
        `Next: ${WAITED}.`,
        'Who can act: anybody of sre or shop-owners can pause it now, without the answer.',
      ],
    ],
    [
      'every worker, under way',
      running(4),
      worker,
      'degraded · step 5 of 6: shifting 100 % of the traffic: no worker since -1 min',
      [
        WORKER,
        `${KEPT} 50 % of the traffic is on 1.1.0 by the last step done; the one under way may have been asked for.`,
        OPERATOR,
      ],
    ],
    [
      'every worker, before the start',
      deployment(),
      worker,
      'degraded · starts now: no worker since -1 min',
      [WORKER, `${KEPT} Nothing has started.`, OPERATOR],
    ],
  ])('%s', (_name, d, lost, state, said) => {
    const view = deploymentCard(d, NOON, { lost, around });
    const lines = seen(view);
    expect(lines.slice(1, 5)).toEqual([state, ...said]);
    expect(lines.filter((line) => line.includes('done about'))).toEqual([]);
    const who =
      lost.whose === 'provider'
        ? 'no answer from command since 2026-11-20 11:58'
        : 'no worker since 2026-11-20 11:59';
    expect(view.text).toContain(`, ${who}:00 UTC`);
    expect(view.text).not.toMatch(/about .* left/);
  });

  test('where every member may deploy, everybody is named', () => {
    const lines = seen(
      deploymentCard(running(1), NOON, { lost: provider, around: { ...around, groups: [] } }),
    );
    expect(lines).toContain(
      'Who can act: everybody of the organisation can pause or abort it now, without the answer.',
    );
  });
});

const NONE: Signs = { heldAt: null, heldUntil: null, call: null };
const call = { provider: 'command', askedAt: minutes(-2), heardAt: null, until: minutes(3) };
const hold = { by: 'ana', at: NOON, why: 'x', asks: [] };
const due = { wakeAt: minutes(-1) };

describe('signs of life in /release show', () => {
  test.each<[string, Deployment, Partial<Signs>, readonly string[] | undefined]>([
    [
      'nothing was asked for yet',
      deployment({ wakeAt: minutes(1) }),
      {},
      [
        'Provider: not asked for anything yet',
        'Worker: none needed before it is due',
        'Waits for: its next look 1 min',
      ],
    ],
    [
      'a call under way, without a word',
      running(1, due),
      { heldAt: NOON, heldUntil: minutes(1), call },
      [
        'Provider: command was asked -2 min, silent since, waited for until 3 min',
        'Worker: has it in hand, last seen 0 min',
        'Waits for: the answer of command',
      ],
    ],
    [
      'a call that prints',
      running(1, due),
      { heldAt: NOON, heldUntil: minutes(1), call: { ...call, heardAt: minutes(-1) } },
      [
        'Provider: command was asked -2 min, printed its last line -1 min, waited for until 3 min',
        'Worker: has it in hand, last seen 0 min',
        'Waits for: the answer of command',
      ],
    ],
    [
      'no worker any more',
      running(1, due),
      { heldAt: minutes(-3), heldUntil: minutes(-2) },
      [
        'Provider: last answered 0 min',
        'Worker: last had it in hand -3 min',
        'Waits for: a worker, due since -1 min',
      ],
    ],
    [
      'a person paused it',
      running(1, { wakeAt: null, hold }),
      { heldAt: minutes(-3) },
      ['Provider: last answered 0 min', 'Worker: last had it in hand -3 min', 'Waits for: @ana'],
    ],
    [
      'people are asked',
      running(1, { wakeAt: null, hold: { ...hold, by: 'fairway', asks: ['bo', 'chen'] } }),
      {},
      ['Provider: last answered 0 min', 'Worker: none has had it yet', 'Waits for: @bo or @chen'],
    ],
    [
      'nothing at all',
      running(1, { wakeAt: null }),
      {},
      [
        'Provider: last answered 0 min',
        'Worker: none has had it yet',
        'Waits for: nothing: that is a fault of Fairway',
      ],
    ],
    ['it is over', deployment({ status: 'failed' }), {}, undefined],
  ])('%s', (_name, d, signs, lines) => {
    const part = signsOfLife(d, { ...NONE, ...signs }, NOON);
    expect(part ? seen({ text: '', parts: [part] }) : undefined).toEqual(lines);
  });
});

describe('the alarm about what nothing moves', () => {
  const found = (...kinds: readonly Neglect[]) =>
    kinds.map((neglect) => ({ deployment: running(1, { wakeAt: minutes(-2) }), neglect }));

  test('names each and says what to do, once for each kind', () => {
    const view = alarmView(found('overdue', 'overdue', 'nobody'));
    expect(seen(view)).toEqual([
      'degraded · 3 deployments wait and nothing moves them',
      'plain D-7 shop 1.1.0 to production: due, and in no worker’s hands since -2 min with its day',
      'plain D-7 shop 1.1.0 to production: due, and in no worker’s hands since -2 min with its day',
      'plain D-7 shop 1.1.0 to production: it is held and asks nobody',
      expect.stringMatching(/^What to do: See that a worker runs/),
      expect.stringMatching(/^What to do: Resume, abort or roll back/),
    ]);
    expect(view.text).toMatch(
      /^3 deployments wait and nothing moves them: D-7 shop 1\.1\.0 to production; /,
    );
  });

  test('many are counted, none says that it is over', () => {
    const many = alarmView(found(...Array.from({ length: 12 }, () => 'unwoken' as const)));
    expect(many.text).toContain(' and 2 more. Fairway has woken what had no wake-up.');
    expect(alarmView([]).text).toMatch(/^Over: /);
  });
});
