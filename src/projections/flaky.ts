import { FLAKY_VERSION, type Flakiness } from '../domain/flaky/flaky-1.ts';
import type { FlakyTest } from '../domain/flaky/known.ts';
import {
  holds,
  type Quarantine,
  type QuarantineEvent,
  sayOwner,
} from '../domain/flaky/quarantine.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { failRateOf } from '../domain/stages/summary.ts';
import { between, percent } from './figures.ts';
import { askReason, header, list, note, offer, offers, text } from './parts.ts';
import type { Item, Line, Offer, View } from './view.ts';
import { plainAt } from './words.ts';

/** The flaky tests of one service, the ones most often so first. */
export interface FlakyReport {
  readonly service: string;
  readonly tests: readonly FlakyTest[];
}

const MOST_SHOWN = 20;
const MOST_OFFERED = 3;
const SHORT = 40;
const USUALLY = '14d';
const CAVEAT = `Passed and failed on one commit, in 30 days: definitions ${FLAKY_VERSION} (docs/stages.md). Commits are counted since a test first failed.`;

/** Each with how often it was flaky, when last, and who has it in quarantine until when. */
export function flakyView({ service, tests }: FlakyReport, now: Instant): View {
  const title = `Flaky tests: ${service}`;
  if (tests.length === 0) {
    const none = 'none is known. Reports are told by fairway tests, from a job of CI.';
    return { text: `${title}: ${none}`, parts: [header(title), text(none), note([CAVEAT])] };
  }
  const shown = tests.slice(0, MOST_SHOWN);
  const left = tests.length - shown.length;
  const open = shown.filter((one) => one.flakiness?.isFlaky && !heldNow(one, now));
  const held = shown.filter((one) => heldNow(one, now));
  return {
    text: `${title}: ${shown.map((one) => plain(one, now)).join('; ')}${left > 0 ? `; and ${left} more` : ''}.`,
    parts: [
      header(title),
      list(
        null,
        shown.map((one) => item(one, now)),
      ),
      note(...(left > 0 ? [[`… and ${left} more`]] : []), [CAVEAT]),
      offers([
        ...open.slice(0, MOST_OFFERED).map((one, i) => quarantineOffer(service, one.test, i)),
        ...held.slice(0, MOST_OFFERED).map((one, i) => endOffer(service, one.test, i)),
      ]),
    ],
  };
}

/** Each service in a line, never summed. */
export function flakyOverview(reports: readonly FlakyReport[], left: number, now: Instant): View {
  const title = 'Flaky tests, service by service';
  const more = left > 0 ? `and ${left} more: name one, /release flaky <service>` : null;
  const said = reports.map(({ service, tests }) => `${service}: ${countOf(tests, now)}`);
  return {
    text: `${title}: ${[...said, ...(more ? [more] : [])].join('; ')}.`,
    parts: [
      header(title),
      ...reports.map(({ service, tests }) =>
        text({ bold: service }, `: ${countOf(tests, now)}`, ...worstOf(tests)),
      ),
      ...(more ? [text(more)] : []),
      note([CAVEAT], ['Of one: ', { code: '/release flaky <service>' }]),
    ],
  };
}

function countOf(tests: readonly FlakyTest[], now: Instant): string {
  const flaky = tests.filter(({ flakiness }) => flakiness?.isFlaky).length;
  const held = tests.filter((one) => heldNow(one, now)).length;
  return flaky + held === 0 ? 'none' : `${flaky} flaky, ${held} in quarantine`;
}

function worstOf([worst]: readonly FlakyTest[]): Line {
  return worst?.flakiness
    ? [', most often ', { foreign: worst.test }, ` (${rateOf(worst.flakiness)})`]
    : [];
}

function heldNow({ quarantine }: FlakyTest, now: Instant): boolean {
  return quarantine !== null && holds(quarantine, now);
}

function item(one: FlakyTest, now: Instant): Item {
  const { test, flakiness, quarantine } = one;
  const seen: Line = flakiness?.isFlaky
    ? [` · flaky on ${rateOf(flakiness)} · last `, { at: flakiness.lastAt }]
    : [' · no longer flaky'];
  return {
    mark: heldNow(one, now) ? 'next' : 'failed',
    line: [{ foreign: test }, ...seen, ...quarantineLine(quarantine, now)],
  };
}

