import type { Route } from '../../src/domain/verdict/journey/form.ts';
import type { Variables } from '../../src/domain/verdict/journey/variables.ts';
import type { Walk } from '../../src/domain/verdict/journey/vote.ts';
import type { Probes } from '../../src/ports/probes.ts';

/** What it takes of a page where a step failed: a JPEG as far as anybody looks. */
export const PAGE = Buffer.from([255, 216, 255, 224]).toString('base64');

/** What a probe finds, by its name: every step well, the last one not, or no answer at all. */
export type Finds = 'green' | 'red' | 'nothing';

export interface FakeProbes extends Probes {
  /** From now on this is what a probe finds whatever serves, or while one version should. */
  find(probe: string, finds: Finds, version?: string): void;
  readonly walks: readonly {
    readonly probe: string;
    readonly route: string;
    readonly given: Variables;
  }[];
}

/** Probes in memory; one that nobody spoke of finds all well. */
export function createFakeProbes(): FakeProbes {
  const finds = new Map<string, Finds>();
  const walks: { probe: string; route: string; given: Variables }[] = [];
  return {
    walks,
    find: (probe, what, version) => void finds.set(keyOf(probe, version), what),
    async inspect({ name }) {
      const what = finds.get(keyOf(name)) ?? 'green';
      if (what === 'nothing') throw new Error('it does not answer');
      return { says: 'well', fault: what === 'red' ? 'not as it must be' : null };
    },
    async walk({ name }, route, given) {
      walks.push({ probe: name, route: route.name, given });
      const what = finds.get(keyOf(name, given['version'])) ?? finds.get(keyOf(name)) ?? 'green';
      if (what === 'nothing') throw new Error('it does not answer');
      return walkOf(route, what === 'red');
    },
  };
}

function keyOf(probe: string, version = '*'): string {
  return `${probe} ${version}`;
}

function walkOf({ steps, picture }: Route, isRed: boolean): Walk {
  return {
    ...(isRed && picture ? { picture: PAGE } : {}),
    steps: steps.map(({ name }, i) => ({
      name,
      ms: 40 + i,
      why: isRed && i === steps.length - 1 ? 'answered 500, expected 2xx' : null,
    })),
  };
}
