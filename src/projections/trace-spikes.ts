import type { Finder, Spike } from '../domain/deployment/spike.ts';
import type { Stretch } from './trace.ts';

/** What each kind is called, and its class in the words of the conventions: a few, whatever the metric. */
const NAMES: { readonly [F in Finder]: { readonly name: string; readonly type: string } } = {
  judge: { name: 'Worse than before', type: 'worse' },
  burn: { name: 'Error budget burns', type: 'budget-burns' },
  alert: { name: 'Alert', type: 'alert' },
};

/** The spikes of a deployment as stretches of its trace. */
export function spikeStretches(spikes: readonly Spike[]): readonly Stretch[] {
  return spikes.map((spike, i) => {
    const { by, metric, value, against, from, to, followed, incident } = spike;
    const { name, type } = NAMES[by];
    const attributes = {
      'error.type': type,
      'fairway.spike.found_by': by,
      'fairway.spike.metric': metric,
      'fairway.spike.value': value,
      ...(against === null ? {} : { 'fairway.spike.against': against }),
      'fairway.spike.followed_by': followed,
      ...(incident === undefined ? {} : { 'fairway.incident.id': incident }),
    };
    return { id: `spike-${i}`, within: 'run', name, from, to, failed: said(spike), attributes };
  });
}

/** `error rate 8.02 %, against 0.10 %` */
function said({ metric, value, against }: Spike): string {
  return against === null ? `${metric}, ${value}` : `${metric} ${value}, against ${against}`;
}
