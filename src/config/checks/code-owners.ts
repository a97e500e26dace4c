import { readCodeOwners } from '../../domain/governance/code-owners.ts';
import type { Fault } from '../fault.ts';
import { selectTexts } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Check, Ground } from './check.ts';
import { namesOf } from './known.ts';

/** Every line of a CODEOWNERS can be read, and whoever it names is somebody. */
export const codeOwners: Check = (ground) => {
  const known = knownOwners(ground);
  return ground.services.flatMap((service) =>
    selectTexts(service.raw, 'codeOwners').flatMap(({ value }) => [
      ...readCodeOwners(value).faults.map(({ line, why }) => said(service, `line ${line}: ${why}`)),
      ...(known === null ? [] : unknownIn(service, value, known)),
    ]),
  );
};

function unknownIn(service: Source, text: string, known: ReadonlySet<string>): readonly Fault[] {
  const { entries } = readCodeOwners(text);
  const words = new Set(entries.flatMap((entry) => entry.owners));
  return [...words]
    .filter((word) => !known.has(word.replace(/^@(.*\/)?/, '').toLowerCase()))
    .map((word) => said(service, `"${word}" is no group and no person here`));
}

function said(service: Source, message: string): Fault {
  return faultAt(service, ['codeOwners'], 'key', message);
}

/** Groups, people, and what people sign with; null when a file that should name them cannot be read. */
function knownOwners(ground: Ground): ReadonlySet<string> | null {
  const groups = namesOf(ground, 'group');
  const people = namesOf(ground, 'person');
  if (groups === null || people === null) return null;
  const signed = selectTexts(ground.organisation.raw, 'people.*.commits.#');
  const names = [...groups.names, ...people.names, ...signed.map(({ value }) => value)];
  return new Set(names.map((name) => name.toLowerCase()));
}
