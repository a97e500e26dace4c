import { passingFor } from '../commands/hand-offs.ts';
import { unprovenRules } from '../commands/unproven.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Contacts } from '../ports/contacts.ts';
import type { Factors } from '../ports/factors.ts';
import type { Messages } from '../ports/messages.ts';
import type { Records } from '../ports/records.ts';
import { alarmView } from '../projections/alarm.ts';
import { blackoutNotice } from '../projections/blackout-list.ts';
import { lineNotice } from '../projections/breaker.ts';
import { calendarNotice } from '../projections/calendar-news.ts';
import { canaryHealth } from '../projections/canary-health.ts';
import { configurationCard } from '../projections/configuration.ts';
import { deploymentCard } from '../projections/deployment-card.ts';
import { approvalCall, glassCall, logLine, pingPeople } from '../projections/deployment-log.ts';
import { evidenceNote } from '../projections/evidence-chart.ts';
import { handOffNotice } from '../projections/hand-off.ts';
import { incidentCard, incidentWord } from '../projections/incident-card.ts';
import { silenceOf } from '../projections/lost-contact.ts';
import { outOfBandView } from '../projections/out-of-band.ts';
import { pageNote } from '../projections/page-note.ts';
import { scheduleCard, scheduleWord } from '../projections/schedule-card.ts';
import { slowBurnNotice } from '../projections/slow-burn.ts';
import { sourceNotice } from '../projections/source-silence.ts';
import { departureCard } from '../projections/train.ts';
import { behindNote, driverNote, markNote } from '../projections/train-note.ts';
import { createActionNotices } from './action-notices.ts';
import { createAuthorNotices } from './author-notices.ts';
import { createBlackoutNotices } from './blackout-notices.ts';
import { createCalendarNotices } from './calendar-notices.ts';
import { createCanaryReplies } from './canary-replies.ts';
import type { Cards } from './card-wish.ts';
import { createDigestNotices } from './digest-notices.ts';
import { createFeedbackNotices } from './feedback-notices.ts';
import { createHandOffCards } from './hand-off-cards.ts';
import { createHandOffNotices } from './hand-off-notices.ts';
import { createHandoverNotices } from './handover-notices.ts';
import { createIncidentBoard } from './incident-board.ts';
import { createLineNotices } from './line-notices.ts';
import { createLockNotices } from './lock-notices.ts';
import { createModeBoard } from './mode-board.ts';
import { createPagePictures } from './page-pictures.ts';
import { createQuarantineNotices } from './quarantine-notices.ts';
import { createScheduleBoard } from './schedule-board.ts';
import { createConfigurationBoard } from './show-configuration.ts';
import { createAlarmBoard, createContactCards, createSightingBoard } from './show-contact.ts';
import { createSlowBurnNotices } from './slow-burn-notices.ts';
import { createSourceNotices } from './source-notices.ts';
import { createCardSubscriber } from './subscribers.ts';
import { createSuspectBoard } from './suspect-board.ts';
import { createTrainBoard } from './train-board.ts';
import { createTrainNotices } from './train-notices.ts';
import { createVerdictCharts } from './verdict-charts.ts';

/** All that is shown in channels without being asked for: cards, their threads, alarms. */
export function createBoards(parts: {
  readonly records: Records;
  readonly messages: Pick<Messages, 'want' | 'find'>;
  readonly bell: Bell;
  readonly contacts: Pick<Contacts, 'signs'>;
  readonly factors: Pick<Factors, 'enrolled'>;
  readonly catalog: () => Catalog;
  readonly now: () => Instant;
  /** Whether anything here draws: otherwise a message would only repeat the card. */
  readonly draws: boolean;
}) {
  const { catalog, now } = parts;
  const cards: Cards = {
    catalog,
    card: (d, lost, passing) =>
      deploymentCard(d, now(), silenceOf(catalog(), d, lost), passing?.holder),
    passing: (d) => passingFor(parts, d),
    channelOf: (d) => d.channel ?? catalog().channel,
  };
  const project = { log: logLine, ping: pingPeople, call: approvalCall, glassCall };
  return {
    subscribers: [
      createCardSubscriber({ ...parts, ...cards, project }),
      createScheduleBoard({ ...parts, card: scheduleCard, word: scheduleWord }),
      createTrainBoard({ ...parts, card: departureCard, word: scheduleWord }),
      createTrainNotices({ ...parts, markNote, driverNote, behindNote }),
      createLockNotices(parts),
      createIncidentBoard({ ...parts, card: incidentCard, word: incidentWord }),
      createAuthorNotices(parts),
      createActionNotices(parts),
      createQuarantineNotices(parts),
      createSuspectBoard(parts),
      createModeBoard(parts),
      createBlackoutNotices({ ...parts, view: blackoutNotice }),
      createHandOffCards({ ...parts, ...cards }),
      createHandOffNotices({ ...parts, view: handOffNotice }),
      createLineNotices({ ...parts, view: lineNotice }),
      createCalendarNotices({ ...parts, view: calendarNotice }),
      createPagePictures({ ...parts, view: pageNote }),
      createCanaryReplies({ ...parts, view: canaryHealth }),
      ...(parts.draws ? [createVerdictCharts({ ...parts, view: evidenceNote })] : []),
    ],
    showContact: createContactCards({ ...parts, ...cards }),
    sayFeedback: createFeedbackNotices(parts),
    sayHandover: createHandoverNotices(parts),
    sayDigest: createDigestNotices(parts),
    saySlowBurn: createSlowBurnNotices({ ...parts, view: slowBurnNotice }),
    saySource: createSourceNotices({ ...parts, view: sourceNotice }),
    saySighting: createSightingBoard({ ...parts, view: outOfBandView }),
    sayAlarm: createAlarmBoard({ ...parts, view: alarmView }),
    sayConfiguration: createConfigurationBoard({
      ...parts,
      view: async (c) => configurationCard(c, await unprovenRules(catalog, parts.factors, c)),
    }),
  };
}
