import { z } from 'zod';
import type { ForeignMove } from '../../domain/elsewhere/move.ts';
import type { ChangeKind } from '../../ports/change-kind.ts';
import { moveFrom } from '../webhook-move.ts';
import { headerOf, isSignedBy } from '../webhook-proof.ts';
import { badShape, Text, Word } from '../webhook-shape.ts';
import { type FlagResource, flagIn } from './resource.ts';

/** What changes an answer that somebody gets; names, descriptions, tags and maintainers do not. */
const SERVES = new Set([
  ...['updateOn', 'updateFallthrough', 'updateRules', 'updateTargets', 'updateOffVariation'],
  ...['updatePrerequisites', 'updateFlagVariations', 'updateGlobalArchived', 'deleteFlag'],
]);
const MOST = 100;

const Named = z.object({ name: Text.nullish() });
const Entry = z.object({
  _id: Word,
  kind: z.string().max(200),
  date: z.number().int().min(0).max(8_640_000_000_000_000),
  accesses: z
    .array(z.object({ action: z.string().max(200), resource: z.string().max(1_000) }))
    .max(MOST),
  titleVerb: Text.nullish(),
  title: z.string().max(4_000).nullish(),
  member: z.object({ firstName: Text.nullish(), lastName: Text.nullish() }).nullish(),
  token: Named.nullish(),
  app: Named.nullish(),
});
type Entry = z.infer<typeof Entry>;

/**
 * LaunchDarkly's webhook: an entry of its audit log, signed in `X-LD-Signature` with HMAC-SHA256 over the body, in
 * hexadecimal; one without a secret is not signed and never taken. https://launchdarkly.com/docs/api/webhooks
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
    const flags = entry.kind === 'flag' ? flagsOf(entry) : [];
    const moves: ForeignMove[] = [];
    for (const flag of flags) {
      const made = moveOf(entry, flag, flags.length > 1);
      if ('path' in made) return made;
      moves.push(made);
    }
    return { id: entry._id, moves };
  },
};

/** Each flag and environment once, however many parts of it changed. */
function flagsOf({ accesses }: Entry): readonly FlagResource[] {
  const found = accesses.flatMap(({ action, resource }) => {
    const flag = SERVES.has(action) ? flagIn(resource) : null;
    return flag ? [flag] : [];
  });
  const keyOf = ({ key, environment }: FlagResource) => `${key} ${environment}`;
  return [...new Map(found.map((one) => [keyOf(one), one])).values()];
}

function moveOf(entry: Entry, flag: FlagResource, isOneOfSeveral: boolean) {
  const { project, environment, key, tags } = flag;
  const rest = isOneOfSeveral ? `:${key}:${environment ?? ''}` : '';
  return moveFrom({
    ref: `${entry._id}${rest}`.slice(0, 255),
    kind: 'flag',
    name: key,
    says: verbOf(entry),
    // The entry does not say how many get another answer.
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
  const verb = (titleVerb ?? '').trim().replace(/ (?:of |for |in )?the flag$/, '');
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
