import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMessages } from '@cucumber/gherkin';
import { IdGenerator, SourceMediaType } from '@cucumber/messages';
import { z } from 'zod';
import type { FlagTarget } from '../../../../src/domain/flag/rule-set.ts';
import { flagsTarget } from '../../../../src/providers/flags/target.ts';

/** One case of a public suite, with all that its examples fill in. */
export interface Scenario {
  readonly name: string;
  readonly tags: readonly string[];
  readonly steps: readonly string[];
}

/** The scenarios of a checkout of open-feature/flagd-testbed: those of its evaluator, example by example. */
export function scenariosIn(folder: string): readonly Scenario[] {
  const gherkin = join(folder, 'evaluator/gherkin');
  const files = readdirSync(gherkin).filter((one) => one.endsWith('.feature'));
  return files.toSorted().flatMap((file) => {
    const text = readFileSync(join(gherkin, file), 'utf8');
    const told = generateMessages(text, file, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
      includePickles: true,
      newId: IdGenerator.incrementing(),
    });
    return told.flatMap(({ pickle, parseError }): Scenario[] => {
      if (parseError) throw new Error(`${file}: ${parseError.message}`);
      if (!pickle) return [];
      const { name, tags, steps } = pickle;
      const texts = steps.map((step) => step.text);
      return [{ name, tags: tags.map((tag) => tag.name), steps: texts }];
    });
  });
}

const Flags = z.object({
  flags: z.record(
    z.string(),
    z.object({
      state: z.string(),
      variants: z.record(z.string(), z.unknown()),
      defaultVariant: z.string().nullish(),
      targeting: z.unknown().optional(),
    }),
  ),
  $evaluators: z.record(z.string(), z.unknown()).default({}),
});

export interface Testkit {
  readonly targets: ReadonlyMap<string, FlagTarget>;
  /** Flags that our configuration refuses, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Its flags as we have them: one state each. What flagd shares by `$ref` stands in each of ours. */
export function testkitIn(folder: string): Testkit {
  const text = readFileSync(join(folder, 'evaluator/flags/testkit-flags.json'), 'utf8');
  const { flags, $evaluators } = Flags.parse(JSON.parse(text));
  const targets = new Map<string, FlagTarget>();
  const refused = new Map<string, string>();
  for (const [flag, { state, variants, defaultVariant, targeting }] of Object.entries(flags)) {
    const rule = targeting === undefined ? {} : { targeting: inlined(targeting, $evaluators) };
    const serve = state === 'ENABLED' ? (defaultVariant ?? undefined) : undefined;
    const read = flagsTarget.safeParse({ variants, states: { it: { serve, ...rule } } });
    if (read.success) targets.set(flag, read.data);
    else refused.set(flag, read.error.issues.map(({ message }) => message).join('; '));
  }
  return { targets, refused };
}

function inlined(rule: unknown, shared: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(rule)) return rule.map((one) => inlined(one, shared));
  if (typeof rule !== 'object' || rule === null) return rule;
  if ('$ref' in rule && typeof rule.$ref === 'string') return shared[rule.$ref] ?? rule;
  return Object.fromEntries(Object.entries(rule).map(([key, one]) => [key, inlined(one, shared)]));
}
