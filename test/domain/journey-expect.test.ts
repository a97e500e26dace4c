import { describe, expect, test } from 'vitest';
import { faultOf, saved } from '../../src/domain/verdict/journey/expect.ts';
import type { Expectation } from '../../src/domain/verdict/journey/form.ts';
import { fill, fillAll, UnknownVariableError } from '../../src/domain/verdict/journey/variables.ts';
import { kept } from '../awake.ts';

const BODY = JSON.stringify({ id: 7, name: 'basket', items: [{ sku: 'a' }, { sku: 'b' }] });
const variables = { cart: 'b', empty: '' };

describe('7.3 what an answer must be', () => {
  const cases: readonly (readonly [string, Expectation | undefined, number, string | null])[] = [
    ['nothing said', undefined, 200, null],
    ['nothing said', undefined, 204, null],
    ['nothing said', undefined, 302, 'answered 302, expected 2xx'],
    ['nothing said', undefined, 500, 'answered 500, expected 2xx'],
    ['one status', { status: 404 }, 404, null],
    ['one status', { status: 200 }, 201, 'answered 201, expected 200'],
    ['several', { status: [200, 201] }, 201, null],
    ['several', { status: [200, 201] }, 500, 'answered 500, expected 200 or 201'],
    ['in time', { within: 100 }, 200, null],
    ['too late', { within: 99 }, 200, 'answered after 100 ms, allowed are 99 ms'],
    ['a text', { contains: 'basket' }, 200, null],
    ['a text', { contains: ['basket', 'gold'] }, 200, 'the answer does not contain "gold"'],
    ['a text with a variable', { contains: '"sku":"{cart}"' }, 200, null],
    ['a pattern', { matches: '"id":\\d+' }, 200, null],
    ['a pattern', { matches: '"id":\\d{3}' }, 200, 'the answer does not match ""id":\\d{3}"'],
    ['a value', { json: { '$.id': 7 } }, 200, null],
    ['a value', { json: { '$.id': 8 } }, 200, '$.id is 7, expected 8'],
    ['a number is no text', { json: { '$.id': '7' } }, 200, '$.id is 7, expected "7"'],
    ['a variable', { json: { '$.items[1].sku': '{cart}' } }, 200, null],
    ['one of many', { json: { '$.items[*].sku': 'b' } }, 200, null],
    [
      'none of many',
      { json: { '$.items[*].sku': 'c' } },
      200,
      '$.items[*].sku is "a", expected "c"',
    ],
    ['there', { json: { '$.name': { exists: true } } }, 200, null],
    ['not there', { json: { '$.gone': { exists: true } } }, 200, '$.gone is not there'],
    ['must not be there', { json: { '$.name': { exists: false } } }, 200, '$.name is there'],
    ['a pattern there', { json: { '$.name': { matches: '^bask' } } }, 200, null],
    [
      'a pattern there',
      { json: { '$.name': { matches: '^cart' } } },
      200,
      '$.name is "basket", expected to match "^cart"',
    ],
    ['a value nowhere', { json: { '$.gone': 1 } }, 200, '$.gone is not there, expected 1'],
  ];
  test.each(cases)('%s: %j at %i', (_, wish, status, fault) => {
    expect(faultOf(wish, { status, body: BODY, ms: 100 }, variables)).toBe(fault);
  });

  test('what is not JSON has no values', () => {
    const answer = { status: 200, body: '<html>', ms: 1 };
    expect(faultOf({ json: { '$.id': { exists: false } } }, answer, {})).toBe(
      'the answer is not JSON',
    );
  });

  test('a pattern made to run for ever ends at once', () => {
    const answer = { status: 200, body: `${'a'.repeat(50_000)}b`, ms: 1 };
    const ms = kept(() => {
      expect(faultOf({ matches: '^(a+)+$' }, answer, {})).toMatch(/does not match/);
    });
    expect(ms).toBeLessThan(2_000);
  });
});

describe('7.3 what is taken on to later steps', () => {
  test('values of JSON and matches of text', () => {
    const save = { id: '$.id', sku: { matches: '"sku":"(\\w)"' }, all: { matches: 'bask..' } };
    expect(saved(save, BODY)).toEqual({ values: { id: '7', sku: 'a', all: 'basket' } });
  });

  test('what is not there fails the step', () => {
    expect(saved({ id: '$.gone' }, BODY)).toEqual({ fault: 'the answer has no id to go on with' });
    expect(saved({ id: '$.items' }, BODY)).toHaveProperty('fault');
  });

  test('texts are filled once, never what was filled in', () => {
    expect(fill('/x/{a}', { a: '{b}', b: 'no' })).toBe('/x/{b}');
    expect(fill('/x/{a}', { a: 'é/?' }, encodeURIComponent)).toBe('/x/%C3%A9%2F%3F');
    expect(fillAll({ '{a}': ['{a}', 1, null] }, { a: 'z' })).toEqual({ '{a}': ['z', 1, null] });
    expect(() => fill('{toString}', {})).toThrow(UnknownVariableError);
  });
});
