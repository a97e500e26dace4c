import type { Draw } from '../ports/chart.ts';
import type { Log } from '../ports/log.ts';
import type { KeptPicture, Pictures } from '../ports/pictures.ts';
import type { Api } from './api.ts';
import type { Buckets } from './bucket.ts';
import type { Unmade } from './picture-blocks.ts';
import { type PostBytes, type Uploaded, upload } from './upload.ts';

export interface PictureMaking {
  readonly kept: Pictures;
  readonly api: Api;
  readonly postBytes: PostBytes;
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

/** Draws a chart, gives it to Slack, and remembers it under its key. */
export async function makePicture(
  work: PictureMaking & { readonly draw: Draw; readonly uploads: Buckets },
  key: string,
  { chart, alt }: Unmade,
): Promise<Made> {
  const waitMs = work.uploads.take('');
  if (waitMs > 0) return { kind: 'later', inMs: waitMs };
  const drawn = await work.draw(chart);
  switch (drawn.kind) {
    case 'cannot':
      return { kind: 'lacks', why: sayCannot(drawn.why), lasts: 'for good' };
    case 'failed':
      return lacking(`it could not be drawn (${drawn.why})`);
    case 'drawn': {
      const uploaded = await upload(work, { png: drawn.png, title: chart.title, alt });
      return became(work, key, uploaded);
    }
  }
}

async function became(
  { kept, uploads, log }: PictureMaking & { readonly uploads: Buckets },
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
