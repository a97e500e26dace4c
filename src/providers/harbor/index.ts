import { z } from 'zod';
import { instant } from '../../domain/kernel/time.ts';
import type { PublisherKind } from '../../ports/publisher-kind.ts';
import { holdsToken } from '../webhook-proof.ts';
import { badShape, firstOf, MaybeWord, Word } from '../webhook-shape.ts';

/** 9999-12-31, in seconds. */
const LAST = 253_402_300_799;

const Body = z.object({
  type: z.string(),
  occur_at: z.number().int().min(0).max(LAST),
  event_data: z.object({
    repository: z.object({ repo_full_name: Word }),
    resources: z.array(z.object({ tag: MaybeWord })),
  }),
});
const Any = z.object({ type: z.string() });

/** Harbor's webhooks in its own form (not CloudEvents), with `Bearer <secret>` as the auth header of the policy. */
export const harbor: PublisherKind = {
  name: 'harbor',
  verify: (_, headers, secrets) => holdsToken(headers, secrets),
  read(body) {
    const any = Any.safeParse(body);
    if (!any.success) return badShape(any.error);
    if (any.data.type !== 'PUSH_ARTIFACT') return { id: null, occasions: [] };
    const read = Body.safeParse(body);
    if (!read.success) return badShape(read.error);
    const { occur_at: seconds, event_data: told } = read.data;
    const { first, ...rest } = firstOf(told.resources.filter(({ tag }) => tag !== ''));
    const occasions = first.map(({ tag }) => ({
      on: 'push' as const,
      ...{ repository: told.repository.repo_full_name, tag, at: instant(seconds * 1_000) },
      ...{ workflow: null, branch: null, isMain: false, mark: 'built' as const, report: null },
    }));
    return { id: null, occasions, ...rest };
  },
};
