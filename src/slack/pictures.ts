import type { Instant } from '../domain/kernel/time.ts';
import type { Draw } from '../ports/chart.ts';
import type { Content } from '../ports/messages.ts';
import { createBuckets } from './bucket.ts';
import { UPLOAD_RATE } from './limits.ts';
import { type Made, makePicture, type PictureMaking, sayCannot } from './make-picture.ts';
import { picturesIn, type Unmade, unmadeIn, withPictures } from './picture-blocks.ts';

export interface PictureWork extends PictureMaking {
  /** Null: nothing here draws. */
  readonly draw: Draw | null;
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string;
  readonly now: () => Instant;
}

export type Shown =
  /** `lacks`: why a picture was left out, for people. `fresh`: Slack may still be looking at one. */
  | {
      readonly kind: 'shown';
      readonly content: Content;
      readonly lacks: string | null;
      readonly fresh: boolean;
    }
  | { readonly kind: 'later'; readonly inMs: number };

export interface Showing {
  /** A content whose charts are pictures that Slack has. Uploads what it has not. Throws only weather. */
  shown(content: Content): Promise<Shown>;
  /** Slack does not take these pictures: next time they are uploaded anew. */
  refused(content: Content): Promise<void>;
  /** Why there are no pictures for now, for people; null where nothing is known against them. */
  lacks(): string | null;
}

/** Slack looks at a picture for some seconds before a message may show it. */
const LOOKS_MS = 60_000;
/** So long a message that waits for its next turn goes without pictures that Slack has refused. */
const WITHOUT_MS = 15_000;
const REFUSED = 'There is no chart: Slack does not show its picture.';
/** Somebody may have installed the app again meanwhile. */
const BELIEVE_MS = 10 * 60_000;

/** Draws each chart once, or takes up each page, gives it to Slack once, and remembers it by what it shows. */
export function createPictures(work: PictureWork): Showing {
  const uploads = createBuckets(UPLOAD_RATE, work.now);
  const making = new Map<string, Promise<Made>>();
  /** When each was refused, by what it says in words. */
  const refusals = new Map<string, number>();
  const nothing = sayCannot('it has nothing to draw with');
  let drawing = { why: nothing, until: work.draw ? 0 : Number.POSITIVE_INFINITY };
  let giving = { why: '', until: 0 };

  const knownOf = (...all: readonly (typeof drawing)[]): string | null =>
    all.find(({ until }) => work.now() < until)?.why ?? null;
  const lacks = (): string | null => knownOf(giving, drawing);
  const isRefused = (alt: string): boolean =>
    work.now() - (refusals.get(alt) ?? Number.NEGATIVE_INFINITY) < WITHOUT_MS;
  const lacksOf = ({ of, alt }: Unmade): string | null => {
    if (isRefused(alt)) return REFUSED;
    return 'page' in of ? knownOf(giving) : lacks();
  };

  async function make(key: string, one: Unmade): Promise<Made> {
    const kept = await work.kept.find(key);
    if (kept) return { kind: 'made', picture: kept };
    const why = lacksOf(one);
    if (why !== null) return { kind: 'lacks', why, lasts: 'no' };
    const made = await makePicture({ ...work, uploads }, key, one);
    if (made.kind !== 'lacks') return made;
    if (made.lasts === 'a while') giving = { why: made.why, until: work.now() + BELIEVE_MS };
    if (made.lasts === 'for good') drawing = { why: made.why, until: Number.POSITIVE_INFINITY };
    return made;
  }

  function madeOnce(one: Unmade): Promise<Made> {
    const what = 'page' in one.of ? one.of.page : one.of.chart;
    const key = work.digest(JSON.stringify([what, one.alt]));
    const begun = making.get(key) ?? make(key, one).finally(() => making.delete(key));
    making.set(key, begun);
    return begun;
  }

  return {
    lacks,
    async shown(content) {
      const files = new Map<Unmade['block'], string | null>();
      let [why, fresh]: [string | null, boolean] = [null, false];
      for (const one of unmadeIn(content)) {
        const made = await madeOnce(one);
        if (made.kind === 'later') return made;
        if (made.kind === 'lacks') why = made.why;
        files.set(one.block, made.kind === 'made' ? made.picture.file : null);
        fresh ||= made.kind === 'made' && work.now() - made.picture.at < LOOKS_MS;
      }
      return { kind: 'shown', content: withPictures(content, files), lacks: why, fresh };
    },
    async refused(content) {
      for (const alt of refusals.keys()) if (!isRefused(alt)) refusals.delete(alt);
      for (const { file, alt } of picturesIn(content)) {
        refusals.set(alt, work.now());
        await work.kept.forget(file);
      }
    },
  };
}
