import { type Artifacts, CHANGES_WITHIN_MS } from '../ports/artifacts.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Provider } from '../ports/provider.ts';

/**
 * The same provider, each of whose calls ends within its patience: what neither answers nor breaks by
 * then is thrown, so that no worker and no person waits for ever. An effect that lands later all the
 * same is known by its key or refused by its fence.
 */
export function bounded(provider: Provider): Provider {
  const { deployer, artifacts, metrics, patienceMs } = provider;
  const within = <T>(run: () => Promise<T>): Promise<T> => inTime(patienceMs, run);
  return {
    ...provider,
    deployer: {
      name: deployer.name,
      dedup: deployer.dedup,
      prestage: (...asked) => within(() => deployer.prestage(...asked)),
      start: (...asked) => within(() => deployer.start(...asked)),
      shift: (...asked) => within(() => deployer.shift(...asked)),
      finish: (...asked) => within(() => deployer.finish(...asked)),
      observe: (...asked) => within(() => deployer.observe(...asked)),
    },
    artifacts: {
      resolve: (...asked) => within(() => artifacts.resolve(...asked)),
      ...boundedChanges(artifacts, patienceMs),
      ...boundedSbom(artifacts, patienceMs),
    },
    metrics: metrics && boundedMetrics(metrics, patienceMs),
  };
}

function boundedChanges({ changes }: Artifacts, patienceMs: number): Pick<Artifacts, 'changes'> {
  if (!changes) return {};
  const withinMs = Math.min(patienceMs, CHANGES_WITHIN_MS);
  return { changes: (...asked) => inTime(withinMs, () => changes(...asked)) };
}

function boundedSbom({ sbom }: Artifacts, patienceMs: number): Pick<Artifacts, 'sbom'> {
  const withinMs = Math.min(patienceMs, READ_WITHIN_MS);
  return sbom ? { sbom: (...asked) => inTime(withinMs, () => sbom(...asked)) } : {};
}

/** Reading ends no later than half a minute, however long the provider's programs may take. */
const READ_WITHIN_MS = 30_000;

/** Weeks of minutes are many questions; a person waits for the answer. */
const WEEKS_WITHIN_MS = 120_000;

function boundedMetrics({ read, spans }: Metrics, patienceMs: number): Metrics {
  const withinMs = Math.min(patienceMs, READ_WITHIN_MS);
  const measured = spans?.measured;
  return {
    read: (...asked) => inTime(withinMs, () => read(...asked)),
    ...(spans && {
      spans: {
        ...spans,
        ...(measured && { measured: (...asked) => inTime(withinMs, () => measured(...asked)) }),
        during: (...asked) => inTime(withinMs, () => spans.during(...asked)),
        measure: (...asked) => inTime(withinMs, () => spans.measure(...asked)),
        gauge: (...asked) => inTime(withinMs, () => spans.gauge(...asked)),
        minutes: (...asked) => inTime(WEEKS_WITHIN_MS, () => spans.minutes(...asked)),
      },
    }),
  };
}

async function inTime<T>(timeoutMs: number, run: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const why = `no answer within ${timeoutMs / 1_000} s`;
    timer = setTimeout(() => reject(new Error(why)), timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
