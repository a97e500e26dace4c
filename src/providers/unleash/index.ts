import { z } from 'zod';
import type { ChangeKind } from '../../ports/change-kind.ts';
import { moveFrom } from '../webhook-move.ts';
import { holdsToken } from '../webhook-proof.ts';
import { badShape, MaybeWord, Moment, Text, Word } from '../webhook-shape.ts';

/** What changes an answer that somebody gets, and what became of the flag by it. */
const SERVES: Readonly<Record<string, string>> = {
  'feature-environment-enabled': 'turned on',
  'feature-environment-disabled': 'turned off',
  'feature-strategy-add': 'given a strategy',
  'feature-strategy-update': 'given to others',
  'feature-strategy-remove': 'left without a strategy',
  'feature-environment-variants-updated': 'given other variants',
  'feature-variants-updated': 'given other variants',
  'feature-archived': 'archived',
  'feature-revived': 'revived',
};

const Kind = z.object({ id: z.number().int().min(0), type: z.string().max(200) });
const Event = Kind.extend({
  featureName: Word,
  createdAt: Moment,
  createdBy: Text.nullish(),
  project: MaybeWord,
  environment: MaybeWord,
  tags: z.array(z.object({ value: Word })).nullish(),
  data: z.unknown().optional(),
  preData: z.unknown().optional(),
});

/**
 * Unleash's webhook as it comes without a template of one's own, known by what its setting `Authorization` says: it
 * signs nothing. An event may come twice and in any order: its number is the key. Of who did it a name is kept and no
 * address of mail. https://docs.getunleash.io/reference/integrations/webhook, https://docs.getunleash.io/reference/events
 */
export const unleash: ChangeKind = {
  name: 'unleash',
  verify: (_, headers, secrets) => holdsToken(headers, secrets),
  read(body) {
    const kind = Kind.safeParse(body);
    if (!kind.success) return badShape(kind.error);
    const id = String(kind.data.id);
    const says = Object.hasOwn(SERVES, kind.data.type) ? SERVES[kind.data.type] : undefined;
    if (says === undefined) return { id, moves: [] };
    const read = Event.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { featureName: name, createdAt: at, createdBy, environment, project } = read.data;
    const percent = shareOf(read.data);
    const words = [project, ...(read.data.tags ?? []).map(({ value }) => value)];
    const made = moveFrom({
      ...{ ref: id, kind: 'flag', name, says, percent, at },
      by: createdBy ?? null,
      link: null,
      about: words.filter((word) => word !== '').slice(0, 40),
      environment: environment || null,
    });
    return 'path' in made ? made : { id, moves: [made] };
  },
};

const Rollout = z.object({
  parameters: z.object({ rollout: z.coerce.number().min(0).max(100) }),
});

/**
 * Of a gradual rollout as many as get another answer than before; a strategy that is new was met by nobody before,
 * one that is removed by nobody since. All where the event does not say.
 */
function shareOf({ data, preData }: Pick<z.infer<typeof Event>, 'data' | 'preData'>): number {
  const [after, before] = [rolloutIn(data), rolloutIn(preData)];
  if (after === null || before === null) return 100;
  const moved = Math.abs(after - before);
  // The same share with other constraints is given to others, nobody knows how many.
  return moved === 0 ? 100 : Math.max(1, Math.round(moved));
}

/** In percent; 0 where there is no strategy, null where one does not say. */
function rolloutIn(strategy: unknown): number | null {
  if (strategy === null || strategy === undefined) return 0;
  return Rollout.safeParse(strategy).data?.parameters.rollout ?? null;
}
