import { describe, expect, test } from 'vitest';
import { answersOf, learnedOf } from '../../src/domain/correlation/experience.ts';
import { fromDeployment, symptomIn } from '../../src/domain/correlation/from-deployment.ts';
import { act, clear, say, settle } from '../../src/domain/correlation/say.ts';
import { rank } from '../../src/domain/correlation/suspects.ts';
import type {
  SuspectDeed,
  Suspicion,
  SuspicionChange,
} from '../../src/domain/correlation/suspicion.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { suspectedView } from '../../src/projections/suspected.ts';
import { noon, sample } from '../store/sample.ts';

const MINUTE = 60_000;
const incident: Incident = {
  ...{ id: 'INC-1', service: 'shop', environment: 'production', status: 'open', severity: 'error' },
  ...{ title: 'HighErrorRate', places: [], references: [], alerts: [], openedAt: noon },
  ...{ openedBy: 'alert:a', commander: null, acknowledgedAt: null, resolved: null, links: [] },
  ...{ channel: null, revision: 0 },
};
const shift = { kind: 'shift', percent: 25 } as const;
const plan = [{ kind: 'prestage' }, shift, { ...shift, percent: 100 }, { kind: 'finish' }] as const;
const plain = {
  relations: [{ kind: 'same' }],
  record: { tried: 0, failed: 0 },
  learned: { cause: 0, notCause: 0 },
  lines: [],
  rollback: null,
} as const;

function stepped(minutesBefore: number, evidence: object) {
  const at = new Date(noon - minutesBefore * MINUTE).toISOString();
  return { body: { what: 'stepped', at, evidence: { ...evidence } } };
}

function ranking(...subjects: readonly (readonly [string, number])[]) {
  return rank(
    subjects.map(([subject, minutes]) => ({
      ...fromDeployment(sample('D-1', { plan, exposedAt: plus(noon, -minutes * MINUTE) }), plain),
      subject,
    })),
    { beganAt: noon, symptom: null },
  );
}

function rowOf(change: SuspicionChange | Refusal | null): Suspicion {
  const row = change && !isRefusal(change) ? change.rows[0]?.row : null;
  if (!row) throw new Error('nothing was changed');
  return row;
}

const begun = rowOf(say(null, incident, ranking(['D-1', 5], ['D-2', 40]), noon));
const back: SuspectDeed = {
  subject: 'D-1',
  what: 'rolled-back',
  by: 'bo',
  because: null,
  id: 'D-3',
  at: plus(noon, 4 * MINUTE),
};
const over = {
  ...incident,
  status: 'resolved',
  resolved: { by: 'alerts', at: plus(noon, 9 * MINUTE), why: 'every alert has ended' },
} as const;

