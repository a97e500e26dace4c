import { pathOf } from '../domain/catalog/find.ts';
import { type Cadence, type Deviation, deviations, timesOf } from '../domain/governance/cadence.ts';
import { sayRecurrence } from '../domain/governance/weekly.ts';
import type { Context } from '../ports/context.ts';
import type { Line } from '../projections/view.ts';

/** More schedules than there may be. */
const MOST = 200;

/** Every service whose schedules are not those of its cadence, in one environment or (undefined) in all. */
export async function astrayOf(
  { catalog, records }: Pick<Context, 'catalog' | 'records'>,
  environment: string | undefined,
): Promise<readonly Line[]> {
  const { cadences = [] } = catalog();
  const here = cadences.filter(({ to }) => environment === undefined || to === environment);
  if (here.length === 0) return [];
  const schedules = await records.schedules(MOST);
  return here.flatMap((cadence) =>
    deviations(cadence, schedules).map((one) =>
      lineOf(cadence, one, fromOf({ catalog }, cadence, one)),
    ),
  );
}

function fromOf({ catalog }: Pick<Context, 'catalog'>, { to }: Cadence, { service }: Deviation) {
  const found = catalog().services.find(({ name }) => name === service);
  const path = found ? pathOf(catalog(), found).map(({ name }) => name) : [];
  return path[path.indexOf(to) - 1] ?? '<environment>';
}

function lineOf(cadence: Cadence, { service, why }: Deviation, from: string): Line {
  const every = sayRecurrence(timesOf(cadence));
  return [
    'Cadence ',
    { bold: cadence.name },
    ` (${cadence.to}, every ${every}): `,
    { bold: service },
    ` ${why}: `,
    { code: `/release schedule ${service} from ${from} to ${cadence.to} every ${every}` },
  ];
}
