import type { Log } from '../ports/log.ts';
import type { Content } from '../ports/messages.ts';
import { unmadeIn, withoutPictures } from './picture-blocks.ts';
import type { Showing } from './pictures.ts';

/** How long Slack may look at a picture before it lets a message show it: seconds, by what people report. */
const TRIES_MS = [0, 1_500, 3_000];
const NOT_NOW = 'The chart is not ready in Slack yet. Ask again in a minute: then it is.';

export interface FollowUps {
  /**
   * The pictures of an answer, told after it: drawing and uploading take a second or two, and the
   * numbers do not wait for that, nor do other people's acts. At most once: what is lost with the process
   * is there when it is asked for again. `tell` says whether it was told.
   */
  begin(content: Content, tell: (content: Content) => Promise<boolean>): void;
  /** Waits for what was begun. */
  settled(): Promise<void>;
}

export function createFollowUps(
  pictures: Showing,
  log: Log,
  triesMs: readonly number[] = TRIES_MS,
): FollowUps {
  const open = new Set<Promise<void>>();
  return {
    begin(content, tell) {
      const done = follow(pictures, triesMs, content, tell).catch((error: unknown) => {
        log.warn({ err: error }, 'the chart of an answer was not shown');
      });
      open.add(done);
      done.finally(() => open.delete(done));
    },
    async settled() {
      await Promise.all(open);
    },
  };
}

async function follow(
  pictures: Showing,
  triesMs: readonly number[],
  { blocks }: Content,
  tell: (content: Content) => Promise<boolean>,
): Promise<void> {
  const [first] = unmadeIn({ text: '', blocks });
  if (!first) return;
  const pending: Content = { text: first.alt, blocks: [first.block] };
  for (const waitMs of triesMs) {
    await sleep(waitMs);
    const shown = await pictures.shown(pending);
    if (shown.kind === 'later') {
      await sleep(Math.min(shown.inMs, 3_000));
      continue;
    }
    if (shown.lacks !== null) return void (await tell({ text: shown.lacks, blocks: [] }));
    if (await tell(shown.content)) return;
    if (!shown.fresh) await pictures.refused(shown.content);
  }
  await tell({ ...withoutPictures(pending), text: NOT_NOW });
}

function sleep(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms).unref();
  return promise;
}
