import { beganAt, type Incident } from '../incident/incident.ts';
import type { Entry } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { confidenceOf, wordFor } from './confidence.ts';
import { nameRelation } from './relation-words.ts';
import type { Ranking, Suspect } from './suspects.ts';
import {
  cleared,
  type Found,
  type Named,
  type Said,
  type SuspectDeed,
  type Suspicion,
  type SuspicionChange,
} from './suspicion.ts';

/** Nobody acts on the sixth. */
const MOST_NAMED = 5;
/** A message that is edited without end is read by nobody. */
const MOST_EDITS = 40;
const MOST_DEEDS = 50;
/** A smaller move of a likelihood is no news. */
const NEWS = 0.05;

/** What a ranking makes of a suspicion: null when nothing is new in it, or when enough was said. */
export function say(
  before: Suspicion | null,
  incident: Incident,
  ranking: Ranking,
  now: Instant,
): SuspicionChange | null {
  const said = saidOf(ranking, now);
  if (before && (sameNews(before.last, said) || before.revision >= MOST_EDITS)) return null;
  const { id, service, environment } = incident;
  const row: Suspicion = before
    ? {
        ...before,
        beganAt: beganAt(incident),
        first: before.first.named.length === 0 ? said : before.first,
        last: said,
        revision: before.revision + 1,
      }
    : {
        incident: id,
        ...{ service, environment, beganAt: beganAt(incident) },
        ...(incident.alerts.length === 0 ? { isReported: true } : {}),
        ...{ first: said, last: said, deeds: [], cause: null, revision: 0 },
      };
  const entry = {
    what: 'suspected',
    by: 'fairway',
    at: now,
    evidence: {
      named: said.named.map(({ subject, likelihood }) => ({
        subject,
        permille: Math.round(likelihood * 1000),
      })),
      nobodyPermille: Math.round(said.nobody * 1000),
      others: said.others,
    },
  };
  return written(row, entry, before?.last.named);
}

function saidOf(ranking: Ranking, at: Instant): Said {
  const named = ranking.suspects.slice(0, MOST_NAMED).map(nameOf);
  const others = ranking.suspects.length - named.length;
  return { at, confidence: confidenceOf(ranking), named, others, nobody: ranking.nobody };
}

function nameOf(one: Suspect): Named {
  const { subject, kind, service, environment, version, by, likelihood, moment, weights } = one;
  const { elsewhere } = one;
  const relation = nameRelation(one.relations);
  return {
    subject,
    kind,
    service,
    environment,
    version,
    by,
    likelihood,
    moment,
    weights,
    relation,
    ...(elsewhere ? { elsewhere } : {}),
  };
}

function sameNews(a: Said, b: Said): boolean {
  return (
    a.confidence === b.confidence &&
    a.named.length === b.named.length &&
    a.named.every((one, i) => {
      const other = b.named[i];
      if (other?.subject !== one.subject) return false;
      const moved = Math.abs(other.likelihood - one.likelihood);
      return moved < NEWS && other.moment?.percent === one.moment?.percent;
    })
  );
}

/** Somebody says that it was not this: it is named no more, and what is left is weighed without it. */
export function clear(
  s: Suspicion,
  { subject, by, because }: Pick<SuspectDeed, 'subject' | 'by' | 'because'>,
  now: Instant,
): SuspicionChange | Refusal {
  const earlier = s.deeds.find((one) => one.what === 'not-cause' && one.subject === subject);
  if (earlier) {
    return refuse('already-cleared', `${earlier.by} said before that it was not ${subject}.`, {
      line: `/release suspects ${s.incident}`,
    });
  }
  const found = s.last.named.find((one) => one.subject === subject);
  if (!found) {
    return refuse('not-suspected', `Nobody suspects ${subject} of ${s.incident}.`, {
      fix: `Suspected are: ${s.last.named.map((one) => one.subject).join(', ') || 'none'}.`,
    });
  }
  const deed: SuspectDeed = { subject, what: 'not-cause', by, at: now, because, id: null };
  const last = without(s.last, found, now);
  return done(s, deed, { last, cause: s.cause?.subject === subject ? null : s.cause });
}

function without(said: Said, out: Named, at: Instant): Said {
  const left = 1 - out.likelihood;
  const named = said.named
    .filter((one) => one !== out)
    .map((one) => ({ ...one, likelihood: left > 0 ? one.likelihood / left : 0 }));
  const nobody = left > 0 ? said.nobody / left : 1;
  const [first] = named;
  return { ...said, at, named, nobody, confidence: first ? wordFor(first.likelihood) : null };
}

