import { accessSync, constants } from 'node:fs';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { vantagesOf } from '../domain/catalog/find.ts';
import type { Finding } from '../domain/rulebook/finding.ts';
import { isPageStep } from '../domain/verdict/journey/page-step.ts';
import type { Env } from './env/read-values.ts';
import { VARIABLES } from './env/variables.ts';

const USUAL_PATH = '/usr/bin/chromium';

/** The Chromium of this machine, or null when there is none; and whether it has its own sandbox. */
export function chromiumIn(env: Env): { readonly path: string | null; readonly sandbox: boolean } {
  const path = env[VARIABLES.chromium.name] ?? USUAL_PATH;
  return {
    path: mayRun(path) ? path : null,
    sandbox: env[VARIABLES.chromiumSandbox.name] !== 'off',
  };
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Journeys with steps in a browser that the worker walks, where this machine has none. */
export function browserless(catalog: Catalog, env: Env): readonly Finding[] {
  if (chromiumIn(env).path !== null) return [];
  const here = vantagesOf(catalog)
    .filter(({ url }) => url === null)
    .map(({ name }) => name);
  return catalog.services.flatMap(({ name, environments }) => {
    const walked = Object.values(environments)
      .flatMap(({ journeys = [] }) => journeys)
      .filter(
        ({ steps, probes }) => steps.some(isPageStep) && probes.some((one) => here.includes(one)),
      );
    return [...new Set(walked.map((journey) => journey.name))].map((journey) => ({
      about: `service ${name}`,
      what: `the journey "${journey}" has steps in a browser, and there is no Chromium here: ${VARIABLES.chromium.name} names one, ${USUAL_PATH} is looked at`,
      example: `whoever is to walk it from here has no say, and people are asked`,
    }));
  });
}