describe('7.2 whom we suspect, as it is kept', () => {
  test('the same ranking is no news, and an incident is not talked about without end', () => {
    const again = ranking(['D-1', 5], ['D-2', 40]);
    expect(say(begun, incident, again, plus(noon, MINUTE))).toBeNull();
    const more = ranking(['D-1', 5], ['D-2', 40], ['D-3', 1]);
    expect(say(begun, incident, more, noon)?.rows[0]?.row.last.named).toHaveLength(3);
    expect(say({ ...begun, revision: 40 }, incident, more, noon)).toBeNull();
  });

  test('what was said first stays, for the hit rate; nothing said is no first word', () => {
    const later = rowOf(say(begun, incident, ranking(['D-9', 1]), noon));
    expect(later.first).toEqual(begun.first);
    const empty = rowOf(say(null, incident, ranking(), noon));
    expect(empty.first.named).toEqual([]);
    expect(rowOf(say(empty, incident, ranking(['D-1', 5]), noon)).first.named).toHaveLength(1);
  });

  test('what is named no more is told of once; its own thread says so, and what else is likelier', () => {
    const later = say(begun, incident, ranking(['D-9', 1], ['D-2', 40]), noon);
    expect(later?.events).toMatchObject([{ dropped: ['D-1'] }]);
    expect(say(rowOf(later), incident, ranking(['D-9', 1]), noon)?.events).toMatchObject([
      { dropped: ['D-2'] },
    ]);
    const says = (id: 'D-1' | 'D-2' | 'D-9') => suspectedView(rowOf(later), sample(id), []).text;
    expect(says('D-1')).toMatch(/no longer suspected of INC-1: what is known by now speaks for/);
    const links = [{ deployment: 'D-1', role: 'cause', by: 'chen', at: noon }] as const;
    const known = rowOf(settle(rowOf(later), { ...incident, links }, noon));
    expect(suspectedView(known, sample('D-1'), []).text).toMatch(
      /^\S+ is the cause of INC-1: it was D-1, as chen says\.$/,
    );
    expect(says('D-2')).toMatch(/ is suspected of INC-1: .* Confidence \d+ %; something else is/);
    expect(says('D-9')).toMatch(/ is suspected of INC-1: .* Confidence (high|medium), \d+ %; not/);
  });

  test('one that is cleared leaves its share to the others, and nobody clears it twice', () => {
    const s = rowOf(clear(begun, { subject: 'D-1', by: 'bo', because: null }, noon));
    expect(s.last.named.map(({ subject }) => subject)).toEqual(['D-2']);
    const sum = s.last.named.reduce((all, { likelihood }) => all + likelihood, s.last.nobody);
    expect(sum).toBeCloseTo(1, 9);
    const code = (said: SuspicionChange | Refusal) => isRefusal(said) && said.code;
    expect(code(clear(s, { subject: 'D-1', by: 'chen', because: null }, noon))).toBe(
      'already-cleared',
    );
    expect(code(clear(s, { subject: 'D-7', by: 'chen', because: null }, noon))).toBe(
      'not-suspected',
    );
  });

  test('a suspect whose rollback ended it was the cause; a cleared one, a late end and no end were not', () => {
    const s = rowOf(act(begun, back));
    expect(act(s, back)).toBeNull();
    expect(act(begun, { ...back, subject: 'D-77' })).toBeNull();
    const found = rowOf(settle(s, over, noon));
    expect(found.cause).toMatchObject({ subject: 'D-1', by: 'bo', how: 'ended by its rollback' });
    expect(settle(found, over, noon)).toBeNull();
    expect(settle(s, incident, noon)).toBeNull();
    expect(settle(begun, over, noon)).toBeNull();
    const late = { ...over, resolved: { ...over.resolved, at: plus(noon, 90 * MINUTE) } };
    expect(settle(s, late, noon)).toBeNull();
    const out = rowOf(clear(s, { subject: 'D-1', by: 'bo', because: null }, noon));
    expect(settle(out, over, noon)).toBeNull();
  });

  test('what people named as the cause counts before what the end shows', () => {
    const links = [{ deployment: 'D-2', role: 'cause', by: 'chen', at: noon }] as const;
    const s = rowOf(settle(rowOf(act(begun, back)), { ...over, links }, noon));
    expect(s.cause).toMatchObject({ subject: 'D-2', by: 'chen', how: 'named' });
    expect(answersOf([s, begun])).toEqual([
      { confidence: begun.first.confidence, first: false, amongThree: true },
    ]);
  });

  test('a rollback for the incident is a try: its suspect is the cause where the end shows it, not before', () => {
    const said = { deployment: 'D-1', role: 'cause', by: 'bo', at: back.at } as const;
    const links = [{ ...said, tried: 'rolled back' }] as const;
    const s = rowOf(act(begun, back));
    expect(settle(s, { ...incident, links }, noon)).toBeNull();
    expect(rowOf(settle(s, { ...over, links }, noon)).cause?.how).toBe('ended by its rollback');
    expect(rowOf(settle(s, { ...incident, links: [said] }, noon)).cause?.how).toBe('named');
  });

  test('what ended it counts though nobody suspected it; what was stopped before anybody met it does not', () => {
    const back = { deployment: 'D-50', role: 'cause', by: 'bo', at: noon } as const;
    const ended = (tried: 'rolled back' | 'stopped') =>
      settle(begun, { ...over, links: [{ ...back, tried }] }, noon, () => 'auth');
    expect(rowOf(ended('rolled back')).cause).toMatchObject({ subject: 'D-50', service: 'auth' });
    expect(ended('stopped')).toBeNull();
  });

  test('a cause that nobody had suspected teaches of its service as well', () => {
    const links = [{ deployment: 'D-50', role: 'cause', by: 'chen', at: noon }] as const;
    const s = rowOf(settle(begun, { ...over, links }, noon, () => 'auth'));
    expect(learnedOf([s], 'auth')).toEqual({ cause: 1, notCause: 0 });
  });

  test('what was the cause, and what was cleared, is remembered of its service', () => {
    const found = rowOf(settle(rowOf(act(begun, back)), over, noon));
    const out = rowOf(clear(begun, { subject: 'D-2', by: 'bo', because: null }, noon));
    expect(learnedOf([found, out, begun], 'shop')).toEqual({ cause: 1, notCause: 1 });
    expect(learnedOf([found, out], 'search')).toEqual({ cause: 0, notCause: 0 });
  });
});

describe('a deployment as a suspect', () => {
  test('the ledger says when each share was reached; the row alone says the first and the last', () => {
    const d = sample('D-1', {
      plan,
      status: 'succeeded',
      exposedAt: plus(noon, -30 * MINUTE),
      finishedAt: plus(noon, -5 * MINUTE),
    });
    const rough = fromDeployment(d, plain).reached.map(({ percent }) => percent);
    expect(rough).toEqual([25, 100]);
    const lines = [
      stepped(12, { intent: 'shift', step: 2 }),
      stepped(30, { intent: 'shift', step: 1 }),
      stepped(31, { intent: 'prestage', step: 0 }),
    ];
    expect(fromDeployment(d, { ...plain, lines }).reached).toEqual([
      { at: noon - 30 * MINUTE, percent: 25 },
      { at: noon - 12 * MINUTE, percent: 100 },
    ]);
    expect(fromDeployment(sample('D-1', { plan }), plain).reached).toEqual([]);
  });

  test('the judge’s last word counts, and what was taken back is gone from then on', () => {
    const lines = [
      stepped(20, { judged: { verdict: 'pass', ground: 'as good', evidence: 1 } }),
      stepped(10, { judged: { verdict: 'fail', ground: 'worse', evidence: 140 } }),
    ];
    const rollback = { exposedAt: null, startedAt: plus(noon, -9 * MINUTE) };
    const seen = fromDeployment(sample('D-1', { plan }), { ...plain, lines, rollback });
    expect(seen.judged).toEqual({ evidence: 140, asGood: false, worse: null });
    expect(seen.goneAt).toBe(noon - 9 * MINUTE);
  });

  test.each([
    ['HighErrorRate', 'errors'],
    ['Checkout 5xx burn', 'errors'],
    ['p99 of search over 800 ms', 'slow'],
    ['LatencyTooHigh', 'slow'],
    ['DiskFull', null],
  ])('%s is about %s', (name, symptom) => {
    expect(symptomIn(name)).toBe(symptom);
  });
});