/** Somebody held or returned a suspect: null when that is known, or it is none. */
export function act(s: Suspicion, deed: SuspectDeed): SuspicionChange | null {
  const known = s.deeds.some((one) => one.subject === deed.subject && one.what === deed.what);
  const suspected = s.last.named.some(({ subject }) => subject === deed.subject);
  if (known || !suspected || s.deeds.length >= MOST_DEEDS) return null;
  return done(s, deed, {});
}

function done(s: Suspicion, deed: SuspectDeed, more: Partial<Suspicion>): SuspicionChange {
  const row = { ...s, ...more, deeds: [...s.deeds, deed], revision: s.revision + 1 };
  const { subject, what, by, at, because, id } = deed;
  const other = what === 'changed-again' ? 'change' : 'rollback';
  return written(row, { what, by, at, evidence: { suspect: subject, because, [other]: id } });
}

/**
 * What it was, once the incident is over: what people named as its cause, else the suspect whose rollback ended
 * it. Null where neither is known, or that was recorded before: such an incident counts neither way.
 * @param serviceOf of a deployment that people named; null for one that nobody knows
 */
export function settle(
  s: Suspicion,
  incident: Incident,
  now: Instant,
  serviceOf: ServiceOf = () => null,
): SuspicionChange | null {
  const cause = named(s, incident, serviceOf) ?? endedBy(s, incident, serviceOf);
  if (!cause || cause.subject === s.cause?.subject) return null;
  const row = { ...s, cause, revision: s.revision + 1 };
  const rank = s.first.named.findIndex(({ subject }) => subject === cause.subject);
  return written(row, {
    what: 'cause-found',
    by: cause.by,
    at: now,
    evidence: { cause: cause.subject, how: cause.how, namedAs: rank === -1 ? null : rank + 1 },
  });
}

type ServiceOf = (deployment: string) => string | null;

/** What was only tried for it is not named. */
function named(s: Suspicion, { links }: Incident, serviceOf: ServiceOf): Found | null {
  const link = links.findLast(({ role, tried }) => role === 'cause' && tried === undefined);
  if (!link) return null;
  const { deployment: subject, by, at } = link;
  return {
    subject,
    service: serviceIn(s, subject) ?? serviceOf(subject) ?? '',
    by,
    at,
    how: 'named',
  };
}

function serviceIn({ first, last }: Suspicion, subject: string): string | null {
  return [...last.named, ...first.named].find((one) => one.subject === subject)?.service ?? null;
}

/** A trouble that ends within the hour after something was taken back, here or elsewhere, was most likely that. */
const ENDS_WITHIN_MS = 3_600_000;

function endedBy(s: Suspicion, { resolved, links }: Incident, serviceOf: ServiceOf): Found | null {
  if (!resolved) return null;
  const out = new Set(cleared(s));
  // What was taken back for it counts as well where nobody suspected it: otherwise we would seem right too often.
  const tries = links.flatMap(({ tried, deployment: subject, by, at }) =>
    tried === 'rolled back' ? [{ subject, by, at, what: 'rolled-back' } as const] : [],
  );
  const back = [...tries, ...s.deeds].findLast(
    ({ what, subject, at }) =>
      (what === 'rolled-back' || what === 'changed-again') &&
      !out.has(subject) &&
      at <= resolved.at &&
      resolved.at - at <= ENDS_WITHIN_MS,
  );
  const service = back && (serviceIn(s, back.subject) ?? serviceOf(back.subject));
  if (!back || !service) return null;
  const { subject, by, at } = back;
  const how =
    back.what === 'rolled-back' ? 'ended by its rollback' : 'ended when it was changed again';
  return { subject, service, by, at, how };
}

function written(
  row: Suspicion,
  entry: Omit<Entry, 'subject'>,
  until: readonly Named[] = [],
): SuspicionChange {
  const { incident: id, service, environment, revision, last } = row;
  const named = new Set(last.named.map(({ subject }) => subject));
  const dropped = until.flatMap(({ subject }) => (named.has(subject) ? [] : [subject]));
  return {
    rows: [{ table: 'suspicion', row }],
    ledger: [{ subject: id, ...entry }],
    events: [
      {
        ...{ type: 'suspicion', id, service, environment, revision },
        ...(dropped.length > 0 ? { dropped } : {}),
      },
    ],
  };
}
