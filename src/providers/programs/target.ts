import { z } from 'zod';
import { parseDuration } from '../../domain/kernel/duration.ts';
import { placeholdersIn, type Vocabulary } from './placeholders.ts';

/** Fairway's own credentials: a command that could read them could speak as Fairway. */
const OWN = /^(SLACK_|FAIRWAY_|DATABASE_URL$|REDIS_URL$|PG[A-Z]+$)/;
const SHELLS = /(^|[\\/])((ba|da|z|k|c|tc|fi|a)?sh|cmd|powershell|pwsh)(\.exe)?$/i;
const INLINE_SCRIPT = /^(-[a-z]*c|\/c|-command|-encodedcommand)$/i;

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')
  .refine((name) => !OWN.test(name), "is Fairway's own and is never given to a command");

/** One argv, its first element the program; `verb` is its name in the target. */
export function argvOf(vocabulary: Vocabulary, verb: string) {
  return z
    .array(z.string())
    .min(1, 'must name a program')
    .superRefine((elements, context) => {
      for (const [index, message] of faultsIn(vocabulary, verb, elements))
        context.addIssue({ code: 'custom', path: index === null ? [] : [index], message });
    });
}

const neededFile = z
  .string()
  .min(1, 'must be a path')
  .refine((path) => !path.includes('\0'), 'must not hold a NUL character')
  .refine(
    (path) => placeholdersIn(path).length === 0,
    'must be one path for every version, without placeholders',
  );

/** What holds for every program of a target. */
export const surroundings = {
  cwd: z
    .string()
    .min(1)
    .refine((path) => !path.includes('\0'), 'must not hold a NUL character')
    .optional(),
  env: z.array(variable).default([]),
  /** Files that its programs read, beside those that a look for them finds by itself; begins where `cwd` is. */
  needs: z.array(neededFile).optional(),
  /** Kept as written: a target is parsed again from what it was parsed into. */
  timeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be a duration such as 10s or 5m')
    .default('5m'),
  /** Variables of `env` whose values are secret although their names do not say so. */
  redact: z.array(z.string()).default([]),
};

export interface Surroundings {
  readonly cwd?: string | undefined;
  readonly env: readonly string[];
  readonly needs?: readonly string[] | undefined;
  readonly timeout: string;
  readonly redact: readonly string[];
}

/** What is to be redacted must be let through, or nobody could print it. */
export function checkRedacted(
  { env, redact }: Surroundings,
  context: z.RefinementCtx<Surroundings>,
): void {
  redact.forEach((name, index) => {
    if (env.includes(name)) return;
    const message = `names ${name}, which is not in env, so no command could print it`;
    context.addIssue({ code: 'custom', path: ['redact', index], message });
  });
}

type Faults = readonly (readonly [index: number | null, message: string])[];

function faultsIn(vocabulary: Vocabulary, verb: string, elements: readonly string[]): Faults {
  const [program = ''] = elements;
  const known = vocabulary[verb] ?? [];
  const strangers = elements.flatMap((element, index) =>
    placeholdersIn(element)
      .filter((name) => !known.includes(name))
      .map((name) => [index, strange(vocabulary, verb, name)] as const),
  );
  const nul = elements.flatMap((element, index) =>
    element.includes('\0') ? [[index, 'must not hold a NUL character'] as const] : [],
  );
  const first: Faults =
    program.trim() === '' || placeholdersIn(program).length > 0
      ? [[0, 'must name a program, without placeholders']]
      : [];
  return [...first, ...strangers, ...nul, ...inlineScript(elements)];
}

function strange(vocabulary: Vocabulary, verb: string, name: string): string {
  const users = Object.keys(vocabulary).filter((one) => vocabulary[one]?.includes(name));
  const where = users.length > 0 ? `{${name}} belongs to ${users.join(', ')}; ` : '';
  const known = (vocabulary[verb] ?? []).map((one) => `{${one}}`).join(' ');
  return `has no placeholder {${name}}: ${where}${verb} knows ${known}`;
}

/** A script in an argument would have values pasted into its text, which is what argv is there to end. */
function inlineScript(elements: readonly string[]): Faults {
  const shell = elements.findIndex((element) => SHELLS.test(element));
  const flag = elements.findIndex((element, i) => i > shell && INLINE_SCRIPT.test(element));
  if (shell < 0 || flag < 0) return [];
  const instead = 'put the script into a file and give it the placeholders as arguments';
  return [[flag, `must not be a script for a shell: ${instead}`]];
}
