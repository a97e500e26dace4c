import { z } from 'zod';
import type { ForeignMove } from '../../domain/elsewhere/move.ts';
import type { ChangeKind } from '../../ports/change-kind.ts';
import { moveFrom } from '../webhook-move.ts';
import { headerOf, isSignedBy } from '../webhook-proof.ts';
import { badShape, Text, Word } from '../webhook-shape.ts';
import { type Resource, resourceIn } from './resource.ts';

/**
 * By what an entry is about, the actions that change an answer somebody gets. Names, descriptions, tags, maintainers
 * and what is scheduled or asked for do not; what is scheduled or approved has an entry of its own once it is done.
 * https://launchdarkly.com/docs/home/account/role-actions
 */
const SERVES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'flag',
    new Set([
      ...['updateOn', 'updateFallthrough', 'updateRules', 'updateTargets', 'updateOffVariation'],
      ...['updatePrerequisites', 'updateFlagVariations', 'updateGlobalArchived', 'deleteFlag'],
      ...['copyFlagConfigTo', 'updateFlagSalt', 'updateFlagConfigMigrationSettings'],
      ...['updateFallthroughWithMeasuredRollout', 'updateRulesWithMeasuredRollout'],
      ...['stopMeasuredRolloutOnFlagFallthrough', 'stopMeasuredRolloutOnFlagRule'],
      'updateMeasuredRolloutConfiguration',
    ]),
  ],
  ['segment', new Set(['updateIncluded', 'updateExcluded', 'updateRules'])],
]);
/** A flag that is archived or deleted is named once for each environment of its project. */
const MOST = 200;

const Named = z.object({ name: Text.nullish() });
const Entry = z.object({
  _id: Word,
  kind: z.string(),
  date: z.number().int().min(0).max(8_640_000_000_000_000),
  accesses: z.array(z.object({ action: z.string(), resource: z.string() })),
  titleVerb: Text.nullish(),
  title: z.string().nullish(),
  member: z.object({ firstName: Text.nullish(), lastName: Text.nullish() }).nullish(),
  token: Named.nullish(),
  app: Named.nullish(),
});
type Entry = z.infer<typeof Entry>;

/**
 * LaunchDarkly's webhook: an entry of its audit log, signed in `X-LD-Signature` with HMAC-SHA256 over the body, in
 * hexadecimal with nothing before it; one without a secret is not signed and never taken. No time is signed: an entry
 * that is posted again is known by its `_id`, for ever. They come in no order: `date` says when.
 * https://launchdarkly.com/docs/api/webhooks, https://launchdarkly.com/docs/home/infrastructure/webhooks
 */
export const launchdarkly: ChangeKind = {
  name: 'launchdarkly',
  verify(rawBody, headers, secrets) {
    const signature = headerOf(headers, 'x-ld-signature');
    return signature !== null && isSignedBy(secrets, [signature], rawBody);
  },
  read(body) {
    const read = Entry.safeParse(body);
    if (!read.success) return badShape(read.error);
    const entry = read.data;
    const changed = changedBy(entry);
    const moves: ForeignMove[] = [];
    for (const one of changed) {
      const made = moveOf(entry, one, changed.length > 1);
      if ('path' in made) return made;
      moves.push(made);
    }
    return { id: entry._id, moves };
  },
};

/** Each flag or segment and environment once, however many parts of it changed. */
function changedBy({ kind, accesses }: Entry): readonly Resource[] {
  const found = accesses.flatMap(({ action, resource }) => {
    const one = SERVES.get(kind)?.has(action) ? resourceIn(kind, resource) : null;
    return one ? [one] : [];
  });
  const keyOf = ({ key, environment }: Resource) => `${key} ${environment}`;
  return [...new Map(found.map((one) => [keyOf(one), one])).values()].slice(0, MOST);
}

function moveOf(entry: Entry, { project, environment, key, tags }: Resource, isOfSeveral: boolean) {
  const rest = isOfSeveral ? `:${key}:${environment ?? ''}` : '';
  const what =
    entry.kind === 'segment'
      ? ({ kind: 'configuration', name: `segment ${key}` } as const)
      : ({ kind: 'flag', name: key } as const);
  return moveFrom({
    ref: `${entry._id}${rest}`.slice(0, 255),
    ...what,
    says: verbOf(entry),
    // Rules are about people that only it knows: nobody can tell how many get another answer.
    percent: 100,
    at: entry.date,
    by: nameOf(entry),
    link: linkIn(entry.title ?? ''),
    about: [project, ...tags].slice(0, 40),
    environment,
  });
}

/** `turned on the flag` as it stands after the name of the flag: `turned on`. */
function verbOf({ titleVerb }: Entry): string {
  const verb = (titleVerb ?? '').trim().replace(/ (?:of |for |in )?the (?:flag|segment)$/, '');
  return verb === '' ? 'changed' : verb;
}

function nameOf({ member, token, app }: Entry): string | null {
  const person = [member?.firstName, member?.lastName].filter((one) => one).join(' ');
  return person || token?.name || app?.name || null;
}

/** The last address in the title is that of what was changed, whichever of its hosts it is on. */
function linkIn(title: string): string | null {
  return [...title.matchAll(/\]\((https:\/\/[^\s()<>|]+)\)/g)].at(-1)?.[1] ?? null;
}
