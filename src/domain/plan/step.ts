import type { Criteria } from '../verdict/criteria.ts';
import type { Journey } from '../verdict/journey/form.ts';
import type { Inconclusive, JudgeMode } from '../verdict/policy.ts';
import type { Terms } from '../verdict/success.ts';
import type { Validation } from '../verdict/validation.ts';

/** The whole vocabulary of effects a plan may contain. Data only; runners live in workflow/steps. */
export type Step =
  | { readonly kind: 'prestage' }
  | { readonly kind: 'start' }
  | { readonly kind: 'shift'; readonly percent: number }
  | {
      readonly kind: 'bake';
      readonly forMs: number;
      /** Its time ends with a comparison by these terms; left out: it only has to stay healthy. */
      readonly judged?: Terms;
      /** By how much a person may lengthen it, in all; left out: not at all. */
      readonly moreMs?: number;
    }
  | {
      readonly kind: 'judge';
      readonly forMs: number;
      readonly warmUpMs: number;
      readonly criteria: Criteria;
      /** Not there in plans made before a judge had them: it goes back, and asks. */
      readonly mode?: JudgeMode;
      readonly inconclusive?: Inconclusive;
    }
  | {
      readonly kind: 'journey';
      /** Of the exposure: before anybody meets the new version, or once everybody does. */
      readonly when: 'before' | 'after';
      readonly journey: Journey;
    }
  | { readonly kind: 'validate'; readonly validation: Validation }
  | { readonly kind: 'finish' };
export type StepKind = Step['kind'];

/**
 * How an effect survives being asked for twice. `provider`: by what the provider declares of itself
 * (key, cas, observe or none); `reads-only`: there is no effect to double.
 */
export type StepDedup = 'provider' | 'reads-only';

export interface StepLaw {
  /** The state of the world that makes the step done, however often it is asked for. */
  readonly desires: string;
  readonly dedup: StepDedup;
  /** Past this the step has failed, or waits for a person when the provider is silent. Milliseconds. */
  readonly boundMs: number;
  readonly undoneBy: string;
  /** More people meet the new version afterwards, so the gates are asked again before it. */
  readonly exposes: boolean;
}

const MINUTE = 60_000;

export const STEP_LAWS: { readonly [K in StepKind]: StepLaw } = {
  prestage: {
    desires: 'both digests are pulled and ready, so that going back needs no registry',
    dedup: 'provider',
    boundMs: 10 * MINUTE,
    undoneBy: 'nothing: a pulled image serves nobody',
    exposes: false,
  },
  start: {
    desires: 'the new version runs healthy beside the old one and gets no traffic',
    dedup: 'provider',
    boundMs: 10 * MINUTE,
    undoneBy: 'finish of the rollback, which stops it',
    exposes: false,
  },
  shift: {
    desires: 'the new version gets exactly this share of the traffic, the old one the rest',
    dedup: 'provider',
    boundMs: 5 * MINUTE,
    undoneBy: 'shift of the rollback, which gives the old version everything',
    exposes: true,
  },
  bake: {
    desires: 'the new version has stayed healthy for the whole time',
    dedup: 'reads-only',
    boundMs: 24 * 60 * MINUTE,
    undoneBy: 'nothing: it only watches',
    exposes: false,
  },
  judge: {
    desires: 'the new version has been found as good as the old one on measured traffic',
    dedup: 'reads-only',
    boundMs: 24 * 60 * MINUTE,
    undoneBy: 'nothing: it only measures',
    exposes: false,
  },
  journey: {
    desires: 'enough probes have walked it and agree that it is green',
    dedup: 'reads-only',
    boundMs: 24 * 60 * MINUTE,
    undoneBy: 'nothing: it walks as a customer would, and what it sends carries its key',
    exposes: false,
  },
  validate: {
    desires: 'what is looked at from outside is as it must be, or its owner follows it up',
    dedup: 'reads-only',
    boundMs: 24 * 60 * MINUTE,
    undoneBy: 'nothing: it only looks',
    exposes: false,
  },
  finish: {
    desires: 'the version left serving runs alone; the one before it stands by for a rollback',
    dedup: 'provider',
    boundMs: 10 * MINUTE,
    undoneBy: 'a rollback, which starts the stand-by again if it must',
    exposes: false,
  },
};

/** The step in a few words, as a card shows it: `canary 25 %`, `judge 30 seconds`. */
export function nameStep(step: Step): string {
  switch (step.kind) {
    case 'prestage':
      return 'pull both versions';
    case 'start':
      return 'start beside the old version';
    case 'shift':
      return `shift traffic to ${step.percent} %`;
    case 'bake':
      return 'bake';
    case 'judge':
      return 'judge on live traffic';
    case 'journey':
      return `walk "${step.journey.name}" ${step.when === 'before' ? 'before anybody meets it' : 'at 100 %'}`;
    case 'validate':
      return `validate "${step.validation.name}"`;
    case 'finish':
      return 'retire the old version';
  }
}

/** How long a step takes when all goes well, in milliseconds; what is not timed counts as two seconds. */
export function expectMs(step: Step): number {
  switch (step.kind) {
    case 'bake':
      return step.forMs;
    case 'judge':
      return step.warmUpMs + step.forMs;
    case 'journey':
      return 5_000;
    case 'validate':
      return step.validation.kind === 'performance' ? step.validation.for : 2_000;
    default:
      return 2_000;
  }
}
