import type { z } from 'zod';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService } from '../domain/catalog/find.ts';
import type { Answer } from '../domain/flaky/answer.ts';
import { TestReport } from '../domain/flaky/report.ts';
import type { Publisher } from '../domain/governance/publication.ts';
import { bad, type HandleHook, type Hooks, keeping, parsed, REFUSED, secretsOf } from './hooks.ts';

type Parts = Omit<Hooks, 'catalog' | 'kinds'> & { readonly catalog: () => Catalog };

/** What the failures of a report of tests mean, by what is known of the tests of this service. */
export type AnswerTests = (service: string, tests: TestReport['tests']) => Promise<Answer>;

/**
 * What a job of CI posts to `/hooks/<publisher>/tests`, proved as that publisher proves what it tells of versions. It
 * may speak of the services that the publisher publishes. Which failures count is answered by what was known before,
 * and only then the report is stored: what was answered with 200 is not lost, and a repeat is known for a day.
 */
export function createTestReports(hooks: Parts, answer: AnswerTests): HandleHook {
  const keep = keeping(hooks);
  return async (name, rawBody, headers) => {
    const catalog = hooks.catalog();
    const publisher = catalog.publishers?.find((one) => one.name === name);
    const kind = publisher && hooks.publisherKinds?.[publisher.kind];
    if (!publisher || !kind) return REFUSED;
    const secrets = await secretsOf(name, publisher.secrets, hooks);
    if (!kind.verify(rawBody, headers, secrets)) return REFUSED;
    const read = TestReport.safeParse(parsed(rawBody));
    if (!read.success) return bad(...faultOf(read.error));
    const service = publishedBy(publisher, read.data.service, catalog);
    if (service === null) {
      hooks.log.warn(
        { publisher: name },
        'a report of tests of what its publisher does not publish',
      );
      return bad('service', `is none that the publisher "${name}" publishes`);
    }
    const report = { ...read.data, service };
    const answered = await answer(service, report.tests);
    const act = { kind: 'tests', body: { publisher: name, report } } as const;
    await keep(name, rawBody, { id: null, act });
    return { status: 200, body: JSON.stringify(answered) };
  };
}

function publishedBy({ publishes }: Publisher, word: string, catalog: Catalog): string | null {
  const meant = findService(catalog, word)?.name ?? null;
  const published = publishes.map((one) => findService(catalog, one.service)?.name);
  return meant !== null && published.includes(meant) ? meant : null;
}

/** The first fault, without a word of what was sent. */
function faultOf({ issues: [first] }: z.ZodError): readonly [path: string, why: string] {
  const path = (first?.path ?? []).map(String).join('.');
  return [path === '' ? 'body' : path, first?.message ?? 'is not understood'];
}
