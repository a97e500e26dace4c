import { collectDefaultMetrics, Gauge, Registry } from '@prometheus-io/client';
import type { SpikeCount } from '../domain/deployment/spike.ts';
import type { RuleTime } from '../domain/deployment/time-to-approve.ts';
import type { Backlog } from '../ports/backlog.ts';
import { pipelineOf } from './run-meter.ts';
import { createSpikeCounter } from './spike-metrics.ts';

type Counted = Exclude<keyof Backlog, 'deployments' | 'active'>;

/** Name, help and source of each plain number. One line each. */
// biome-ignore format: one line per metric is the point of the table
const PLAIN: readonly (readonly [string, string, Counted])[] = [
  ['fairway_outbox_untold', 'Events recorded that not every subscriber has heard.', 'untoldEvents'],
  ['fairway_inbox_unfinished', 'Acts of people received and not yet finished.', 'unfinishedActs'],
  ['fairway_messages_unsent', 'Messages that do not show their latest state yet.', 'unsentMessages'],
  ['fairway_messages_parked', 'Messages that are never sent again by themselves.', 'parkedMessages'],
  ['fairway_emissions_unsent', 'Events and traces that machines outside have not taken yet.', 'unsentEmissions'],
  ['fairway_deployments_unattended', 'Deployments with no wake-up to come and nobody asked by name.', 'unattendedDeployments'],
  ['fairway_deployments_overdue', 'Deployments due for a minute that no worker has in hand.', 'overdueDeployments'],
  ['fairway_out_of_band', 'Targets where something serves that no deployment put there, and nobody has said why.', 'outOfBand'],
  ['fairway_breaker_open', 'Lines that are stopped, or on which one deployment may try.', 'stoppedLines'],
  ['fairway_deployments_emergency', 'Deployments for which the glass was ever broken.', 'emergencies'],
  ['fairway_reviews_owed', 'Reviews of broken glasses that nobody has written yet.', 'reviewsOwed'],
  ['fairway_reviews_overdue', 'Reviews of broken glasses that are later than they may be.', 'reviewsOverdue'],
];

/** Well within the ten seconds that Prometheus waits: what the process itself is like must get out. */
const PATIENCE_MS = 3_000;

interface Sources {
  readonly backlog: () => Promise<Backlog>;
  /** How long each approval rule took to be met lately. */
  readonly approvals: () => Promise<readonly RuleTime[]>;
  /** The calendars that others keep; left out: none. */
  readonly calendars?: () => Promise<readonly CalendarHealth[]>;
  /** How often people were served worse, as this process has seen it; left out: it sees nothing. */
  readonly spikes?: () => readonly SpikeCount[];
  /** How deployments went that this process was told the end of; left out: it counts none. */
  readonly runs?: Pick<Registry, 'metrics'>;
}

/** How a calendar that others keep is read. */
export interface CalendarHealth {
  readonly calendar: string;
  readonly failing: boolean;
  /** Milliseconds since the epoch; null: never. */
  readonly seenAt: number | null;
}

/**
 * Fairway's own metrics in Prometheus text format: how much waits, how often people were served worse, and
 * the process itself. Numbers of rows are read when asked for; while the database is away they are missing
 * and `fairway_database_up` is 0, since an old number would look like a fresh one.
 */
export function createMetrics({
  backlog: readBacklog,
  approvals: readApprovals,
  calendars: readCalendars = async () => [],
  spikes: seen = () => [],
  runs,
}: Sources) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const up = new Gauge({
    name: 'fairway_database_up',
    help: 'Whether the database answered this scrape.',
    registers,
  });
  const deployments = new Gauge({
    name: 'fairway_deployments',
    help: 'Deployments recorded, by status.',
    labelNames: ['status'],
    registers,
  });
  const active = createActiveGauge(registers);
  const plain = PLAIN.map(([name, help, source]) => {
    return { gauge: new Gauge({ name, help, registers }), source };
  });
  const approvals = createApprovalGauges(registers);
  const calendars = createCalendarGauges(registers);
  const spikes = createSpikeCounter(registers);
  return async (): Promise<string> => {
    const [backlog, rules, feeds] = await Promise.all([
      inTime(readBacklog),
      inTime(readApprovals),
      inTime(readCalendars),
    ]);
    approvals.show(rules ?? []);
    calendars.show(feeds ?? []);
    spikes.show(seen());
    up.set(backlog === null ? 0 : 1);
    show(backlog);
    return [await registry.metrics(), ...(runs ? [await runs.metrics()] : [])].join('\n');
  };

  function show(backlog: Backlog | null): void {
    deployments.reset();
    active.show(backlog?.active ?? []);
    for (const [status, n] of Object.entries(backlog?.deployments ?? {})) {
      deployments.set({ status }, n);
    }
    for (const { gauge, source } of plain) {
      if (backlog === null) gauge.remove();
      else gauge.set(backlog[source]);
    }
  }
}

