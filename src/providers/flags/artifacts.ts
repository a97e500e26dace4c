import { createHash } from 'node:crypto';
import type { Artifact, Digest } from '../../domain/artifact/artifact.ts';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import { differences } from '../../domain/flag/differences.ts';
import { FlagTarget, type RuleSet, ruleSetOf, textOf } from '../../domain/flag/rule-set.ts';
import type { Artifacts } from '../../ports/artifacts.ts';
import type { FlagStandings, Kept } from '../../ports/flags.ts';

/** The states of a flag as its configuration has them: a changed definition is another digest. */
export function createFlagArtifacts(standings: Pick<FlagStandings, 'read'>): Artifacts {
  return {
    async resolve({ service }, placement, ref) {
      const found = writtenAs(service, placement, ref);
      if (found) return { kind: 'found', artifact: { version: ref, digest: found.digest } };
      return { kind: 'missing', known: Object.keys(FlagTarget.parse(placement).states) };
    },
    async changes(target, placement, from, to) {
      const { kept } = await standings.read(target);
      const rulesOf = ({ version, digest }: Artifact): RuleSet | null => {
        const written = writtenAs(target.service, placement, version);
        const known = written?.digest === digest ? written : kept.find((k) => k.digest === digest);
        return known?.rules ?? null;
      };
      const [before, after] = [rulesOf(from), rulesOf(to)];
      if (!before || !after) return null;
      const titles = differences(before, after);
      return { titles, total: titles.length };
    },
  };
}

/** A state as the configuration has it at this moment; null where it has none of that name. */
export function writtenAs(flag: string, placement: ProviderTarget, version: string): Kept | null {
  const rules = ruleSetOf(flag, FlagTarget.parse(placement), version);
  return rules && { version, digest: digestOf(rules), rules };
}

function digestOf(rules: RuleSet): Digest {
  return `sha256:${createHash('sha256').update(textOf(rules)).digest('hex')}`;
}
