import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSeals } from '../../src/slack/seal.ts';

const button = (value: string) => ({ type: 'button', action_id: value, value });
const menu = (...values: string[]) => ({
  type: 'overflow',
  options: values.map((value) => ({ text: 'x', value })),
});
const actions = (...elements: object[]) => ({ type: 'actions', elements: elements as never });
const seals = createSeals(['one', 'two']);
const blockOf = (of: ReturnType<typeof seals.seal>): string => String(of[0]?.['block_id']);

describe('a button says by its seal that we made it for where it stands', () => {
  test('each of its buttons and of the choices of its menus holds there, and nowhere else', () => {
    const block = blockOf(seals.seal([actions(button('/a'), menu('/b', '/c'))], 'card:D-1'));
    for (const value of ['/a', '/b', '/c']) {
      expect(seals.holds({ value, block }, ['card:D-1'])).toBe(true);
      expect(seals.holds({ value, block }, ['card:D-2', 'U0ANA'])).toBe(false);
    }
    expect(seals.holds({ value: '/d', block }, ['card:D-1'])).toBe(false);
  });

  test('of the secret before it holds as well, of another one it does not', () => {
    const of = (...secrets: string[]) =>
      blockOf(createSeals(secrets).seal([actions(button('/a'))], 'card:D-1'));
    const holds = (block: string) => seals.holds({ value: '/a', block }, ['card:D-1']);
    expect([of('one'), of('two'), of('three'), of()].map(holds)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(holds('')).toBe(false);
  });

  test('blocks have ids of their own, as long as Slack takes, however full they are', () => {
    const line = fc.string({ minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(line, { minLength: 1, maxLength: 28 }), (values) => {
        const named = { ...actions(...values.map(button)), block_id: 'offers:10.0:r12345' };
        const sealed = seals.seal([named, actions(button('/x')), actions(button('/x'))], 'k');
        const ids = sealed.map((one) => String(one['block_id']));
        expect(new Set(ids).size).toBe(3);
        expect(Math.max(...ids.map((id) => id.length))).toBeLessThanOrEqual(255);
        const [block = ''] = ids;
        for (const value of values) expect(seals.holds({ value, block }, ['k'])).toBe(true);
      }),
    );
  });

  test('what has no buttons stays as it is', () => {
    const blocks = [{ type: 'section', text: 'x' }, actions({ type: 'button', url: 'https://x' })];
    expect(seals.seal(blocks, 'k')).toEqual(blocks);
  });
});
