import fc from 'fast-check';
import type { Catalog, Service } from '../../../src/domain/catalog/catalog.ts';
import { BoardRule } from '../../../src/domain/governance/board.ts';
import { BreakGlassRule } from '../../../src/domain/governance/break-glass.ts';
import { withDays } from '../../../src/domain/governance/holidays.ts';
import { Train } from '../../../src/domain/governance/train.ts';
import { Blackout, type InFlight, ReleaseWindow } from '../../../src/domain/governance/window.ts';
import { type Beyond, withBeyond } from './beyond.ts';
import { type Drawn, formOf, listsOf } from './forms.ts';
import type { Name } from './live.ts';
import type { DayName } from './oracle.ts';

export interface Rules {
  readonly beginning: string;
  readonly blackouts: readonly Drawn[];
  readonly windows: readonly Drawn[];
  readonly approval: boolean;
  /** The change advisory board votes, and staging comes before production. */
  readonly board: boolean;
  readonly staged: boolean;
  /** When the train leaves, in UTC; left out: at 13:00. */
  readonly departs?: string;
  /** What closes at times without anybody's word; left out: nothing does. */
  readonly beyond?: { readonly kind: Beyond; readonly times: Drawn };
}

/**
 * A line somebody types, what somebody does to the newest that waits or runs, minutes in which all goes on, or in
 * which nobody looks; a provider that fails, and a version that is built again.
 */
export type Act =
  | { readonly by: Name; readonly says: string }
  | { readonly by: Name; readonly does: string }
  | { readonly minutes: number }
  | { readonly away: number }
  | { readonly fault: string }
  | { readonly rebuild: string };

/** The days before and on which clocks change somewhere, a leap day, a turn of the year, and an ordinary one. */
export const BEGINNINGS = [
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
export const recurring = fc.record({
  ...common,
  minutes: fc.constantFrom(20, 60, 240, 600),
  weekdays: fc.uniqueArray(fc.constantFrom(...WEEK), { minLength: 1 }),
  days: fc.oneof(fc.constant([]), listed),
});
export const opening = fc.record({
  ...common,
  minutes: fc.constantFrom(240, 600, 1300),
  weekdays: fc.oneof(
    fc.constant([...WEEK]),
    fc.uniqueArray(fc.constantFrom(...WEEK), { minLength: 3 }),
  ),
  days: fc.oneof(fc.constant([]), listed),
});
export const holidays = fc.record({
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
  board: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
  staged: fc.oneof(fc.constant(false), fc.boolean()),
});

const version = fc.constantFrom(
  ...['1.1.0', '1.2.0', '1.3.0', '1.4.0'].map((one) => `shop@${one}`),
  ...['on', 'beta'].map((one) => `basket@${one}`),
);
const how = fc.constantFrom(
  '',
  '',
  '--wait',
  '--wait --queue',
  '--wait --replace',
  'at +20m --wait',
  'at +90m --wait',
  '--wait --fixes INC-7',
);
const GREEN = '/release schedule shop to production when staging green for 5m --yes';
const EVERY = '/release schedule shop from staging to production every day at 13:00 UTC --yes';
const says = (by: Name, line: string): Act => ({ by, says: line });
const does = (by: Name, what: string): Act => ({ by, does: what });

/** Where staging comes first it is brought there before, mostly. */
const deploy = fc
  .tuple(fc.constantFrom<Name>('ana', 'ana', 'ana', 'bo'), version, how, fc.integer({ max: 3 }))
  .map(([by, v, w, first]) => [
    ...(first === 0 ? [] : [says(by, `/deploy ${v} to staging`)]),
    ...(first === 1 ? [{ minutes: 1 }] : []),
    says(by, `/deploy ${v} to production ${w}`.trim()),
  ]);
const decided = fc.constantFrom<Act[]>(
  [does('bo', 'approve')],
  [does('bo', 'approve')],
  [does('chen', 'approve')],
  [does('bo', 'approve --when-green')],
  [does('chen', 'vote yes'), does('dana', 'vote yes')],
  [does('dana', 'vote no because x')],
);
const broken = fc.constantFrom<Act[]>(
  [does('ana', 'break-glass because x')],
  [does('ana', 'break-glass because x'), does('bo', 'break-glass --approve')],
  [
    does('ana', 'break-glass because x'),
    does('bo', 'break-glass --approve'),
    does('dana', 'break-glass --approve'),
  ],
  [does('ana', 'break-glass --withdraw')],
);
const locked = fc.constantFrom<Act[]>(
  [says('bo', '/release lock shop in production for 45m because x')],
  [says('chen', '/release lock everything in production for INC-7 --lasts 90m because y')],
  [says('bo', '/release lock basket in production for 45m because x')],
  [says('bo', '/release unlock shop in production')],
  [says('chen', '/release unlock everything in production')],
);
const other = fc.constantFrom<Act[]>(
  [does('bo', 'pause')],
  [does('bo', 'resume')],
  [{ fault: 'busy' }],
  [{ rebuild: '1.2.0' }],
  [says('ana', '/rollback shop in production')],
  [says('ana', '/release blackout add production for 45m because x')],
  [says('ana', '/release blackout add shop in production for 180m because y')],
  [says('bo', '/release blackout end production')],
);
/** On a train, ready or not, and orders that ask by themselves. */
const standing = fc.constantFrom<Act[]>(
  ...['1.1.0', '1.3.0'].map((one): Act[] => [
    says('ana', `/release train join daily shop@${one}`),
    ...(['eli', 'chen'] as const).map((who) => says(who, '/release train ready daily shop')),
    { minutes: 90 },
  ]),
  [says('ana', '/release train join daily shop@1.2.0'), { minutes: 90 }],
  [says('ana', '/release train join daily basket@on'), { minutes: 90 }],
  [says('bo', '/release train hold daily because x'), { minutes: 60 }],
  [says('bo', '/release train release daily')],
  [says('ana', '/deploy shop@1.1.0 to staging'), says('ana', GREEN), { minutes: 20 }],
  [says('ana', '/deploy shop@1.2.0 to staging'), says('ana', EVERY), { minutes: 90 }],
);
const passing = fc.oneof(
  fc.constantFrom(1, 5, 20, 60).map((minutes): Act[] => [{ minutes }]),
  fc.constantFrom(100, 200, 700).map((away): Act[] => [{ away }]),
);
export const history: fc.Arbitrary<readonly Act[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: deploy },
      { weight: 2, arbitrary: decided },
      { weight: 1, arbitrary: broken },
      { weight: 1, arbitrary: locked },
      { weight: 2, arbitrary: other },
      { weight: 2, arbitrary: standing },
      { weight: 3, arbitrary: passing },
    ),
    { minLength: 8, maxLength: 24 },
  )
  .map((parts) => parts.flat());

