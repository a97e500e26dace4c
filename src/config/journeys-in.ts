import type { Probe } from '../domain/catalog/catalog.ts';
import { vantagesOf } from '../domain/catalog/find.ts';
import type { Journey, JourneyFile } from '../domain/verdict/journey/form.ts';
import { majority } from '../domain/verdict/journey/vote.ts';
import type { Validation, ValidationFile } from '../domain/verdict/validation.ts';

/** The journeys of a service that are walked in one environment, each with its probes and their quorum. */
export function journeysIn(
  environment: string,
  files: Readonly<Record<string, JourneyFile>>,
  probes: readonly Probe[],
): readonly Journey[] {
  const all = vantagesOf({ probes }).map(({ name }) => name);
  return Object.entries(files).flatMap(([name, { environments, quorum, ...file }]) => {
    if (environments && !environments.includes(environment)) return [];
    const own = [...new Set(file.probes ?? all)];
    return [{ ...file, name, probes: own, quorum: quorum ?? majority(own.length) }];
  });
}

/** The validations of a service in one environment. */
export function validationsIn(
  environment: string,
  files: Readonly<Record<string, ValidationFile>>,
): readonly Validation[] {
  return Object.entries(files)
    .filter(([, { environments }]) => !environments || environments.includes(environment))
    .map(([name, file]) => ({ ...file, name }));
}
