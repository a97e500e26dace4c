import type {
  Catalog,
  Environment,
  Person,
  Placement,
  Service,
} from '../domain/catalog/catalog.ts';
import {
  findEnvironment,
  findPerson,
  findService,
  pathOf,
  personOfAccount,
  placementOf,
} from '../domain/catalog/find.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { type Deed, forbids } from '../domain/deployment/rights.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Asked } from './command.ts';
import { corrected, suggest } from './grammar/suggest.ts';
import { mayNotStop } from './may-steer.ts';

export interface Place {
  readonly service: Service;
  readonly environment: Environment;
  readonly placement: Placement;
}

type Reads = Pick<Context, 'catalog' | 'records'>;

/** The service a word means, or a refusal with the nearest one and the corrected line. */
export function serviceNamed(ctx: Reads, word: string, line: string): Service | Refusal {
  const { services } = ctx.catalog();
  const names = services.flatMap((s) => [s.name, ...s.aliases]);
  return findService(ctx.catalog(), word) ?? unknown('service', word, names, line);
}

/** The environment a word means, or a refusal with the nearest one and the corrected line. */
export function environmentNamed(ctx: Reads, word: string, line: string): Environment | Refusal {
  const { environments } = ctx.catalog();
  if (word === '') return noEnvironment(environments, line);
  const names = environments.flatMap((e) => [e.name, ...e.aliases]);
  return findEnvironment(ctx.catalog(), word) ?? unknown('environment', word, names, line);
}

/** Where something would go is never guessed. */
function noEnvironment(all: readonly Environment[], line: string): Refusal {
  const [first] = all;
  return refuse('missing', 'The environment is missing.', {
    fix: `There is: ${all.map((e) => e.name).join(', ')}.`,
    ...(first ? { line: `${line} in ${first.name}` } : {}),
  });
}

/** The person a word means: their id, `@id`, or the mention of an account of theirs. */
export function personNamed(ctx: Reads, word: string, line: string): Person | Refusal {
  const [, account] = /^<@([A-Z0-9]+)>$/.exec(word) ?? [];
  if (account !== undefined) {
    const linked = personOfAccount(ctx.catalog(), account);
    const why = 'Rights belong to the people in fairway.yaml, not to accounts.';
    return linked ?? refuse('unknown-person', `${word} is linked to no person.`, { why });
  }
  const id = word.replace(/^@/, '').toLowerCase();
  const known = ctx.catalog().people.map((p) => p.id);
  return findPerson(ctx.catalog(), id) ?? unknown('person', word, known, line);
}

/** A service in an environment where it runs. */
export function placeNamed(
  ctx: Reads,
  words: { readonly service: string; readonly environment: string },
  line: string,
): Place | Refusal {
  const service = serviceNamed(ctx, words.service, line);
  if (isRefusal(service)) return service;
  const environment = environmentNamed(ctx, words.environment, line);
  if (isRefusal(environment)) return environment;
  const placement = placementOf(service, environment.name);
  if (placement) return { service, environment, placement };
  const path = pathOf(ctx.catalog(), service).map((e) => e.name);
  return refuse('not-there', `${service.name} does not run in ${environment.name}.`, {
    fix: `It runs in ${path.join(', ') || 'no environment yet'}.`,
  });
}

/** The deployment with this id, however it was typed (`d-12`, `12`). */
export async function deploymentNamed(ctx: Reads, word: string): Promise<Deployment | Refusal> {
  const id = /^\d+$/.test(word) ? `D-${word}` : word.toUpperCase();
  const found = isDeploymentId(id) ? await ctx.records.deployment(id) : null;
  return (
    found ??
    refuse('unknown-deployment', `There is no deployment ${word}.`, {
      fix: 'See the recent ones:',
      line: '/release list',
    })
  );
}

/**
 * A deployment that this person may do something to, or the refusal. `stop` is to steer it, which whoever is in
 * command of an incident there may as well.
 */
export async function deploymentFor(
  ctx: Reads & Pick<Context, 'configurations'>,
  { actor }: Asked,
  deed: Deed | 'stop',
  word: string,
): Promise<Deployment | Refusal> {
  const d = await deploymentNamed(ctx, word);
  if (isRefusal(d)) return d;
  const place =
    placeOf(ctx.catalog(), d) ?? placeOf(await ctx.configurations.at(d.configuration), d);
  if (!place) {
    return refuse('gone', `${d.service} in ${d.environment} is no longer in the configuration.`, {
      fix: 'Put it back into fairway.yaml, then repeat.',
    });
  }
  const forbidden =
    deed === 'stop'
      ? await mayNotStop(ctx, actor, place, d)
      : forbids(actor, deed, place, ctx.catalog());
  return forbidden ?? d;
}

/** Where it goes, as this catalog has it; one that was taken out of the configuration can still be stopped. */
function placeOf(catalog: Catalog, d: Deployment): Omit<Place, 'placement'> | null {
  const service = findService(catalog, d.service);
  const environment = findEnvironment(catalog, d.environment);
  return service && environment ? { service, environment } : null;
}

function unknown(what: string, word: string, known: readonly string[], line: string): Refusal {
  const near = suggest(word, known);
  if (near) {
    return refuse(`unknown-${what}`, `Unknown ${what} "${word}". Did you mean ${near}?`, {
      line: corrected(line, word, near),
    });
  }
  return refuse(`unknown-${what}`, `Unknown ${what} "${word}".`, {
    fix: `There is: ${known.slice(0, 20).join(', ')}.`,
  });
}
