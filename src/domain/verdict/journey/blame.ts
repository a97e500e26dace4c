import type { RedBefore } from './form.ts';
import type { Count } from './vote.ts';

/** What was found before anybody met the new version; `unasked`: nothing served, or it is walked only after. */
export type Before = Count | 'unasked' | 'skipped';

/**
 * Where a phase stands. `count` is what this round of walks found, `reds` how many rounds in a row were
 * red with this one, `leftMs` what remains of the patience.
 */
export interface Phase {
  readonly count: Count;
  readonly reds: number;
  readonly confirm: number;
  readonly leftMs: number;
  readonly redBefore: RedBefore;
}

/** again: another round. go on: the step is done. ask: people decide. fail: the deployment is to blame. */
export type Consequence = 'again' | 'go on' | 'ask' | 'fail';

/** What a round means before the exposure. Nothing found there can be the new version's doing. */
export function beforeExposure(phase: Phase): Consequence {
  switch (phase.count) {
    case 'green':
      return 'go on';
    case 'none':
      return phase.leftMs > 0 ? 'again' : 'ask';
    case 'red':
      if (phase.reds < phase.confirm) return 'again';
      return phase.redBefore === 'ignore' ? 'go on' : 'ask';
  }
}

/**
 * What a round means at 100 %. It is blamed only for what turned red with it: what was red before is not
 * its doing, and where nothing is known of before people decide. Missing answers never pass.
 */
export function afterExposure(phase: Phase, before: Before): Consequence {
  switch (phase.count) {
    case 'green':
      return 'go on';
    case 'none':
      return phase.leftMs > 0 ? 'again' : 'ask';
    case 'red':
      return phase.reds < phase.confirm ? 'again' : blame(before, phase.redBefore);
  }
}

function blame(before: Before, redBefore: RedBefore): Consequence {
  switch (before) {
    case 'green':
    case 'unasked':
      return 'fail';
    case 'red':
      return redBefore === 'ignore' ? 'go on' : 'ask';
    case 'none':
    case 'skipped':
      return 'ask';
  }
}
