import fc from 'fast-check';

/** Before the time limit of a test, which would end it without a word of what was drawn. */
const WITHIN_MS = 270_000;
/** What CI draws. */
const SEED = 20_261_128;

/**
 * What properties draw: anew in every run at a desk, the same in every run of CI, which says whether a change is
 * good and not whether it was lucky; FAIRWAY_SEED=<number> draws what a failure names. That one took too long is a
 * failure with its seed as well.
 */
const { CI, FAIRWAY_SEED: given } = process.env;
const seed = given === undefined ? (CI === undefined ? null : SEED) : Number(given);
fc.configureGlobal({
  ...(seed === null ? {} : { seed }),
  interruptAfterTimeLimit: WITHIN_MS,
  markInterruptAsFailure: true,
});
