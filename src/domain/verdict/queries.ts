import type { Target } from '../kernel/target.ts';
import type { SignalSource } from './signal-source.ts';

/** Names of services and environments hold nothing that PromQL would read; they are escaped all the same. */
export function filled(template: string, { service, environment }: Target): string {
  const text = (name: string): string =>
    name.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));
  return template
    .replaceAll('$service', () => text(service))
    .replaceAll('$environment', () => text(environment));
}

/** One question to a source, and the page of it on which a person sees the answer. */
export interface Query {
  readonly name: string;
  readonly url: string;
}

/**
 * What a judge compares, each as a graph on the page that a Prometheus has for people: requests a second,
 * the share that failed and the p99, by version.
 */
export function queriesOf(source: SignalSource, target: Target): readonly Query[] {
  const rate = (selector: string) => `rate(${filled(selector, target)}[1m])`;
  const by = source.versionLabel;
  const all = `sum by (${by}) (${rate(source.requests)})`;
  const slow = `histogram_quantile(0.99, sum by (${by}, le) (${rate(source.latency)}))`;
  return [
    { name: 'requests', url: graph(source, all) },
    { name: 'errors', url: graph(source, `sum by (${by}) (${rate(source.failed)}) / ${all}`) },
    { name: 'p99', url: graph(source, slow) },
  ];
}

/** Prometheus 3 leads on from here to the page it has instead. */
function graph({ url }: SignalSource, query: string): string {
  const asked = new URLSearchParams({ 'g0.expr': query, 'g0.tab': '0', 'g0.range_input': '30m' });
  return `${url.replace(/\/+$/, '')}/graph?${asked}`;
}
