import { z } from 'zod';
import { BreakerRule } from '../../domain/breaker/rule.ts';
import { PeopleRule } from '../../domain/catalog/people-list.ts';
import { ChangeSource } from '../../domain/elsewhere/source.ts';
import { ReviewSource } from '../../domain/feedback/review.ts';
import { TicketSource } from '../../domain/feedback/source.ts';
import { ApprovalRule } from '../../domain/governance/approval.ts';
import { BoardRule } from '../../domain/governance/board.ts';
import { BreakGlassRule } from '../../domain/governance/break-glass.ts';
import { Cadence } from '../../domain/governance/cadence.ts';
import { Delegation } from '../../domain/governance/delegation.ts';
import { HandOffRules } from '../../domain/governance/hand-off.ts';
import { Day } from '../../domain/governance/holidays.ts';
import { LOCK_RULES, LockRules, PlatformRule } from '../../domain/governance/lock-rules.ts';
import { NotWhile } from '../../domain/governance/not-while.ts';
import { Publisher } from '../../domain/governance/publication.ts';
import { Rotation } from '../../domain/governance/rotation.ts';
import { SecondFactorRule } from '../../domain/governance/second-factor.ts';
import { Train } from '../../domain/governance/train.ts';
import { Blackout, ReleaseWindow } from '../../domain/governance/window.ts';
import { AlertSource, IncidentRule } from '../../domain/incident/source.ts';
import { FailureMode } from '../../domain/risk/failure-mode.ts';
import { RiskRule } from '../../domain/risk/risk.ts';
import { CalendarEntry } from './calendar.ts';
import { EnvironmentFile } from './environment.ts';
import { Lockable, list, Name, section } from './forms.ts';
import { GroupFile, GroupName, PersonFile } from './people.ts';
import { ProbeFile } from './probe.ts';

const Channel = z
  .string({
    error:
      'must be a channel in quotes, such as "#deploys": without them YAML reads # as a comment',
  })
  .regex(
    /^(#[^\sA-Z#@.,:]{1,80}|[CG][A-Z0-9]{8,20})$/,
    'must be a channel such as "#deploys" or its id such as C024BE91L',
  );

/** What fairway.yaml may say. */
export const OrganisationFile = z
  .strictObject({
    organisation: z.string().min(1).describe('The name of the organisation.'),
    channel: Channel.default('#deploys').describe('Where deployments are announced.'),
    trustedChannels: list(Channel).describe(
      'Channels that other companies read, or of which Slack does not let us see who reads them, in which all is said all the same. In others of those there is no more than that there is news.',
    ),
    environments: z
      .record(Name, EnvironmentFile)
      .refine((all) => Object.keys(all).length > 0, { error: 'must name at least one' })
      .describe('The places where services run, in promotion order.'),
    people: section(PersonFile).describe('Everybody who may do something, by id.'),
    groups: section(GroupFile, GroupName).describe('People by what they may do.'),
    approvals: list(ApprovalRule).describe(
      'Who must say yes, and where. All rules that apply count.',
    ),
    blackouts: list(Blackout).describe('Times in which nothing new starts.'),
    windows: list(ReleaseWindow).describe(
      'Times in which something new may start; where none speaks, that is always.',
    ),
    calendars: list(CalendarEntry).describe(
      'iCalendar files and feeds whose events are blackouts.',
    ),
    holidays: section(z.array(Day).min(1)).describe(
      'Lists of days, by name, that blackouts and windows refer to.',
    ),
    locks: LockRules.nullish()
      .transform((rules) => rules ?? LOCK_RULES)
      .describe('How long a lock lasts, and what happens when two want the same.'),
    platforms: section(PlatformRule, Lockable).describe(
      'What several services stand on, by name: a lock on it holds them all.',
    ),
    cab: BoardRule.nullish().describe(
      'The change advisory board. Left out: there is none, and nobody votes.',
    ),
    notWhile: list(NotWhile).describe(
      'What is held while an incident is open about something else.',
    ),
    failureModes: list(FailureMode).describe(
      'Ways in which services are known to fail: shown where a change matches.',
    ),
    risk: RiskRule.nullish().describe(
      'From how many points on a deployment is risky, and which files are delicate.',
    ),
    breaker: BreakerRule.nullish().describe(
      'After how many failed deployments a line stops by itself. Left out: never.',
    ),
    alerts: list(AlertSource).describe('Who sends alerts, how they are known, and what they mean.'),
    changes: list(ChangeSource).describe(
      'Who tells of changes made elsewhere: flags, migrations, configuration, infrastructure. They are suspects of incidents.',
    ),
    tickets: list(TicketSource).describe(
      'Who tells of tickets of users, so that a rise after a deployment is seen.',
    ),
    reviews: list(ReviewSource).describe(
      'Stores that have reviews of an application; bad ones count as tickets do.',
    ),
    publishers: list(Publisher).describe(
      'Who tells that a version is there: GitHub, registries. It starts what a schedule says.',
    ),
    incidents: IncidentRule.extend({ channel: Channel })
      .nullish()
      .describe('Where incidents are told. Left out: only where people ask for them.'),
    breakGlass: BreakGlassRule.nullish()
      .transform((rule) => rule ?? BreakGlassRule.parse({}))
      .describe('Who may let a deployment through a blackout, and for how long.'),
    secondFactor: SecondFactorRule.nullish().describe(
      'What takes the six digits of an authenticator besides the chat account. Left out: nothing.',
    ),
    handOffs: HandOffRules.nullish().describe(
      'Within what time an artifact is scanned, approved and live, and who answers for that.',
    ),
    cadences: section(Cadence).describe(
      'When several services mean to be released, by name: whose schedules say otherwise is told.',
    ),
    trains: section(Train).describe(
      'What is released together, by name: when it departs, in which order, and until when everybody says that theirs is ready.',
    ),
    peopleImport: PeopleRule.nullish().describe(
      'Whose signed lists say who is still here. Left out: nobody’s, and the configuration alone does.',
    ),
    delegations: list(Delegation).describe('Who decides for whom, from when to when.'),
    auditors: list(Name).describe(
      'Groups that may read and export everything, and decide nothing by that.',
    ),
    probes: section(ProbeFile).describe(
      'Where journeys are walked from, by name. Left out: the worker itself, called here.',
    ),
    onCall: list(Rotation).describe('Who of a group is on call, in turn.'),
  })
  .meta({ title: 'Fairway: organisation', description: 'fairway.yaml' });
