const MINUTE_MS = 60_000;
/** As the drawn rules have it: a broken glass lasts so long, and so does an ask for it. */
export const GLASS_MS = 60 * MINUTE_MS;

/** What somebody closed by a command, as the history was told. */
interface ByHand {
  readonly service: string;
  readonly from: number;
  until: number;
}

/** A lock as it was told: `fixes` is the incident it is held for, else it is for what `by` asks for. */
interface Locked {
  readonly place: string;
  readonly by: string;
  readonly fixes: string | null;
  readonly until: number;
}

/** Somebody's yes, and to what exactly. */
interface Yes {
  readonly id: string;
  readonly by: string;
  readonly digest: string;
}

interface Glass {
  readonly askedBy: string;
  readonly plan: string;
  readonly yes: Set<string>;
  until: number;
  broken: boolean;
}

/** The deployment that a line was about, as it stood. */
export interface About {
  readonly id: string;
  readonly requestedBy: string;
  readonly planDigest: string;
  readonly artifact: { readonly digest: string };
}

/** All that people were heard to say with success: what the law goes by, and nothing that was made of it. */
export interface Heard {
  readonly byHand: ByHand[];
  readonly locks: Map<string, Locked>;
  readonly approvals: Yes[];
  readonly votes: Map<string, Map<string, string>>;
  readonly glasses: Map<string, Glass>;
}

export function createHeard(): Heard {
  return { byHand: [], locks: new Map(), approvals: [], votes: new Map(), glasses: new Map() };
}

/** Takes in a line that was not refused. */
export function hear(heard: Heard, line: string, by: string, now: number, about: About | null) {
  const words = line.split(' ');
  hearBlackout(heard, line, now);
  hearLock(heard, line, by, now);
  if (!about) return;
  if (words[1] === 'approve')
    heard.approvals.push({ id: about.id, by, digest: about.artifact.digest });
  if (words[1] === 'vote') {
    const votes = heard.votes.get(about.id) ?? new Map<string, string>();
    heard.votes.set(about.id, votes.set(by, words[3] ?? ''));
  }
  if (words[1] === 'break-glass') hearGlass(heard, line, by, now, about);
}

function hearBlackout({ byHand }: Heard, line: string, now: number): void {
  const [, service = '*', minutes] = / add (?:(\w+) in )?production for (\d+)m/.exec(line) ?? [];
  const held = byHand.find((one) => one.service === service && one.until > now);
  if (line.includes('blackout end') && held) held.until = now;
  if (minutes === undefined) return;
  const until = now + Number(minutes) * MINUTE_MS;
  if (held) held.until = Math.max(held.until, until);
  else byHand.push({ service, from: now, until });
}

function hearLock({ locks }: Heard, line: string, by: string, now: number): void {
  const [, verb, place = ''] = /^\/release (lock|unlock) (\w+) in production/.exec(line) ?? [];
  if (verb === 'unlock') locks.delete(place);
  if (verb !== 'lock') return;
  const [, minutes = '0'] = /(?:for|--lasts) (\d+)m/.exec(line) ?? [];
  const [, fixes = null] = /for (INC-\d+)/.exec(line) ?? [];
  locks.set(place, { place, by, fixes, until: now + Number(minutes) * MINUTE_MS });
}

function hearGlass({ glasses }: Heard, line: string, by: string, now: number, about: About): void {
  const glass = glasses.get(about.id);
  if (line.includes('--withdraw')) glasses.delete(about.id);
  else if (!line.includes('--approve')) {
    const plan = about.planDigest;
    const until = now + GLASS_MS;
    glasses.set(about.id, { askedBy: by, plan, yes: new Set(), until, broken: false });
  } else if (glass && now < glass.until) {
    if (by !== glass.askedBy && by !== about.requestedBy) glass.yes.add(by);
    if (glass.yes.size < 2 || glass.broken) return;
    glass.broken = true;
    glass.until = now + GLASS_MS;
  }
}

/** Whether two others let this very plan through, and their hour is not over. */
export function isBroken({ glasses }: Heard, { id, planDigest }: About, now: number): boolean {
  const glass = glasses.get(id);
  return glass?.broken === true && glass.plan === planDigest && now < glass.until;
}

/** What a lock is held against: the name of what it is about, who asked, and what it mends. */
interface Bound {
  readonly service: string;
  readonly requestedBy: string;
  readonly fixes?: string | null;
}

/** The locks that keep this out. */
export function lockedBy(
  { locks }: Heard,
  { service, requestedBy, fixes }: Bound,
  now: number,
): readonly string[] {
  return [...locks.values()]
    .filter((one) => now < one.until && ['everything', service].includes(one.place))
    .filter((one) => (one.fixes === null ? one.by !== requestedBy : one.fixes !== fixes))
    .map((one) => `lock: ${one.place}`);
}
