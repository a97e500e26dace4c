import { z } from 'zod';
import { parseDuration } from '../../domain/kernel/duration.ts';
import { PLACEHOLDERS, placeholdersIn, VERBS, type Verb } from './placeholders.ts';

/** Fairway's own credentials: a command that could read them could speak as Fairway. */
const OWN = /^(SLACK_|FAIRWAY_|DATABASE_URL$|REDIS_URL$|PG[A-Z]+$)/;
const SHELLS = /(^|[\\/])((ba|da|z|k|c|tc|fi|a)?sh|cmd|powershell|pwsh)(\.exe)?$/i;
const INLINE_SCRIPT = /^(-[a-z]*c|\/c|-command|-encodedcommand)$/i;

const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')
  .refine((name) => !OWN.test(name), "is Fairway's own and is never given to a command");

function argv(verb: Verb) {
  return z
    .array(z.string())
    .min(1, 'must name a program')
    .superRefine((elements, context) => {
      for (const [index, message] of faultsIn(verb, elements))
        context.addIssue({ code: 'custom', path: index === null ? [] : [index], message });
    });
}

/**
 * How `provider: command` runs programs of yours: one argv per verb, its first element the program. No
 * shell is involved, so quoting, pipes and variables mean nothing. A `{placeholder}` is replaced inside
 * its element; put `--` before the first of them where the program understands it.
 *
 *   resolve   prints `{"version", "digest"}`; exit 66 and `{"known": […]}` when there is none
 *   changes   prints `{"changes": [title, …], "total": n}`, newest first: what the version brings over the
 *             previous one, and `"authors"` and `"paths"` of all of it where they are known; exit 66
 *             when nothing is. Optional, and given 2 s
 *   prestage  pulls one version, run once for each; without it pulling is left to `start`
 *   start, shift, finish   bring about the state that src/ports/deployer.ts describes
 *   observe   prints `{"live": [{"version", "digest", "percent", "healthy"}], "staged": [digest]}`;
 *             start, shift and finish count as done once it shows them, shares to the percent
 *
 * What exit codes mean: exit-codes.ts. A value that does not exist is passed as `none`. Programs get
 * PATH and the variables named in `env`, nothing else. `timeout` bounds one run (resolve and observe:
 * 30 s at most).
 *
 * After a crash Fairway relies on what `dedup` promises: `key`, the script remembers `{key}`; `cas`, it
 * changes only what `{previous_digest}` still is; `observe`, Fairway looks before it runs it again;
 * `none` (unless told), it is not run again and a person is asked. Fairway keeps no fence here: a script
 * that can compare `{epoch}` with the highest it has seen should, and exit 73. `observe` is told one as
 * well (`none` where nothing follows the look): who remembers it there lets nothing in between.
 */
export const commandTarget = z
  .strictObject({
    resolve: argv('resolve'),
    changes: argv('changes').optional(),
    prestage: argv('prestage').optional(),
    start: argv('start'),
    shift: argv('shift'),
    finish: argv('finish'),
    observe: argv('observe'),
    cwd: z
      .string()
      .min(1)
      .refine((path) => !path.includes('\0'), 'must not hold a NUL character')
      .optional(),
    env: z.array(variable).default([]),
    /** Kept as written: a target is parsed again from what it was parsed into. */
    timeout: z
      .string()
      .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be a duration such as 10s or 5m')
      .default('5m'),
    dedup: z.enum(['key', 'cas', 'observe', 'none']).default('none'),
    /** Variables of `env` whose values are secret although their names do not say so. */
    redact: z.array(z.string()).default([]),
  })
  .superRefine(({ env, redact }, context) => {
    redact.forEach((name, index) => {
      if (env.includes(name)) return;
      const message = `names ${name}, which is not in env, so no command could print it`;
      context.addIssue({ code: 'custom', path: ['redact', index], message });
    });
  });
export type CommandTarget = z.infer<typeof commandTarget>;

type Faults = readonly (readonly [index: number | null, message: string])[];

function faultsIn(verb: Verb, elements: readonly string[]): Faults {
  const [program = ''] = elements;
  const known = PLACEHOLDERS[verb];
  const strangers = elements.flatMap((element, index) =>
    placeholdersIn(element)
      .filter((name) => !known.includes(name))
      .map((name) => [index, strange(verb, name)] as const),
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

function strange(verb: Verb, name: string): string {
  const users = VERBS.filter((one) => PLACEHOLDERS[one].includes(name));
  const where = users.length > 0 ? `{${name}} belongs to ${users.join(', ')}; ` : '';
  const known = PLACEHOLDERS[verb].map((one) => `{${one}}`).join(' ');
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
