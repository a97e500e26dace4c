import type { Actor } from '../domain/kernel/actor.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Identify } from '../ports/identify.ts';
import type { View } from '../projections/view.ts';
import type { Showing } from './desk.ts';
import { scopedTo } from './scoped.ts';

/** Whoever looks at a page, and how people and times are to be written for them. */
export interface Visitor {
  readonly actor: Actor;
  /** IANA, or null: times are in UTC then. */
  readonly zone: string | null;
  readonly now: Instant;
  nameOf(person: string): string;
}

/** All that the dashboard needs of the house. */
export interface Pages extends Showing {
  readonly organisation: () => string;
  /** Uses a link up; the token of a session, or null for a link that opens nothing. */
  enter(link: string): Promise<string | null>;
  /** Who has this session now; `silent` while the chat does not say who they are. */
  visitor(session: string): Promise<Visitor | 'nobody' | 'silent'>;
  leave(session: string): Promise<void>;
  /** What there is to see at first: what runs, what is wrong, what serves where, what closes next. */
  overview(actor: Actor): Promise<readonly View[]>;
}

const SESSION_MS = 8 * 3_600_000;
const MOST_INCIDENTS = 3;

/** Looks for browsers: every page is the answer to lines of the chat that change nothing. */
export function createPages(
  ctx: Pick<Context, 'catalog' | 'journal' | 'records'>,
  desk: Showing,
  identify: Identify,
): Pages {
  const { passes } = ctx.journal;
  return {
    organisation: () => ctx.catalog().organisation,
    enter: (link) => passes.enter(link, SESSION_MS),
    async visitor(session) {
      const bearer = await passes.bearerOf(session);
      if (!bearer) return 'nobody';
      const { actor, confirmed } = await identify(bearer.account);
      if (!confirmed) return 'silent';
      const { people } = ctx.catalog();
      // The account may be somebody else's by now, or nobody's.
      if (actor.kind !== 'member' || actor.id !== bearer.person) return 'nobody';
      return {
        actor,
        now: await ctx.records.now(),
        zone: people.find(({ id }) => id === actor.id)?.zone ?? null,
        nameOf: (person) => people.find(({ id }) => id === person)?.name ?? person,
      };
    },
    leave: passes.leave,
    async overview(actor) {
      const { records } = scopedTo(ctx, actor);
      const open = await records.incidents({ open: true, limit: MOST_INCIDENTS });
      const lines = [
        ...open.flatMap(({ id }) => [`/release incident show ${id}`, `/release suspects ${id}`]),
        '/release line list',
        '/release status',
        '/release matrix',
        '/release changed 24h',
        '/release calendar 2d',
      ];
      return Promise.all(lines.map((line) => desk.show(line, actor)));
    },
    shows: desk.shows,
    show: desk.show,
  };
}
