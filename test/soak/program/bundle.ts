import { join } from 'node:path';
import { build } from 'esbuild';
import { MAIN } from './life.ts';

/** A bundle has no `require` of its own, which packages in CommonJS ask for node's modules. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * The soak's Fairway as one file: a life starts with a third of the work that hundreds of modules
 * need, and the lives are what a kill costs.
 */
export async function bundleFairway(folder: string): Promise<string> {
  const outfile = join(folder, 'fairway.mjs');
  await build({
    entryPoints: [MAIN],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  return outfile;
}
