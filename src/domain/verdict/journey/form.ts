import { z } from 'zod';
import { Duration } from '../../kernel/duration.ts';
import { Address, HostName, Pattern, Variable } from './fields.ts';
import { isJsonPath } from './json.ts';
import { isPageStep, pageStep } from './page-step.ts';
import { GIVEN, isOfEnvironment, namedIn, namesForbidden, textsOf } from './variables.ts';

const MOST_STEPS = 30;
const MINUTE_MS = 60_000;
const MOST_HOSTS = 50;

const Path = z
  .string()
  .max(500)
  .refine(isJsonPath, 'must be a JSON path such as $.items[0].id, without match() and search()');
const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Status = z.number().int().min(100).max(599);

/** What an answer must be. A status of 200 to 299 unless said otherwise. */
function expectation<D extends z.ZodType<number>>(duration: D) {
  return z.strictObject({
    status: z.union([Status, z.array(Status).min(1)]).optional(),
    within: duration.optional(),
    contains: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
    matches: Pattern.optional(),
    json: z
      .record(
        Path,
        z.union([
          Scalar,
          z.strictObject({ matches: Pattern }),
          z.strictObject({ exists: z.boolean() }),
        ]),
      )
      .optional(),
  });
}

/** One request, what its answer must be, and what later steps take from it. */
function requestStep<D extends z.ZodType<number>>(duration: D) {
  return z.strictObject({
    name: z.string().min(1).max(80),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    url: Address,
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header'), z.string())
      .optional(),
    body: z.union([z.string(), z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
    expect: expectation(duration).optional(),
    save: z.record(Variable, z.union([Path, z.strictObject({ matches: Pattern })])).optional(),
  });
}

function anyStep<D extends z.ZodType<number>>(duration: D) {
  return z.union([requestStep(duration), pageStep(duration)]);
}

const Hosts = z.array(HostName).max(MOST_HOSTS).optional();

/** What a probe is told to walk; times in milliseconds. */
export const Route = z.strictObject({
  name: z.string().max(80),
  within: z.number().int().min(1),
  /** Whether its hosts may lie in one's own networks. */
  private: z.boolean(),
  /** Whom pages may ask besides the hosts that steps name. */
  hosts: Hosts,
  /** Whether the page is pictured where a step in a browser fails. */
  picture: z.boolean().optional(),
  steps: z
    .array(anyStep(z.number().int().min(1)))
    .min(1)
    .max(MOST_STEPS),
});
export type Route = z.infer<typeof Route>;
export type RouteStep = Extract<Route['steps'][number], { readonly url: string }>;
export type Expectation = NonNullable<RouteStep['expect']>;

/** What a journey that is red before anybody meets the new version means. */
export const RedBefore = z.enum(['hold', 'ignore', 'not-walked']);
export type RedBefore = z.infer<typeof RedBefore>;

/** How a journey is configured. `within` bounds one walk, `patience` all of them in one phase. */
export const JourneyFile = z
  .strictObject({
    before: RedBefore.default('hold'),
    within: Duration.refine(isUpTo(2 * MINUTE_MS), 'must be from 1s to 2m').prefault('30s'),
    every: Duration.refine(isUpTo(MINUTE_MS), 'must be from 1s to 1m').prefault('10s'),
    patience: Duration.refine(isUpTo(15 * MINUTE_MS), 'must be from 1s to 15m').prefault('5m'),
    private: z.boolean().default(false),
    hosts: Hosts,
    picture: z
      .enum(['never', 'failed'])
      .default('never')
      .describe(
        'Whether the thread shows a picture of the page where a step in a browser failed. Fields and secrets are covered, customers’ data on the page are not. Left out: never.',
      ),
    confirm: z.number().int().min(1).max(5).default(2),
    watch: z
      .union([
        Duration.refine(isWatchable, 'must be from 5s to 10m'),
        z.literal('never').transform(() => null),
      ])
      .optional()
      .describe(
        'How often it is walked while its service, or one that stands below it, is being deployed; or never. Left out: as often as `every` in protected environments, where it only sends GET and HEAD.',
      ),
    onRed: z
      .enum(['pause', 'stop'])
      .default('pause')
      .describe(
        'What follows when it turns red meanwhile: what runs there is held, or held with the line of its service stopped.',
      ),
    probes: z.array(z.string()).min(1).nullish(),
    quorum: z.number().int().min(1).nullish(),
    environments: z.array(z.string()).min(1).nullish(),
    steps: z.array(anyStep(Duration)).min(1).max(MOST_STEPS),
  })
  .superRefine(({ steps, watch }, context) => {
    if (typeof watch === 'number' && namesVersion(steps)) {
      const message = 'names {version}, and while one is deployed two of them answer';
      context.addIssue({ code: 'custom', path: ['watch'], message });
    }
    const known = new Set<string>(GIVEN);
    steps.forEach((step, i) => {
      if (textsIn(step).some(namesForbidden)) {
        const message = 'names a variable of the environment that does not begin with JOURNEY_';
        context.addIssue({ code: 'custom', path: ['steps', i], message });
      }
      for (const name of textsIn(step).flatMap(namedIn))
        if (!known.has(name) && !isOfEnvironment(name)) {
          const message = `names {${name}}, which is not given and which no step before saves`;
          context.addIssue({ code: 'custom', path: ['steps', i], message });
        }
      for (const name of savedBy(step)) known.add(name);
    });
  });
export type JourneyFile = z.infer<typeof JourneyFile>;

function isWatchable(ms: number): boolean {
  return ms >= 5_000 && ms <= 10 * MINUTE_MS;
}

/** Whether it asks for the version that serves, of which there are two while one is deployed. */
export function namesVersion(steps: readonly FileStep[]): boolean {
  return steps.flatMap(textsIn).flatMap(namedIn).includes('version');
}

function isUpTo(mostMs: number) {
  return (ms: number): boolean => ms >= 1_000 && ms <= mostMs;
}

type FileStep = JourneyFile['steps'][number];

/** What is sent, what is expected, and what is looked for on a page. */
function textsIn(step: FileStep): readonly string[] {
  if (isPageStep(step)) return textsOf({ ...step, name: '' });
  const { url, headers, body, expect } = step;
  const { contains, json } = expect ?? {};
  return [url, ...textsOf([headers, body, contains, json])];
}

function savedBy(step: FileStep): readonly string[] {
  if (isPageStep(step)) return step.read ? [step.read.as] : [];
  return Object.keys(step.save ?? {});
}

/** A journey as a plan holds it: who walks it, and how many of them must agree. Times in milliseconds. */
export interface Journey extends Omit<JourneyFile, 'environments' | 'probes' | 'quorum'> {
  readonly name: string;
  readonly probes: readonly string[];
  readonly quorum: number;
}
