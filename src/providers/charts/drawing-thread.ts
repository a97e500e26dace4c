import { parentPort } from 'node:worker_threads';
import type { Chart, Drawn } from '../../ports/chart.ts';

/** A chart that is to be drawn, and its picture; `n` tells which answer belongs to which. */
export interface Wanted {
  readonly n: number;
  readonly chart: Chart;
}
export interface Done {
  readonly n: number;
  readonly drawn: Drawn;
}

// Here and not above: a machine without the native module must be able to say so.
const rendering = import('./render.ts').then(
  ({ render }) => ({ render }),
  (error: unknown) => ({ why: whyOf(error) }),
);

parentPort?.on('message', async ({ n, chart }: Wanted) => {
  const loaded = await rendering;
  const drawn = 'why' in loaded ? cannot(loaded.why) : draw(loaded.render, chart);
  parentPort?.postMessage({ n, drawn } satisfies Done);
});

function draw(render: (chart: Chart) => { readonly png: Uint8Array }, chart: Chart): Drawn {
  try {
    return { kind: 'drawn', png: render(chart).png };
  } catch (error) {
    return { kind: 'failed', why: whyOf(error) };
  }
}

function cannot(why: string): Drawn {
  return { kind: 'cannot', why };
}

function whyOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