function quarantineLine(quarantine: Quarantine | null, now: Instant): Line {
  if (!quarantine) return [' · in no quarantine'];
  const { owner, until, because, nth, ended } = quarantine;
  const times = nth > 1 ? ` (no. ${nth})` : '';
  if (ended) return [' · ', { person: ended.by }, ` ended its quarantine${times}`];
  const who: Line = [' (', owner, '): ', { foreign: because }];
  return holds(quarantine, now)
    ? [` · in quarantine${times} until `, { at: until }, ...who]
    : [` · its quarantine${times} ended `, { at: until }, ...who];
}

function plain(one: FlakyTest, now: Instant): string {
  const { test, flakiness, quarantine } = one;
  const seen = flakiness?.isFlaky
    ? `flaky on ${rateOf(flakiness)}, last ${plainAt(flakiness.lastAt)}`
    : 'no longer flaky';
  if (!quarantine || !heldNow(one, now)) return `${test} (${seen}, in no quarantine)`;
  const { owner, until } = quarantine;
  return `${test} (${seen}, in quarantine until ${plainAt(until)}, ${sayOwner(owner)} sees to it)`;
}

/** `3 of 40 commits (7.5 %, 95 % between 2.6 % and 19.9 %)`; without a rate where there are too few. */
function rateOf({ flakyOn, of }: Flakiness): string {
  const { rate } = failRateOf({ done: of - flakyOn, failed: flakyOn });
  const counted = `${flakyOn} of ${of} ${of === 1 ? 'commit' : 'commits'}`;
  if (!rate) return counted;
  return `${counted} (${percent(rate.share)}, 95 % between ${between(rate.interval, percent)})`;
}

function quarantineOffer(service: string, test: string, i: number): Offer {
  const form = askReason(
    'quarantine',
    { test, in: service, for: USUALLY },
    {
      title: 'Quarantine for 14 days',
      submit: 'Quarantine',
      label: 'Why? It is yours until then, and its failures do not count.',
    },
  );
  const line = `/release quarantine ${quoted(test)} in ${service} for ${USUALLY}`;
  const spoken = `Quarantine ${shortOf(test)}`;
  return offer(`quarantine:${i + 1}`, `${spoken}…`, line, { spoken, form });
}

function endOffer(service: string, test: string, i: number): Offer {
  const line = `/release quarantine ${quoted(test)} end in ${service}`;
  const label = `End that of ${shortOf(test)}`;
  const spoken = `End the quarantine of ${shortOf(test)}`;
  return offer(`quarantine:end:${i + 1}`, label, line, { spoken });
}

/** Its end tells tests apart: they begin with where they lie. */
function shortOf(test: string): string {
  const name = test.split('::').at(-1) ?? test;
  return name.length <= SHORT ? name : `…${name.slice(1 - SHORT)}`;
}

/** As the grammar prints a word that is more than one. */
function quoted(test: string): string {
  return `'${test.replaceAll("'", `'"'"'`)}'`;
}

/** What somebody is told in person of a quarantine that is theirs. */
export function quarantineWord({ what, by }: QuarantineEvent, held: Quarantine): View {
  const { service, test, until, because, owner } = held;
  const show = offer('flaky:show', 'Show', `/release flaky ${service}`, {
    spoken: `Show the flaky tests of ${service}`,
  });
  if (what === 'over') {
    const counts = `its failures fail the build of ${service} again. Mend it, or say why it needs longer.`;
    return {
      text: `The quarantine of ${test} is over (${sayOwner(owner)} had it): ${counts} /release flaky ${service}`,
      parts: [
        text('The quarantine of ', { foreign: test }, ' is over (', owner, ` had it): ${counts}`),
        offers([show, quarantineOffer(service, test, 0)]),
      ],
    };
  }
  const yours = `in quarantine until ${plainAt(until)}, and it is yours to see to it`;
  return {
    text: `${by} put ${test} of ${service} ${yours}: ${because}. /release flaky ${service}`,
    parts: [
      text({ person: by }, ' put ', { foreign: test }, ` of ${service} ${yours}: `, {
        foreign: because,
      }),
      offers([show]),
    ],
  };
}
