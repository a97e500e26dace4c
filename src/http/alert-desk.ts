import { answerTests } from '../commands/answer-tests.ts';
import { readReviews } from '../commands/read-reviews.ts';
import { takeAlerts, type Words } from '../commands/take-alerts.ts';
import { takeChanges } from '../commands/take-changes.ts';
import { takeTests } from '../commands/take-tests.ts';
import { takeTickets } from '../commands/take-tickets.ts';
import { takeVersions } from '../commands/take-versions.ts';
import { type TellRise, tellRises } from '../commands/tell-rises.ts';
import type { ChangeKind } from '../ports/change-kind.ts';
import type { Context } from '../ports/context.ts';
import type { Act, Inbox } from '../ports/inbox.ts';
import type { PublisherKind } from '../ports/publisher-kind.ts';
import type { ReviewFeeds } from '../ports/review-feeds.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { TicketKind } from '../ports/ticket-kind.ts';
import type { WebhookSource } from '../ports/webhook-source.ts';
import { createHooks, type HandleHook, type Hooks } from './hooks.ts';
import { createTestReports } from './test-reports.ts';

/** Who may send alerts and tell of versions: the forms we know, and where secrets are read. */
export interface AlertSenders {
  readonly kinds: Words & Readonly<Record<string, WebhookSource>>;
  /** Left out: nobody tells of versions. */
  readonly publisherKinds?: Readonly<Record<string, PublisherKind>>;
  /** Left out: nobody tells of tickets. */
  readonly ticketKinds?: Readonly<Record<string, TicketKind>>;
  /** Left out: nobody tells of changes made elsewhere. */
  readonly changeKinds?: Readonly<Record<string, ChangeKind>>;
  /** What reads stores; left out: this process does not. */
  readonly reviews?: ReviewFeeds | undefined;
  readonly secrets: Secrets;
}

/** Alerts on both sides of the inbox. */
export interface AlertDesk {
  /** Proves the sender, stores what it says, answers. */
  readonly handleHook: HandleHook;
  /** The same of reports of tests, and answers which of their failures count. */
  readonly handleTests: HandleHook;
  /** Does what was stored. */
  readonly takeAlerts: (act: Act) => Promise<void>;
  /** Reads what stores have of reviews. */
  readonly readReviews: () => Promise<void>;
  /** Says what users complain of more since it was deployed. */
  readonly tellRises: () => Promise<void>;
}

/** Nobody, where it is not said who. */
const NOBODY: AlertSenders = { kinds: {}, secrets: { read: async () => null } };

export function createAlertDesk(
  context: Context,
  parts: Pick<Hooks, 'bell' | 'now'> & { readonly inbox: Inbox; readonly sayFeedback: TellRise },
  senders: AlertSenders = NOBODY,
): AlertDesk {
  const { catalog, log } = context;
  const hooks = { ...parts, ...senders, catalog, log };
  return {
    handleHook: createHooks(hooks),
    handleTests: createTestReports(hooks, (...asked) => answerTests(context, ...asked)),
    readReviews: () => readReviews(context, senders.reviews),
    tellRises: () => tellRises(context, parts.sayFeedback),
    takeAlerts(act) {
      if (act.kind === 'version') return takeVersions(context, act, parts.inbox);
      if (act.kind === 'ticket') return takeTickets(context, act);
      if (act.kind === 'change') return takeChanges(context, act);
      if (act.kind === 'tests') return takeTests(context, act);
      return takeAlerts(context, senders.kinds, act);
    },
  };
}
