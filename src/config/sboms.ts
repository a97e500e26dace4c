import type { Catalog } from '../domain/catalog/catalog.ts';
import { providerAt } from '../domain/catalog/find.ts';
import type { Finding } from '../domain/rulebook/finding.ts';
import type { Survey } from '../domain/rulebook/unfit-strategies.ts';
import type { Validation } from '../domain/verdict/validation.ts';
import type { Env } from './env/read-values.ts';

type Wish = Extract<Validation, { kind: 'sbom' }>;

/** Validations whose lists of components nobody can read: no place is written and none is known, or no login. */
export function unreadableSboms(catalog: Catalog, env: Env, survey: Survey): readonly Finding[] {
  return catalog.services.flatMap(({ name: service, environments }) =>
    Object.entries(environments).flatMap(([environment, { validations = [], target }]) => {
      const provider = providerAt(catalog, { service, environment });
      const knows = survey(provider, target)?.sboms ?? null;
      return validations.filter(isSbom).flatMap((wish): Finding[] => {
        const why = whyNot(wish, { env, knows, provider });
        const what = `the validation "${wish.name}" ${why}`;
        const example = `a deployment of ${service} to ${environment} ends with its owners being asked`;
        return why === null ? [] : [{ about: `service ${service}`, what, example }];
      });
    }),
  );
}

function isSbom(one: Validation): one is Validation & Wish {
  return one.kind === 'sbom';
}

function whyNot(
  { file, url, registry }: Wish,
  at: { readonly env: Env; readonly knows: boolean | null; readonly provider: string },
): string | null {
  const login = registry?.loginFrom;
  if (login !== undefined && !at.env[login])
    return `cannot log in to its registry here: ${login} is not set`;
  if (file !== undefined || url !== undefined || registry !== undefined) return null;
  if (at.knows !== false) return null;
  return `does not say where its SBOMs are, and ${at.provider} knows none: write file, url or registry`;
}
