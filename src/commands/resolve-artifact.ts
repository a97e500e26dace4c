import { type Artifact, serving } from '../domain/artifact/artifact.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { replicasSeen } from '../domain/strategies/replicas.ts';
import type { Context } from '../ports/context.ts';
import type { Place } from './find.ts';
import { corrected, suggest } from './grammar/suggest.ts';

interface Both {
  readonly artifact: Artifact;
  readonly previous: Artifact | null;
  /** How many of what serves run there; null: nobody can tell. */
  readonly replicas: number | null;
}

/** What a version means now and what serves now, both pinned by digest; `previous` goes one back. */
export async function resolveArtifact(
  ctx: Pick<Context, 'provider' | 'records'>,
  place: Place,
  version: string,
  line: string,
): Promise<Both | Refusal> {
  const { service, environment, placement } = place;
  const target = { service: service.name, environment: environment.name };
  const provider = ctx.provider(target);
  let answersAtAll = false;
  try {
    const observed = await provider.deployer.observe(target, placement.target);
    answersAtAll = true;
    const previous = serving(observed.live);
    const resolved = await provider.artifacts.resolve(target, placement.target, version);
    const replicas = replicasSeen(observed.live);
    if (resolved.kind === 'found') return { artifact: resolved.artifact, previous, replicas };
    return missing(service.name, version, resolved.known, line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return answersAtAll
      ? refuse(
          'provider-silent',
          `The registry of ${provider.name} cannot be reached, so nobody can say what ${service.name} ${version} is. Nothing was started.`,
          {
            why,
            fix: 'Try again in a moment. What runs already can be rolled back: that needs no registry.',
          },
        )
      : refuse('provider-silent', `${provider.name} did not answer. Nothing was started.`, {
          why,
          fix: 'Try again in a moment; /release status shows whether it is back.',
        });
  }
}

function missing(
  service: string,
  version: string,
  known: readonly string[],
  line: string,
): Refusal {
  const near = suggest(version, known);
  return refuse('unknown-version', `${service} has no version ${version}.`, {
    fix: near
      ? `Did you mean ${near}?`
      : `There is: ${known.slice(0, 8).join(', ') || 'nothing yet'}.`,
    ...(near ? { line: corrected(line, version, near) } : {}),
  });
}
