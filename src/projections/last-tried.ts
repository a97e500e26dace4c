import type { LastTried, Tried } from '../domain/risk/tried.ts';
import type { Line } from './view.ts';
import { plainAt } from './words.ts';

/** When what helps last worked, by whom and where; and whether it failed since. */
export function lastTriedLine({ worked, failed }: LastTried): Line {
  if (!worked && !failed) return ['What helps was never tried.'];
  return [
    ...(worked ? ['Last worked ', ...told(worked), '.'] : ['It has not worked yet.']),
    ...(failed ? [' Did not work ', ...told(failed), '.'] : []),
  ];
}

export function plainLastTried({ worked, failed }: LastTried): string {
  if (!worked && !failed) return 'What helps was never tried.';
  const last = worked ? `Last worked ${plainTold(worked)}.` : 'It has not worked yet.';
  return failed ? `${last} Did not work ${plainTold(failed)}.` : last;
}

function told({ at, by, incident }: Tried): Line {
  return [{ at }, ', ', { person: by }, ', ', incident ?? 'in a drill'];
}

function plainTold({ at, by, incident }: Tried): string {
  return `${plainAt(at)} (${by}, ${incident ?? 'in a drill'})`;
}
