import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry, Plain } from '../../src/domain/kernel/change.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();

function record(service: string, ledger: readonly Entry[]) {
  const store = createStore({ pool: database.pool, clock: 'database' });
  const target = { service, environment: 'production' };
  return store.change({ target }, () => ({ rows: [], ledger, events: [] }));
}

function entry(subject: string, evidence: Entry['evidence'] = {}): Entry {
  return { subject, what: 'noted', by: 'ana', at: noon, evidence };
}

interface Stored {
  readonly seq: string;
  readonly subject: string;
  readonly n: number;
  readonly body: string;
  readonly leaf: Buffer;
}

async function everything(): Promise<readonly Stored[]> {
  const { rows } = await database.pool.query<Stored>('SELECT * FROM audit_entry ORDER BY seq');
  return rows;
}

/** RFC 8785 for what the ledger may hold, written apart from the program: keys by UTF-16 unit, no space. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${jcs(item)}`).join(',')}}`;
}

/** The first thing wrong with the chain, recomputed from its texts alone; null when it is whole. */
function firstFault(entries: readonly Stored[]): string | null {
  let prev = '0'.repeat(64);
  const counts = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    const n = (counts.get(entry.subject) ?? 0) + 1;
    counts.set(entry.subject, n);
    const fault = faultOf(entry, { seq: i + 1, n, prev });
    if (fault) return `${entry.seq}: ${fault}`;
    prev = entry.leaf.toString('hex');
  }
  return null;
}

function faultOf(
  { seq, subject, n, body, leaf }: Stored,
  expected: { readonly seq: number; readonly n: number; readonly prev: string },
): string | null {
  const said = JSON.parse(body);
  const bytes = Buffer.concat([Buffer.from([0]), Buffer.from(body, 'utf8')]);
  const checks: readonly (readonly [string, boolean])[] = [
    ['seq', Number(seq) === expected.seq && said.seq === expected.seq],
    ['ref', n === expected.n && said.ref === `${subject}#${expected.n}`],
    ['prev', said.prev === expected.prev],
    ['not canonical', jcs(said) === body],
    ['leaf', createHash('sha256').update(bytes).digest().equals(leaf)],
  ];
  return checks.find(([, holds]) => !holds)?.[0] ?? null;
}

describe('the chain', () => {
  test('begins at zero and is what anybody computes from its texts', async () => {
    await record('shop', [entry('D-1', { plan: 'a', 'ä\n"': [1, -2, null, true, { b: '🚀' }] })]);
    await record('shop', [entry('D-2'), entry('D-1'), entry('D-2')]);
    const entries = await everything();
    expect(entries.map(({ subject, n }) => `${subject}#${n}`)).toEqual([
      'D-1#1',
      'D-2#1',
      'D-1#2',
      'D-2#2',
    ]);
    expect(JSON.parse(entries[0]?.body ?? '{}')).toMatchObject({ prev: '0'.repeat(64), v: 1 });
    expect(firstFault(entries)).toBeNull();
  });

  test('the recomputation notices what it should', async () => {
    const entries = await everything();
    const other = (entries[1]?.body ?? '').replace('noted', 'never');
    expect(firstFault(entries.toSpliced(1, 1))).toBe('3: seq');
    expect(firstFault(entries.map((e, i) => (i === 1 ? { ...e, body: other } : e)))).toBe(
      '2: leaf',
    );
  });

  test('50 concurrent appenders leave no gap', async () => {
    const before = (await everything()).length;
    const each = Array.from({ length: 50 }, async (_, i) => {
      for (let round = 0; round < 4; round += 1) {
        await record(`service-${i}`, [entry(`D-${100 + i}`, { round }), entry('everybody')]);
      }
    });
    await Promise.all(each);
    const entries = await everything();
    expect(entries).toHaveLength(before + 50 * 4 * 2);
    expect(firstFault(entries)).toBeNull();
    const head = await database.pool.query('SELECT size, leaf FROM ledger_head');
    expect(head.rows).toEqual([{ size: `${entries.length}`, leaf: entries.at(-1)?.leaf }]);
  });

  test('any text and structure that may be recorded keeps it whole', async () => {
    const plain = fc.letrec<{ value: Plain }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(plain, async (value) => {
        const { kind } = await record('shop', [entry('D-3', { value })]);
        expect(kind).toBe('recorded');
      }),
      { numRuns: 100 },
    );
    expect(firstFault(await everything())).toBeNull();
  });
});

describe('what cannot be said alike everywhere is a bug, and nothing is written', () => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['undefined', undefined, /type undefined/],
    ['a fraction', 0.02, /no integer/],
    ['an integer beyond 2^53', 2 ** 53, /no integer/],
    ['not a number', Number.NaN, /no integer/],
    ['a bigint', 1n, /type bigint/],
    ['a date', new Date(0), /an object with a class/],
    ['a lone surrogate', 'a\ud800', /lone surrogate/],
    ['a lone surrogate as key', { '\udc00': 1 }, /lone surrogate/],
    ['a hole in a list', Array(1), /type undefined/],
  ];
  test.each(cases)('%s', async (_name, value, why) => {
    const size = (await everything()).length;
    const impure = { value } as { value: Plain };
    await expect(record('shop', [entry('D-4', impure)])).rejects.toThrow(why);
    expect(await everything()).toHaveLength(size);
  });

  test('a moment that is none', async () => {
    const bad = { ...entry('D-4'), at: instant(Number.NaN) };
    await expect(record('shop', [bad])).rejects.toThrow(/Invalid time/);
  });
});

describe('append-only', () => {
  test.each([
    "UPDATE audit_entry SET body = 'x'",
    'UPDATE audit_entry SET n = n WHERE seq = 1',
    'DELETE FROM audit_entry',
    'DELETE FROM audit_entry WHERE false',
    'TRUNCATE audit_entry',
    'TRUNCATE audit_entry CASCADE',
    'DELETE FROM ledger_head',
    'TRUNCATE ledger_head',
  ])('%s is refused', async (sql) => {
    const before = await everything();
    await expect(database.pool.query(sql)).rejects.toMatchObject({
      code: '42501',
      message: expect.stringContaining('refused: the ledger is append-only'),
    });
    expect(await everything()).toEqual(before);
  });

  test.each([
    "UPDATE sample SET body = '{}'",
    'DELETE FROM sample',
    'DELETE FROM sample WHERE false',
    'TRUNCATE sample',
  ])('%s is refused: verdicts are computed again from it', async (sql) => {
    await database.pool.query(
      "INSERT INTO sample VALUES ('D-1', 1, 0, 0, '{\"kept\":1}') ON CONFLICT DO NOTHING",
    );
    await expect(database.pool.query(sql)).rejects.toMatchObject({
      code: '42501',
      message: expect.stringContaining('kept as it was'),
    });
    const { rows } = await database.pool.query('SELECT body FROM sample');
    expect(rows).toEqual([{ body: { kept: 1 } }]);
  });
});
