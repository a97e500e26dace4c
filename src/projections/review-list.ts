import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { reviewersOf } from '../domain/deployment/reviewers.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { header, note, text } from './parts.ts';
import type { Line, Span, View } from './view.ts';
import { anyOf, titleOf } from './words.ts';

const TITLE = 'Reviews owed';

/** What was let through and not looked at yet: why, by whom, since when it is late, and who may. */
export function reviewList(owed: readonly Deployment[], catalog: Catalog, now: Instant): View {
  if (owed.length === 0) {
    const none = 'none. Every broken glass has been looked at.';
    return { text: `${TITLE}: ${none}`, parts: [header(TITLE), text(none)] };
  }
  const plain = owed.map((d) => `${d.id} ${titleOf(d)}${isLate(d, now) ? ', overdue' : ''}`);
  return {
    text: `${TITLE}: ${plain.join('; ')}.`,
    parts: [
      header(TITLE),
      ...owed.map((d) => text(...line(d, catalog, now))),
      note(['Whoever had no part in it writes it: /release review <id> because …']),
    ],
  };
}

function line(d: Deployment, catalog: Catalog, now: Instant): Line {
  const due: readonly Span[] = d.review
    ? [isLate(d, now) ? 'overdue since ' : 'due ', { at: d.review.dueAt }]
    : [];
  const because = d.breakGlass?.because ?? '';
  return [
    { code: d.id },
    ' · ',
    { bold: titleOf(d) },
    ' · ',
    ...due,
    ' · ',
    { foreign: because },
    ' · ',
    ...anyOf(reviewersOf(d, catalog)),
  ];
}

function isLate(d: Deployment, now: Instant): boolean {
  return d.review != null && now > d.review.dueAt;
}
