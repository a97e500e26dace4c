import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { Messages } from '../ports/messages.ts';
import type { Attempt, Transcript } from '../ports/transcript.ts';
import { providerOutput } from '../projections/provider-output.ts';
import { cardKey } from './card-wish.ts';
import { renderMessage } from './render/message.ts';
import { namesOf } from './render/names.ts';

const SHOW_MS = 2_000;
const KEEP_LINES = 20;
/** An attempt that has printed nothing for this long will print nothing more. */
const FORGET_MS = 10 * 60_000;

interface Page {
  readonly attempt: Attempt;
  readonly lines: string[];
  dropped: number;
  timer: NodeJS.Timeout | null;
  at: number;
}

/**
 * One thread reply for each attempt of a step, edited in place while lines arrive: the last of them,
 * and how many came before. What a killed process had not shown yet is lost; the log of the provider
 * has it.
 */
export function createTranscript(parts: {
  readonly messages: Pick<Messages, 'want'>;
  readonly bell: Bell;
  readonly catalog: () => Catalog;
  readonly now: () => Instant;
  readonly log: Log;
}): Transcript {
  const pages = new Map<string, Page>();

  async function show(page: Page): Promise<void> {
    page.timer = null;
    const { attempt, lines, dropped } = page;
    const key = `output:${attempt.key}`;
    const revision = parts.now();
    const view = providerOutput(attempt, lines, dropped);
    await parts.messages.want({
      key,
      channel: attempt.channel ?? parts.catalog().channel,
      under: cardKey(attempt.deployment),
      broadcast: false,
      content: renderMessage(view, namesOf(parts.catalog()), revision),
      revision,
    });
    await parts.bell.ring('deliver', key);
  }

  function pageOf(attempt: Attempt): Page {
    const known = pages.get(attempt.key);
    if (known) return known;
    for (const [key, page] of pages) {
      if (parts.now() - page.at > FORGET_MS) pages.delete(key);
    }
    const page: Page = { attempt, lines: [], dropped: 0, timer: null, at: parts.now() };
    pages.set(attempt.key, page);
    return page;
  }

  return {
    line(attempt, text) {
      const page = pageOf(attempt);
      page.lines.push(text);
      page.at = parts.now();
      if (page.lines.length > KEEP_LINES) {
        page.lines.shift();
        page.dropped += 1;
      }
      page.timer ??= setTimeout(() => {
        show(page).catch((error: unknown) => {
          parts.log.warn({ error: String(error), key: attempt.key }, 'output is not shown');
        });
      }, SHOW_MS).unref();
    },
  };
}
