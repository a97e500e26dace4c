import type { Access } from '../domain/deployment/access.ts';
import { header, list, note } from './parts.ts';
import type { Item, View } from './view.ts';

/** Who may what, person by person and rule by rule, with the services it is about. */
export function accessReview(title: string, all: readonly Access[], version: string): View {
  const lines = linesOf(all);
  const since = `Since the configuration ${version.slice(0, 12)} was loaded; since when before that, the history of its files says.`;
  return {
    text: `${title}: ${lines.map((one) => `${one.who} ${one.what}`).join('; ')}. ${since}`,
    parts: [
      header(title),
      list(
        null,
        lines.map(
          (one): Item => ({
            mark: 'plain',
            line: [{ person: one.who }, ' ', { foreign: one.what }],
          }),
        ),
      ),
      note([since], ['As a table: ', { code: 'fairway access-review <folder>' }]),
    ],
  };
}

function linesOf(all: readonly Access[]) {
  const grouped = new Map<string, { readonly first: Access; readonly services: string[] }>();
  for (const one of all) {
    const key = [one.environment, one.person, one.may, one.rule, ...one.groups].join('\n');
    const found = grouped.get(key);
    if (found) found.services.push(one.service);
    else grouped.set(key, { first: one, services: [one.service] });
  }
  return [...grouped.values()].map(({ first, services }) => {
    const by = first.groups.length > 0 ? ` through ${first.groups.join(' and ')}` : '';
    const lame = first.account ? '' : ', but has no account';
    const what = `may ${first.may} ${few(services)} in ${first.environment} by ${first.rule}${by}${lame}`;
    return { who: first.person, what };
  });
}

const MOST = 5;

function few(services: readonly string[]): string {
  const more = services.length - MOST;
  return `${services.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const COLUMNS = ['environment', 'service', 'person', 'may', 'rule', 'groups', 'account'] as const;

/** The same as RFC 4180 has it, one right a line; what a sheet would take for a formula is harmless. */
export function accessTable(all: readonly Access[]): readonly string[] {
  const rows = all.map((one) =>
    COLUMNS.map((column) => {
      const value = one[column];
      return cell(typeof value === 'object' ? value.join(' ') : String(value));
    }).join(','),
  );
  return [COLUMNS.join(','), ...rows];
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
