import { describe, expect, test } from 'vitest';
import type { Thread } from '../../src/commands/command.ts';
import { readInThread } from '../../src/commands/in-thread.ts';
import { verbNamed } from '../../src/commands/verbs.ts';

const thread: Thread = { id: 'D-2', service: 'shop', environment: 'production' };
const there = { service: 'shop', in: 'production' };

function reads(line: string, where: Thread | null) {
  const [, name = '', text = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  const verb = verbNamed(name);
  if (!verb) throw new Error(name);
  return readInThread(verb, text, where);
}

describe('in a deployment’s thread', () => {
  test.each([
    ['approve', { id: 'D-2' }],
    ['approve --plan 12ab', { id: 'D-2', plan: '12ab' }],
    ['approve because I looked', { id: 'D-2', because: 'I looked' }],
    ['why', { id: 'D-2' }],
    ['pause because 500s rise', { id: 'D-2', because: '500s rise' }],
    ['reject too risky on a Friday', { id: 'D-2', because: 'too risky on a Friday' }],
    ['rollback', { ...there, of: 'D-2' }],
    [
      'rollback to 1.0.0 because it hurts',
      { ...there, of: 'D-2', to: '1.0.0', because: 'it hurts' },
    ],
    ['lock because of the sale', { ...there, because: 'of the sale' }],
    ['history', there],
    ['status', { about: 'D-2' }],
  ])('`%s` takes what it leaves out from the thread', (line, values) => {
    expect(reads(line, thread)).toEqual({ values, missing: [] });
  });

  test.each([
    ['approve D-7', { id: 'D-7' }],
    ['approve 7', { id: '7' }],
    ['pause d_7', { id: 'd_7' }],
    ['rollback checkout in staging', { service: 'checkout', in: 'staging' }],
    ['rollback checkout', { service: 'checkout' }],
    ['rollback in staging', { service: 'shop', in: 'staging', of: 'D-2' }],
    ['status checkout', { about: 'checkout' }],
    ['status in staging', { in: 'staging' }],
  ])('`%s`: what is said wins', (line, values) => {
    expect(reads(line, thread)).toMatchObject({ values: { ...values } });
    expect(Object.keys(Object(reads(line, thread)).values).toSorted()).toEqual(
      Object.keys(values).toSorted(),
    );
  });

  test('a deploy is asked for by its form, with the place of the thread filled in', () => {
    expect(reads('deploy', thread)).toEqual({
      values: { service: 'shop', to: 'production' },
      missing: ['version'],
    });
  });
});

describe('elsewhere what is missing stays missing', () => {
  test.each([
    ['approve', ['id']],
    ['rollback', ['service']],
    ['status', []],
  ])('%s', (line, missing) => {
    expect(reads(line, null)).toEqual({ values: {}, missing });
  });
});
