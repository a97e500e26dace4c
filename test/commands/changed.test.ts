import { expect, test } from 'vitest';
import { changed } from '../../src/commands/changed.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Context } from '../../src/ports/context.ts';
import type { LedgerLine } from '../../src/ports/records.ts';
import { noon } from '../store/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const example = await exampleCatalog();
const ana: Actor = { id: 'ana', account: 'U1', name: 'ana', kind: 'member', groups: [] };

function line(seq: number, subject: string, what: string, minutesAgo: number): LedgerLine {
  const at = new Date(plus(noon, -minutesAgo * 60_000)).toISOString();
  const body = { what, at, by: 'bo', subject, evidence: { because: 'index rebuild', until: null } };
  return { ref: `${subject}#${seq}`, seq, body };
}

/** The newest first, as the ledger answers. */
async function told(lines: readonly LedgerLine[]) {
  const asked: number[] = [];
  const records = new Proxy({} as Context['records'], {
    get: (_, name: string) => async (limit: number) => {
      if (name === 'now') return noon;
      if (name === 'closures') return { blackouts: [], windows: [] };
      if (name !== 'ledgerBesides') return [];
      asked.push(limit);
      return { lines: lines.slice(0, limit), isAll: lines.length < limit };
    },
  });
  const ctx = { catalog: () => example, records } as unknown as Context;
  const read = { values: { within: '1h' }, missing: [], line: '/release changed 1h' } as never;
  const reply = await changed.execute(
    ctx,
    { actor: ana, channel: null, line: '/release changed 1h' },
    read,
  );
  return { said: JSON.stringify(reply), asked };
}

const closed = line(1, 'blackout:*:production', 'blackout-added', 50);
const busy = (n: number, ago: number) =>
  Array.from({ length: n }, (_, i) => line(2 + i, `INC-${1 + (i % 9)}`, 'alerted', ago));

test('7.2 a blackout of the last hour is told, however many lines of incidents came since', async () => {
  expect((await told([closed])).said).toMatch(/closed by/i);
  const { said, asked } = await told([...busy(900, 5), closed]);
  expect(said).toMatch(/closed by/i);
  expect(asked.length).toBeGreaterThan(1);
});

test('what lies before the time that is asked about is not read for ever', async () => {
  const { asked } = await told([...busy(250, 90), closed]);
  expect(asked).toHaveLength(1);
});

test('where more was written than is read at once, the answer says since when it was', async () => {
  const { said } = await told([...busy(25_000, 5), closed]);
  expect(said).not.toMatch(/closed by/i);
  expect(said).toMatch(/nothing that was read moved/);
  expect(said).toMatch(/changed before 2026-[^ ]+ \d\d:\d\d[^.]* are not in this list/);
  expect((await told([...busy(24_998, 5), closed])).said).not.toMatch(/not in this list/);
});
