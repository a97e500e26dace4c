import { describe, expect, test } from 'vitest';
import { redacted } from '../../../src/providers/probes/secrets.ts';

describe('7.3 what a walk says of itself', () => {
  test.each([
    ['a secret', 'it said abc!', ['abc'], 'it said •••!'],
    ['one that begins with another', 'abcdef', ['abc', 'abcdef'], '•••'],
    ['one as an address holds it', 'on /a%20b%2Fc', ['a b/c'], 'on /•••'],
    ['no secret at all', 'as it is', [''], 'as it is'],
  ])('without %s', (_, text, secrets, said) => {
    expect(redacted(text, secrets)).toBe(said);
  });
});
