import type { Chart, Draw } from '../ports/chart.ts';
import type { Log } from '../ports/log.ts';
import type { PagePictures } from '../ports/page-pictures.ts';
import type { KeptPicture, Pictures } from '../ports/pictures.ts';
import type { Api } from './api.ts';
import type { Buckets } from './bucket.ts';
import type { Unmade } from './picture-blocks.ts';
import { type PostBytes, type Uploaded, upload } from './upload.ts';

export interface PictureMaking {
  readonly kept: Pictures;
  readonly api: Api;
  readonly postBytes: PostBytes;
  readonly pages: PagePictures;
  readonly log: Log;
}

export type Made =
  | { readonly kind: 'made'; readonly picture: KeptPicture }
  /** `lasts`: whether the next one would meet the same, for a while or until Fairway starts anew. */
  | { readonly kind: 'lacks'; readonly why: string; readonly lasts: 'no' | 'a while' | 'for good' }
  | { readonly kind: 'later'; readonly inMs: number };

const RETRY_MS = 5_000;
const NO_SCOPE =
  'There is no chart: the app may not upload pictures. An administrator can allow it: install the app again with the scope files:write, which its manifest names.';

type Making = PictureMaking & { readonly uploads: Buckets };

/** Draws a chart, or takes up what was pictured, gives it to Slack, and remembers it under its key. */
export async function makePicture(
  work: Making & { readonly draw: Draw | null },
  key: string,
  { of, alt }: Unmade,
): Promise<Made> {
  const waitMs = work.uploads.take('');
  if (waitMs > 0) return { kind: 'later', inMs: waitMs };
  return 'page' in of
    ? givePage(work, key, { ...of.page, alt })
    : drawChart(work, key, { chart: of.chart, alt });
}

/** What Slack has, we keep no longer. */
async function givePage(
  work: Making,
  key: string,
  page: { readonly key: string; readonly title: string; readonly alt: string },
): Promise<Made> {
  const bytes = await work.pages.find(page.key);
  if (!bytes) return lacking('what was pictured is kept no longer');
  const { title, alt } = page;
  const made = await became(
    work,
    key,
    await upload(work, { bytes, filename: 'page.jpg', title, alt }),
  );
  if (made.kind === 'made') await work.pages.drop(page.key);
  return made;
}

async function drawChart(
  work: Making & { readonly draw: Draw | null },
  key: string,
  { chart, alt }: { readonly chart: Chart; readonly alt: string },
): Promise<Made> {
  if (!work.draw) return lacking('it has nothing to draw with');
  const drawn = await work.draw(chart);
  switch (drawn.kind) {
    case 'cannot':
      return { kind: 'lacks', why: sayCannot(drawn.why), lasts: 'for good' };
    case 'failed':
      return lacking(`it could not be drawn (${drawn.why})`);
    case 'drawn': {
      const file = { bytes: drawn.png, filename: 'chart.png', title: chart.title, alt };
      return became(work, key, await upload(work, file));
    }
  }
}

async function became(
  { kept, uploads, log }: Making,
  key: string,
  uploaded: Uploaded,
): Promise<Made> {
  switch (uploaded.kind) {
    case 'ok':
      return { kind: 'made', picture: await kept.keep(key, uploaded.file) };
    case 'limited':
      uploads.block('', uploaded.retryMs);
      return { kind: 'later', inMs: uploaded.retryMs };
    case 'refused':
      log.warn({ error: uploaded.error }, 'Slack does not take a picture');
      return uploaded.error === 'missing_scope'
        ? { kind: 'lacks', why: NO_SCOPE, lasts: 'a while' }
        : lacking(`Slack does not take the picture (${uploaded.error})`);
    case 'unsent':
    case 'unknown':
      return { kind: 'later', inMs: RETRY_MS };
  }
}

export function sayCannot(why: string): string {
  return `There is no chart: the machine that runs Fairway cannot draw (${why}).`;
}

function lacking(why: string): Made {
  return { kind: 'lacks', why: `There is no chart: ${why}.`, lasts: 'no' };
}
