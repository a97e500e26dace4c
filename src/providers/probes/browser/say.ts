import { type PageStep, sayTarget } from '../../../domain/verdict/journey/page-step.ts';
import type { Variables } from '../../../domain/verdict/journey/variables.ts';
import { filled, PageFault } from './act.ts';

/**
 * Why a step failed, in words for people: what was not there, how often it was, or that a site was not
 * reached. Nothing of what the browser says is repeated but its codes.
 */
export function sayPageFault(
  error: unknown,
  step: PageStep,
  variables: Variables,
  unreached: string | undefined,
): string {
  if (error instanceof PageFault) return error.message;
  const text = error instanceof Error ? error.message : '';
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (step.open === undefined) return sayTargetFault(text, isLate, step, variables);
  if (isLate) return 'no answer in time';
  const [, code] = /net::ERR_(\w+)/.exec(text) ?? [];
  return `cannot be reached (${unreached ?? code ?? 'no page'})`;
}

function sayTargetFault(
  text: string,
  isLate: boolean,
  step: PageStep,
  variables: Variables,
): string {
  const target = step.fill ?? step.click ?? step.select ?? step.see ?? step.gone ?? step.read;
  if (!target) return 'the key could not be pressed';
  const what = sayTarget(filled(target, variables));
  const [, several] = /strict mode violation[\s\S]*resolved to (\d+) elements/.exec(text) ?? [];
  if (several !== undefined) return `${several} are found for ${what}, one is meant`;
  if (step.gone) return `${what} is still there`;
  if (step.select) return `${what} or its option is not there`;
  return isLate ? `${what} is not there, or cannot be used` : `${what} cannot be used`;
}
