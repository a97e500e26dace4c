import fc from 'fast-check';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { withDays } from '../../../src/domain/governance/holidays.ts';
import { Blackout, type InFlight, ReleaseWindow } from '../../../src/domain/governance/window.ts';
import type { DayName, DrawnTimes } from './oracle.ts';

export interface Drawn extends DrawnTimes {
  readonly inFlight: InFlight;
}

export interface Rules {
  readonly beginning: string;
  readonly blackouts: readonly Drawn[];
  readonly windows: readonly Drawn[];
  readonly approval: boolean;
}

/** A line somebody types, what somebody does to the newest, minutes in which all goes on, or in which nobody looks. */
export type Act = string | { readonly minutes: number } | { readonly away: number };

/** The days before and on which clocks change somewhere, a leap day, a turn of the year, and an ordinary one. */
const BEGINNINGS = [
  '2026-03-28T12:00Z',
  '2026-10-24T12:00Z',
  '2026-04-04T03:00Z',
  '2028-02-28T12:00Z',
  '2026-12-31T12:00Z',
  '2026-11-18T10:00Z',
];
const LISTED = ['2026-03-28', '2026-03-29', '2026-10-25', '2026-04-05', '2028-02-29', '2027-01-01'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'UTC'];
const WEEK: readonly DayName[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const listed = fc.uniqueArray(fc.constantFrom(...LISTED), { minLength: 1, maxLength: 4 });
const common = {
  zone: fc.constantFrom(...ZONES),
  // Not the hours that a change of clocks leaves out or brings twice: what a rule means there is another question.
  clock: fc.constantFrom('00:00', '04:30', '09:00', '11:00', '12:15', '16:00', '22:30'),
  inFlight: fc.constantFrom<InFlight>('finish', 'pause', 'roll-back'),
};
const recurring = fc.record({
  ...common,
  minutes: fc.constantFrom(20, 60, 240, 600),
  weekdays: fc.uniqueArray(fc.constantFrom(...WEEK), { minLength: 1 }),
  days: fc.oneof(fc.constant([]), listed),
});
const opening = fc.record({
  ...common,
  minutes: fc.constantFrom(240, 600, 1300),
  weekdays: fc.oneof(
    fc.constant([...WEEK]),
    fc.uniqueArray(fc.constantFrom(...WEEK), { minLength: 3 }),
  ),
  days: fc.oneof(fc.constant([]), listed),
});
const holidays = fc.record({
  ...common,
  minutes: fc.constant(1440),
  weekdays: fc.constant<DayName[]>([]),
  days: listed,
});

export const rules: fc.Arbitrary<Rules> = fc.record({
  beginning: fc.constantFrom(...BEGINNINGS),
  blackouts: fc.array(fc.oneof(recurring, holidays), { maxLength: 2 }),
  windows: fc.oneof(fc.constant([]), fc.array(opening, { maxLength: 2 })),
  approval: fc.boolean(),
});

const version = fc.constantFrom('1.1.0', '1.2.0', '1.3.0', '1.4.0');
const how = fc.constantFrom(
  '',
  '',
  '--wait',
  '--wait --queue',
  '--wait --replace',
  'at +20m --wait',
  'at +90m --wait',
);
const deploy = fc
  .tuple(version, how)
  .map(([v, w]) => `/deploy shop@${v} to production ${w}`.trim());
const other = fc.constantFrom(
  'approve',
  'approve',
  'pause',
  'resume',
  'fault',
  '/rollback shop in production',
  '/release blackout add production for 45m because x',
  '/release blackout add shop in production for 180m because y',
  '/release blackout end production',
);
const passing = fc.oneof(
  fc.constantFrom(1, 5, 20, 60).map((minutes) => ({ minutes })),
  fc.constantFrom(100, 200, 700).map((away) => ({ away })),
);
export const history: fc.Arbitrary<readonly Act[]> = fc.array(fc.oneof(deploy, other, passing), {
  minLength: 8,
  maxLength: 30,
});

/** The example organisation with these rules: one environment without a preview, minutes between start and exposure. */
export function catalogOf({ blackouts, windows, approval }: Rules, example: Catalog): Catalog {
  const strategy = { kind: 'blue-green' as const, rehearse: 400_000, bake: 60_000 };
  return {
    ...example,
    environments: example.environments
      .filter(({ name }) => name === 'production')
      .map((one) => ({ ...one, protected: false })),
    services: example.services.map((one) => {
      const { production } = one.environments;
      return {
        ...one,
        environments: production ? { production: { ...production, strategy } } : {},
      };
    }),
    approvals: approval
      ? [{ name: 'p', environments: ['production'], groups: ['sre'], quorum: 1 }]
      : [],
    blackouts: blackouts.map((one, i) =>
      withDays(Blackout.parse(formOf(one, `b${i}`)), listsOf(one)),
    ),
    windows: windows.map((one, i) =>
      withDays(ReleaseWindow.parse(formOf(one, `w${i}`)), listsOf(one)),
    ),
  };
}

function listsOf({ days }: Drawn) {
  return [{ name: 'listed', days }];
}

function formOf({ zone, clock, minutes, weekdays, days, inFlight }: Drawn, name: string) {
  const form = { name, environments: ['production'], owner: 'platform', zone, inFlight };
  if (weekdays.length === 0) return { ...form, from: 'listed', for: '1d' };
  const repeat = `FREQ=WEEKLY;BYDAY=${weekdays.join(',')}`;
  const except = days.length > 0 ? { except: ['listed'] } : {};
  return { ...form, from: `2026-01-01T${clock}`, for: `${minutes}m`, repeat, ...except };
}
