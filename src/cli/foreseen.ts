import type { Place } from '../config/fault.ts';
import type { Seeing } from '../domain/strategies/too-little.ts';

/** What the judges of one canary would see, with the line of its service. */
export interface Foreseen extends Place {
  readonly service: string;
  readonly environment: string;
  readonly sees: Seeing;
  /** Whether a deployment is refused for it. */
  readonly refused: boolean;
  readonly says: string;
  /** What to write instead; null where nothing need be. */
  readonly remedy: string | null;
}

/** One line of it; one that is not refused and not enough is a warning. */
export function sayForeseen(one: Foreseen): string {
  const { file, line, column, service, environment, sees, refused, says, remedy } = one;
  if (sees === 'enough') return `${service} in ${environment}: ${says}`;
  const kind = refused ? '' : 'warning: ';
  const known = sees === 'not known' ? '' : 'too little traffic for its judges. ';
  const more = remedy === null ? '' : ` ${remedy}`;
  return `${file}:${line}:${column}: ${kind}service ${service} in ${environment}: ${known}${says}${more}`;
}
