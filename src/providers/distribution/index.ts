import { z } from 'zod';
import type { PublisherKind } from '../../ports/publisher-kind.ts';
import { holdsToken } from '../webhook-proof.ts';
import { badShape, firstOf, MaybeWord, Moment } from '../webhook-shape.ts';

const Envelope = z.object({
  events: z.array(
    z.object({
      action: z.string(),
      timestamp: Moment,
      target: z.object({
        repository: MaybeWord,
        tag: MaybeWord,
      }),
    }),
  ),
});

/**
 * A registry of CNCF Distribution (`notifications.endpoints`), with `Authorization: [Bearer <secret>]` among
 * its headers. It sends several events at once and again until they are taken, in no certain order.
 */
export const distribution: PublisherKind = {
  name: 'distribution',
  verify: (_, headers, secrets) => holdsToken(headers, secrets),
  read(body) {
    const read = Envelope.safeParse(body);
    if (!read.success) return badShape(read.error);
    // Layers are pushed as well; a manifest that is given a name is a version.
    const pushed = read.data.events.filter(
      ({ action, target }) => action === 'push' && target.tag !== '' && target.repository !== '',
    );
    const { first, ...rest } = firstOf(pushed);
    const occasions = first.map(({ timestamp, target }) => ({
      on: 'push' as const,
      ...{ repository: target.repository, tag: target.tag, at: timestamp },
      ...{ workflow: null, branch: null, isMain: false, mark: 'built' as const, report: null },
    }));
    return { id: null, occasions, ...rest };
  },
};
