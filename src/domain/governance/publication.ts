import { z } from 'zod';
import { SenderName, SenderSecrets } from '../kernel/sender.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { MARKS, type MarkName } from './hand-off.ts';

export const PUBLISHER_KINDS = ['github', 'distribution', 'harbor', 'generic'] as const;
/** What happens at a publisher that may mean a new version. */
export const OCCASIONS = ['release', 'tag', 'workflow', 'package', 'push'] as const;

const PLACE = '{version}';

/** One thing a publisher may speak of, and what its versions are called here. */
export const Publishes = z.strictObject({
  repository: z
    .string()
    .min(1)
    .max(255)
    .describe('As the publisher names it: acme/shop. Capitals count for nothing.'),
  service: z.string().describe('What its versions are versions of.'),
  on: z
    .array(z.enum(OCCASIONS))
    .min(1)
    .optional()
    .describe(
      'What counts as published: release, tag, workflow, package (GitHub), push (registries). Left out: release and push.',
    ),
  tag: z
    .string()
    .default(PLACE)
    .refine((tag) => tag.split(PLACE).length === 2, {
      error: 'must hold {version} once, such as v{version}',
    })
    .describe('How a tag names a version; any other tag is none of ours.'),
  workflow: z.string().optional().describe('Only runs of this workflow count. Left out: any.'),
  branch: z
    .string()
    .optional()
    .describe('Only runs on this branch count. Left out: the default branch.'),
});
export type Publishes = z.infer<typeof Publishes>;

/** Somebody who tells at `/hooks/<name>` that a version is there. What it says starts nothing but somebody's schedule. */
export const Publisher = z
  .strictObject({
    name: SenderName.describe('Also the end of its address: /hooks/<name>.'),
    kind: z.enum(PUBLISHER_KINDS).describe('Which form its requests have.'),
    secrets: SenderSecrets,
    publishes: z
      .array(Publishes)
      .default([])
      .describe('What it may speak of; all else is passed over.'),
    configuration: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .describe('The repository of the configuration: what is pushed to it is fetched at once.'),
    map: z
      .record(z.string(), z.string().min(1).max(500))
      .default({})
      .describe('For kind generic: CEL expressions over the body, by what they give.'),
  })
  .refine(({ publishes, configuration }) => publishes.length > 0 || configuration !== undefined, {
    error: 'must say what it "publishes", or where the "configuration" is',
  });
export type Publisher = z.infer<typeof Publisher>;

const LONGEST = 255;
const LONGEST_URL = 1_000;

/** What a publisher said happened, in its own words. Nothing of it is trusted but that it was said. */
export const Occasion = z.object({
  /** `branch`: something was pushed to one, which is no version. */
  on: z.enum([...OCCASIONS, 'branch']),
  repository: z.string().max(LONGEST),
  tag: z.string().max(LONGEST),
  /** When it says it was; null: it does not. */
  at: z
    .number()
    .int()
    .nullable()
    .transform((at) => (at === null ? null : instant(at))),
  workflow: z.string().nullable().default(null),
  branch: z.string().nullable().default(null),
  /** Whether that branch is the repository's own. */
  isMain: z.boolean().default(false),
  /** What became of the version. */
  mark: z.enum(MARKS).default('built'),
  /** Where what was found is to be read. */
  report: z.string().max(LONGEST_URL).nullable().default(null),
});
export type Occasion = z.infer<typeof Occasion>;

/** A version of a service that somebody says is there. */
export interface Publication {
  readonly service: string;
  readonly version: string;
  readonly publisher: string;
  readonly on: Occasion['on'];
  /** When it says it was, and never later than it was heard. */
  readonly at: Instant;
  readonly mark: MarkName;
  readonly report: string | null;
}

/** What versions survive a command line; one that does not is none of ours. */
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;
const USUALLY: readonly Occasion['on'][] = ['release', 'push'];

/** What an occasion means here: by each entry that speaks of it, once for each service. */
export function publicationsOf(
  told: Occasion,
  { name, publishes }: Publisher,
  now: Instant,
): readonly Publication[] {
  const at = instant(Math.min(told.at ?? now, now));
  const found = publishes.flatMap((entry): Publication[] => {
    const version = speaksOf(entry, told) ? versionIn(told.tag, entry.tag) : null;
    if (version === null) return [];
    const { on, mark, report } = told;
    return [{ service: entry.service, version, publisher: name, on, at, mark, report }];
  });
  return [...new Map(found.map((one) => [`${one.service} ${one.version}`, one])).values()];
}

/** Whether what a publisher tells of can mean anything here; most of what an organisation's GitHub tells cannot. */
export function concerns(told: Occasion, publisher: Publisher): boolean {
  const isKnown = publisher.publishes.some((entry) => speaksOf(entry, told));
  return isKnown || movesConfiguration(told, publisher);
}

/** Whether something was pushed to where the configuration is kept. */
export function movesConfiguration(
  { repository }: Pick<Occasion, 'repository'>,
  { configuration }: Pick<Publisher, 'configuration'>,
): boolean {
  return configuration?.toLowerCase() === repository.toLowerCase();
}

function speaksOf({ repository, on, workflow, branch }: Publishes, told: Occasion): boolean {
  const counts: readonly Occasion['on'][] = on ?? USUALLY;
  const ofBranch = branch === undefined ? told.isMain : branch === told.branch;
  return (
    repository.toLowerCase() === told.repository.toLowerCase() &&
    counts.includes(told.on) &&
    (told.on !== 'workflow' || (ofBranch && [undefined, told.workflow].includes(workflow)))
  );
}

/** `1.2.0` of `v1.2.0` by `v{version}`; null where the tag is not of that form, or names no version. */
export function versionIn(tag: string, form: string): string | null {
  const [before = '', after = ''] = form.split(PLACE);
  const fits =
    tag.startsWith(before) && tag.endsWith(after) && tag.length > before.length + after.length;
  const version = fits ? tag.slice(before.length, tag.length - after.length) : '';
  return VERSION.test(version) ? version : null;
}
