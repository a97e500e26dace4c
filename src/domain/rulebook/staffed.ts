import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { requirementsThere } from '../deployment/slots.ts';
import { covers, type ReleaseWindow } from '../governance/window.ts';
import type { Instant } from '../kernel/time.ts';
import { askersOf } from './askers.ts';
import type { Finding } from './finding.ts';
import { gapThere } from './gap-there.ts';
import { type Gap, type Presence, presenceIn, sayAskers, sayHour } from './hours.ts';
import { type Aim, aimsOf } from './targets.ts';

/** What a rule asks for in one place, with those of it who could press and those of them who may ask. */
interface Shift extends Aim {
  readonly rule: string;
  readonly quorum: number;
  readonly able: readonly string[];
  readonly askers: readonly string[];
  readonly windows: readonly ReleaseWindow[];
}

/**
 * Hours of the week in which too few of those a rule asks are at work, whoever asks; and hours in which one of them
 * who may ask is there, and too few of the others. A ladder that ends with somebody closes them. Who has no working
 * hours is always there; hours outside release windows, in which nothing starts anyway, are left alone.
 */
export function staffed(catalog: Catalog): readonly Finding[] {
  const presence = presenceIn(catalog);
  const shifts = aimsOf(catalog)
    .flatMap((aim) => shiftsOf(aim, catalog))
    .filter(({ able, quorum }) => able.length >= quorum);
  return [
    ...once(shifts, () => []).flatMap((shift) => nobodyThere(shift, presence)),
    ...once(shifts, ({ askers }) => askers).flatMap((shift) => nobodyElseThere(shift, presence)),
  ];
}

/** Of what a rule asks for, of whom and at which hours, the first place. */
function once(shifts: readonly Shift[], also: (shift: Shift) => readonly string[]) {
  const all = shifts.map((shift) => {
    const { rule, able, windows } = shift;
    const names = windows.map(({ name }) => name);
    return [JSON.stringify([rule, able, names, also(shift)]), shift] as const;
  });
  return [...new Map(all.toReversed()).values()].toReversed();
}

function shiftsOf(aim: Aim, catalog: Catalog): readonly Shift[] {
  const { service, environment } = aim;
  const target = { service: service.name, environment: environment.name };
  const windows = catalog.windows.filter((one) => covers(one, target));
  const may = askersOf(catalog, environment);
  return requirementsThere(aim, catalog).map(({ rule: { name, quorum }, people, perhaps }) => {
    const able = [...new Set([...people, ...perhaps])].filter((id) => hasAccount(catalog, id));
    const askers = able.filter((id) => may.includes(id));
    return { ...aim, rule: name, quorum, able, askers, windows };
  });
}

function nobodyThere(shift: Shift, { works }: Presence): readonly Finding[] {
  const { able, quorum } = shift;
  const gap = gapThere(shift, (at) => able.filter((id) => works(id, at)).length < quorum);
  if (!gap) return [];
  const what = `for ${gap.hours} hours of the week nobody it asks could approve`;
  return [told(shift, { what, asker: null, gap })];
}

/** Whoever asks at an hour at which exactly enough are there, and is one of them, leaves too few. */
function nobodyElseThere(shift: Shift, { works }: Presence): readonly Finding[] {
  const { able, askers, quorum } = shift;
  // Whom the rule could never do without is a fault of the configuration.
  if (able.length <= quorum) return [];
  const found = askers.flatMap((asker) => {
    const others = (at: Instant): number =>
      able.filter((id) => id !== asker && works(id, at)).length;
    const gap = gapThere(
      shift,
      (at) => others(at) < quorum,
      (at) => works(asker, at) && others(at) === quorum - 1,
    );
    return gap ? [{ asker, gap }] : [];
  });
  const [first] = found;
  if (!first) return [];
  const what = `nobody it asks could approve what is asked for by ${sayAskers(found)}`;
  return [told(shift, { what, ...first })];
}

function told(
  { service, environment, rule, quorum, able }: Shift,
  { what, asker, gap }: { readonly what: string; readonly asker: string | null; readonly gap: Gap },
): Finding {
  const by = asker === null ? '' : ` by ${asker}`;
  const who = able.filter((id) => id !== asker).join(', ');
  return {
    about: `approval rule ${rule}`,
    what,
    example: `${service.name} to ${environment.name} asked for${by} on ${sayHour(gap.from)} needs ${quorum} of ${who}, and too few are at work until ${sayHour(gap.until)}`,
  };
}
