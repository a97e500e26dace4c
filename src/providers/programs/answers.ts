import { z } from 'zod';
import { isDigest } from '../../domain/artifact/artifact.ts';
import { instant } from '../../domain/kernel/time.ts';
import { isSafeValue } from './placeholders.ts';
import type { Run } from './runner.ts';

/** A value that comes from a program goes into the argv of the next one. */
const version = z.string().refine(isSafeValue, 'cannot be passed to a command');
const digest = z.string().refine(isDigest, 'is not sha256: and 64 hexadecimal digits');

/** A version and its digest: what `resolve` prints on stdout. */
export const artifactAnswer = z.object({ version, digest });
export const stagedAnswer = z.array(digest);
/** It is compared, shown, and passed back in a command line. */
export const configAnswer = z
  .string()
  .regex(
    /^\w[\w.:+/=@-]{0,127}$/,
    'is no fingerprint: up to 128 letters, digits and . : + / = @ _ -, beginning with a letter or digit',
  )
  .optional();

/** Any offset; what is meant is the moment. */
const committedAt = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));

/** What `resolve` prints when there is no such version: those there are, newest first. */
export const alternatives = z.object({ known: z.array(z.string()) });
/**
 * What `changes` prints; without a total the titles are all there is. `authors` and `paths` are of all the
 * changes, or not there; `commits` are all of them, each with its time in ISO 8601 as version control has it.
 */
export const changeTitles = z.object({
  changes: z.array(z.string()),
  total: z.int().min(0).optional(),
  authors: z.array(z.string()).optional(),
  paths: z.array(z.string()).optional(),
  commits: z.array(z.object({ id: z.string().min(1), committedAt })).optional(),
});
/** What `observe` prints. */
export const observation = z.object({
  live: z.array(
    z.object({
      version,
      digest,
      percent: z.number().min(0).max(100),
      healthy: z.boolean(),
      replicas: z.int().min(0).optional(),
      config: configAnswer,
    }),
  ),
  staged: stagedAnswer,
});

/** Reads what a program printed. @throws when it is not the JSON it should be */
export function readAnswer<T>(schema: z.ZodType<T>, verb: string, { stdout }: Run): T {
  const read = schema.safeParse(parsed(verb, stdout));
  if (read.success) return read.data;
  throw new Error(`what ${verb} printed is not understood: ${z.prettifyError(read.error)}`);
}

function parsed(verb: string, stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch (error) {
    const what = stdout.trim() === '' ? 'nothing' : 'something that is not JSON';
    throw new Error(`${verb} printed ${what} on stdout`, { cause: error });
  }
}

/** How a run that should have answered did not. */
export function sayRun(verb: string, run: Run): string {
  switch (run.kind) {
    case 'exited':
      return `${verb} exited with ${run.code}: ${run.lastWords ?? 'it said nothing on stderr'}`;
    case 'not started':
      return `${verb} was not run: ${run.why}`;
    case 'cut':
      return `${verb} was cut short: ${run.why}`;
  }
}
