import { firstMatch } from '../../../domain/verdict/journey/pattern.ts';
import type { Inspection } from '../../../domain/verdict/validation.ts';
import type { Inspect } from './inspect.ts';

/** Every required header is there and matches its pattern, whatever the status. */
export const headers: Inspect<'headers'> = async ({ require, url }, { fetch, signal }) => {
  const answer = await fetch(url, { signal, redirect: 'manual' });
  const wrong = Object.entries(require).flatMap(([name, pattern]) => {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) return [`${name} is missing`];
    return firstMatch(pattern, value) === null ? [`${name} is ${value.slice(0, 60)}`] : [];
  });
  const says = `${Object.keys(require).length} headers are as they must be`;
  return { says, fault: wrong.length === 0 ? null : wrong.join(', ') } satisfies Inspection;
};