/** The example organisation with these rules: one environment without a preview, minutes between start and exposure. */
export function catalogOf(drawn: Rules, example: Catalog): Catalog {
  const { blackouts, windows, approval, board, staged, departs = DAILY.at } = drawn;
  const strategy = { kind: 'blue-green' as const, rehearse: 400_000, bake: 60_000 };
  const catalog: Catalog = {
    ...example,
    environments: example.environments
      .filter(({ name }) => staged || name === 'production')
      .map((one) => ({ ...one, protected: false })),
    services: [...example.services, flagLike(example)].map((one) => {
      const { production, staging } = one.environments;
      return {
        ...one,
        environments: {
          ...(staged && staging ? { staging } : {}),
          ...(production ? { production: { ...production, strategy } } : {}),
        },
      };
    }),
    approvals: approval
      ? [{ name: 'p', environments: ['production'], groups: ['sre', 'platform'], quorum: 1 }]
      : [],
    trains: [{ ...DAILY, at: departs }],
    cab: board ? BOARD : undefined,
    // Its incidents are kept elsewhere: what is said of one is taken at its word.
    alerts: [],
    breakGlass: BreakGlassRule.parse({ groups: ['sre', 'release-managers'], lasts: '60m' }),
    blackouts: blackouts.map((one, i) =>
      withDays(Blackout.parse(formOf(one, `b${i}`)), listsOf(one)),
    ),
    windows: windows.map((one, i) =>
      withDays(ReleaseWindow.parse(formOf(one, `w${i}`)), listsOf(one)),
    ),
  };
  return withBeyond(catalog, drawn);
}

/** A flag beside the services of the example, owned and placed as the shop is. */
function flagLike(example: Catalog): Service {
  const shop = example.services.find(({ name }) => name === 'shop');
  if (!shop) throw new Error('the example has no shop');
  const target = {
    variants: { on: true, off: false },
    states: {
      off: { serve: 'off' },
      on: { serve: 'on' },
      beta: { serve: 'off', targeting: { if: [{ '==': [{ var: 'plan' }, 'beta'] }, 'on', null] } },
    },
  };
  const placed = Object.entries(shop.environments).map(([name, one]) => {
    const { strategy, criteria } = one;
    return [name, { strategy, criteria, target }] as const;
  });
  const { owners, tier } = shop;
  const said = { aliases: [], owners, tier, tags: [], capability: null, provider: 'flags' };
  return { name: 'basket', ...said, environments: Object.fromEntries(placed) };
}

const BOARD = BoardRule.parse({
  environments: ['production'],
  groups: ['platform'],
  businessSeat: 'release-managers',
});

/** It leaves an hour after most histories begin. */
const DAILY = {
  name: 'daily',
  ...Train.parse({
    to: 'production',
    waves: [['shop', 'basket']],
    days: WEEK.map((day) => day.toLowerCase()),
    at: '13:00',
    zone: 'UTC',
    cutOff: '5m',
    driver: 'platform',
  }),
};
