import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { digestOf, openKeptImages } from '../../../src/sandbox/fleet/registry/kept.ts';
import { createPulls } from '../../../src/sandbox/fleet/registry/pulls.ts';
import { emptyFolder } from './fleet-client.ts';

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true }));

describe('6.3 a pull by digest', () => {
  const digest = digestOf('built');
  const images = openKeptImages(folder);
  const pullOf = (given: string) =>
    new Promise<string>((resolve) => {
      createPulls({
        pullMs: 0,
        registryUp: () => true,
        pull: async () => images.keep(digest, Buffer.from(given)),
        pulled: () => resolve('pulled'),
        failed: (_, why) => resolve(why),
      }).begin(digest);
    });

  test('of what the digest does not say fails, and nothing is kept', async () => {
    expect(await pullOf('something else')).toBe(
      `the registry gave ${digestOf('something else')} for ${digest}`,
    );
    expect(images.read(digest)).toBeNull();
  });

  test('of what it says is kept, for whoever opens the folder next as well', async () => {
    expect(await pullOf('built')).toBe('pulled');
    const again = openKeptImages(folder);
    expect([images.isNew, again.isNew]).toEqual([true, false]);
    expect(again.read(digest)?.toString()).toBe('built');
  });
});
