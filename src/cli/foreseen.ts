import type { Place } from '../config/fault.ts';

/** What the judges of one canary would see, with the line of its service. */
export interface Foreseen extends Place {
  readonly service: string;
  readonly environment: string;
  readonly sees: 'enough' | 'too little' | 'not known';
  /** Whether a deployment is refused where that is not enough. */
  readonly required: boolean;
  readonly says: string;
  /** What to write instead; null where nothing need be. */
  readonly remedy: string | null;
}

/** One line of it; one that is not refused and not enough is a warning. */
export function sayForeseen(one: Foreseen): string {
  const { file, line, column, service, environment, sees, required, says, remedy } = one;
  if (sees === 'enough') return `${service} in ${environment}: ${says}`;
  const kind = required ? '' : 'warning: ';
  const known = sees === 'not known' ? '' : 'too little traffic for its judges. ';
  const more = remedy === null ? '' : ` ${remedy}`;
  return `${file}:${line}:${column}: ${kind}service ${service} in ${environment}: ${known}${says}${more}`;
}

export function isRefused({ sees, required }: Foreseen): boolean {
  return required && sees !== 'enough';
}
