import { expect, test } from 'vitest';
import { remembered } from '../../src/http/ofrep/remembered.ts';

test('a secret is read once a second at most, each for itself, and a rotation is seen by then', async () => {
  let at = 0;
  let secret: string | null = 'one';
  const read: string[] = [];
  const secrets = remembered(
    {
      async read(ref) {
        read.push(`${ref} at ${at}`);
        return secret;
      },
    },
    () => at,
  );
  for (at = 0; at < 1_000; at += 100) expect(await secrets.read('env:A')).toBe('one');
  secret = null;
  at = 999;
  expect(await secrets.read('env:A')).toBe('one');
  expect(await secrets.read('env:B')).toBeNull();
  at = 1_000;
  expect(await secrets.read('env:A')).toBeNull();
  expect(read).toEqual(['env:A at 0', 'env:B at 999', 'env:A at 1000']);
});