/** What is under way, in the words of OpenTelemetry's CI/CD conventions. */
function createActiveGauge(registers: Registry[]) {
  const active = new Gauge({
    name: 'cicd_pipeline_run_active',
    help: 'Deployments under way: pending while they wait to start, executing from there.',
    labelNames: ['cicd_pipeline_name', 'cicd_pipeline_run_state'],
    registers,
  });
  return {
    show(all: Backlog['active']): void {
      active.reset();
      for (const { n, status, ...of } of all) {
        const cicd_pipeline_run_state = status === 'running' ? 'executing' : 'pending';
        active.set({ cicd_pipeline_name: pipelineOf(of), cicd_pipeline_run_state }, n);
      }
    },
  };
}

/** How long people wait for each other, rule by rule; a rule that was not asked lately is not there. */
function createApprovalGauges(registers: Registry[]) {
  const seconds = new Gauge({
    name: 'fairway_approval_seconds',
    help: 'From the request to the yes that met the rule, over the last week.',
    labelNames: ['rule', 'quantile'],
    registers,
  });
  const waiting = new Gauge({
    name: 'fairway_approvals_waiting',
    help: 'Requests of the last week that wait for this rule.',
    labelNames: ['rule'],
    registers,
  });
  const byWay = new Gauge({
    name: 'fairway_approval_way_seconds',
    help: 'From the request to the yes that met the rule, over the last week, by the way of that yes.',
    labelNames: ['rule', 'way', 'quantile'],
    registers,
  });
  return {
    show(rules: readonly RuleTime[]): void {
      for (const gauge of [seconds, waiting, byWay]) gauge.reset();
      for (const { rule, met, medianMs, slowMs, waiting: n, ways } of rules) {
        waiting.set({ rule }, n);
        if (met === 0) continue;
        seconds.set({ rule, quantile: '0.5' }, medianMs / 1_000);
        seconds.set({ rule, quantile: '0.9' }, slowMs / 1_000);
        for (const { way, ...took } of ways) {
          byWay.set({ rule, way, quantile: '0.5' }, took.medianMs / 1_000);
          byWay.set({ rule, way, quantile: '0.9' }, took.slowMs / 1_000);
        }
      }
    },
  };
}

/** Whether what others close is known, and as of when. */
function createCalendarGauges(registers: Registry[]) {
  const failing = new Gauge({
    name: 'fairway_calendar_failing',
    help: 'Whether the last look at a calendar that others keep failed: its last good copy is in force.',
    labelNames: ['calendar'],
    registers,
  });
  const seen = new Gauge({
    name: 'fairway_calendar_read_timestamp_seconds',
    help: 'When a calendar that others keep was last read without a fault; 0: never.',
    labelNames: ['calendar'],
    registers,
  });
  return {
    show(all: readonly CalendarHealth[]): void {
      failing.reset();
      seen.reset();
      for (const { calendar, failing: fails, seenAt } of all) {
        failing.set({ calendar }, fails ? 1 : 0);
        seen.set({ calendar }, (seenAt ?? 0) / 1_000);
      }
    },
  };
}

async function inTime<T>(read: () => Promise<T>): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), PATIENCE_MS);
  const found = await Promise.race([read().catch(() => null), late]);
  clearTimeout(timer);
  return found;
}
