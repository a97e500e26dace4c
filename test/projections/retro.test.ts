import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { ActionItem } from '../../src/domain/governance/action-item.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import type { Plain } from '../../src/domain/kernel/change.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import type { LedgerLine } from '../../src/ports/records.ts';
import { retroOf } from '../../src/projections/retro.ts';
import { retroMarkdown } from '../../src/projections/retro-document.ts';
import { incidentRetroOf } from '../../src/projections/retro-incident.ts';
import { retroPieces, retroView } from '../../src/projections/retro-view.ts';
import { deployment, yesOf } from '../domain/sample.ts';

const T0 = Date.UTC(2026, 10, 18, 10);
const at = (minutes: number) => instant(T0 + minutes * 60_000);

function line(
  ref: string,
  minutes: number,
  what: string,
  evidence: Readonly<Record<string, Plain>>,
): LedgerLine {
  const body = {
    subject: ref.split('#')[0] ?? '',
    what,
    by: 'ana',
    at: new Date(at(minutes)).toISOString(),
    evidence,
  };
  return { ref, seq: minutes, body };
}

const failed: Deployment = {
  ...deployment(),
  status: 'failed',
  requestedAt: at(0),
  startedAt: at(30),
  exposedAt: at(31),
  finishedAt: at(34),
  outcome: { code: 'verdict', why: 'slower than p99', by: 'fairway' },
  rolledBackBy: 'D-2',
};
const back: Deployment = {
  ...deployment(),
  id: 'D-2',
  kind: 'rollback',
  requestedAt: at(34),
  finishedAt: at(36),
};
const told = {
  d: failed,
  rollback: back,
  incidents: [],
  actions: [],
  ledger: [
    line('D-2#1', 34, 'requested', { because: 'verdict' }),
    line('D-1#2', 30, 'started', {}),
    line('D-1#1', 0, 'requested', { because: '# All *good*\n![](https://x)', risk: 10 }),
    line('D-1#3', 34, 'failed', { why: 'slower than p99' }),
  ],
  now: at(90),
};

test('the timeline is in order over deployment, rollback and incidents, with the proof of each', () => {
  const { timeline, times, outcome } = retroOf(told);
  expect(timeline.map(({ ref }) => ref)).toEqual(['D-1#1', 'D-1#2', 'D-2#1', 'D-1#3']);
  expect(outcome).toMatch(/ failed: slower than p99\. D-2 returned to /);
  expect(times).toEqual([
    ['From the request to the start', '30 minutes'],
    ['From the start to the end', '4 minutes'],
    ['People met the new version for', '5 minutes'],
    ['From the decision to go back to being back', '2 minutes'],
  ]);
});

test('what others wrote makes neither headings nor pictures in the document', () => {
  const document = retroMarkdown(retroOf(told));
  expect(document).toContain('requested: \\# All \\*good\\* \\!\\[\\]\\(https://x\\)');
  expect(document.match(/^#+ .*/gm)).toEqual([
    expect.stringMatching(/^# Retrospective of /),
    ...[
      '## How long',
      '## What people decided',
      '## What happened',
      '## What went well',
      '## What did not',
      '## What changes',
    ],
  ]);
});

test('a long one is shown in pieces, and nothing of it is left out', () => {
  const ledger = Array.from({ length: 200 }, (_, i) =>
    line(`D-1#${i + 1}`, i, 'stepped', { note: 'x'.repeat(40) }),
  );
  const retro = retroOf({ ...told, ledger });
  const pieces = retroPieces(retro).parts.flatMap((part) =>
    part.part === 'output' ? [part.lines] : [],
  );
  expect(pieces.flat().join('\n')).toBe(retroMarkdown(retro));
  expect(Math.max(...pieces.map((lines) => lines.join('\n').length))).toBeLessThanOrEqual(2_600);
  expect(JSON.stringify(retroView(retro, 20).parts)).toContain('the last 20 of 200');
});

const item: ActionItem = {
  id: 'A-3',
  service: 'shop',
  environment: 'production',
  about: 'D-1',
  words: 'watch <empty> results',
  owner: 'bo',
  dueAt: null,
  proposal: null,
  openedBy: 'ana',
  openedAt: at(60),
  chaseAt: at(9000),
  chased: 0,
  done: null,
  revision: 0,
};
const rule = {
  key: 'failureModes.empty results',
  place: 'fairway.yaml:97:5',
  commit: '0123456789abcdef',
  configuration: 'C-4',
};

test('what changes stands in it, ticked once it is a rule, with where that is written', () => {
  const done = { by: 'fairway', at: at(80), why: 'it is a rule', rule };
  const actions: readonly ActionItem[] = [item, { ...item, id: 'A-4', chaseAt: null, done }];
  const document = retroMarkdown(retroOf({ ...told, actions }));
  expect(document).toContain(
    [
      '- [ ] A-3 \\(bo\\): watch \\<empty\\> results',
      '- [x] A-4 \\(bo\\): watch \\<empty\\> results \\(became failureModes.empty results at fairway.yaml:97:5, commit 0123456789ab, C-4\\)',
      '- [ ] ',
    ].join('\n'),
  );
});

test('what people decided and marked is told apart from what followed by itself', () => {
  const by = (who: string, one: LedgerLine): LedgerLine => ({
    ...one,
    body: { ...one.body, by: who },
  });
  const ledger = [
    line('D-1#1', 0, 'requested', {}),
    by('bo', line('D-1#2', 1, 'approved', {})),
    by('fairway', line('D-1#3', 2, 'started', {})),
    by('alert:prometheus', line('INC-1#1', 3, 'opened', { alerts: [{ name: 'Slow' }] })),
    by('bo', line('D-1#4', 4, 'noted', { words: 'the queue grew first' })),
  ];
  const { decided, marks, timeline } = retroOf({ ...told, ledger });
  expect(decided.map(({ ref }) => ref)).toEqual(['D-1#1', 'D-1#2']);
  expect(marks.map(({ by: who, what }) => `${who} ${what}`)).toEqual([
    'bo noted: the queue grew first',
  ]);
  expect(timeline[3]?.what).toBe('opened: Slow');
});

test('that of an incident says who approved each of its deployments, and what judged each', () => {
  const incident: Incident = {
    ...{ id: 'INC-1', service: 'shop', environment: 'production', status: 'open' },
    ...{ severity: 'error', title: 'Slow', places: [], references: [], alerts: [], links: [] },
    ...{ openedAt: at(33), openedBy: 'bo', commander: null, acknowledgedAt: null },
    ...{ resolved: null, channel: null, revision: 0 },
  };
  const verdict = { verdict: 'fail', why: 'slower than p99', metrics: [] } as const;
  const approvals = [yesOf('bo', ['production']), yesOf('chen', [])];
  const judged = { ...failed, approvals, progress: { ...failed.progress, verdict } };
  const { ledger, now } = told;
  const parts = { incident, suspicion: null, actions: [], ledger, now };
  const document = retroMarkdown(incidentRetroOf({ ...parts, deployments: [judged, back] }));
  expect(document).toMatch(/## Evidence\n\n- D-7: slower than p99\n\n/);
  expect(document).toMatch(
    /## Approved by\n\n- D-7: bo at 2026-11-20 12:00:00 UTC, for "production"\n- D-7: chen at [^\n]*\n\n/,
  );
});
