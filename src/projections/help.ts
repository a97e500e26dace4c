import type { Reach } from '../domain/deployment/reach.ts';
import { header, list, note, text } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';
import { withChannels } from './words.ts';

interface Usage {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  readonly example: string;
  /** Where the asker may do it; null where anybody may. */
  readonly reach: readonly Reach[] | null;
}

/** What this person can ask, as the verbs themselves declare it; what is not for them is only named. */
export function helpView(all: readonly Usage[]): View {
  const mine = all.filter(isMine);
  const not = all.filter((v) => !isMine(v));
  const others = not.map((v) => v.name);
  const whose = not.some(isElsewhere) ? 'Not for you, or not from here' : 'Not for you';
  const parts = mine.map((v): Part => text({ code: v.usage }, '\n', v.says, ...limits(v)));
  // Said first: the end of a long text is cut off.
  const rest = others.length === 0 ? '' : `. ${whose}: ${others.join(', ')}. For you`;
  return {
    text: `What you can ask${rest}: ${mine.map((v) => `${v.usage} (${v.says})`).join('; ')}.`,
    parts: [
      header('What you can ask'),
      ...parts,
      ...(others.length === 0
        ? []
        : [
            text(
              `${whose}: `,
              others.join(', '),
              '. ',
              { code: '/release help <verb>' },
              ' says who may.',
            ),
          ]),
      note(['Every button is one of these commands; rights are checked when it is pressed.']),
    ],
  };
}

/** One verb, with where this person may do it and who may where they may not. */
export function verbView(v: Usage): View {
  const reach = v.reach ?? [];
  const where = reach.map(sayReach).join(' ');
  return {
    text: `${v.usage} (${v.says}). For example: ${v.example}.${where === '' ? '' : ` ${where}`}`,
    parts: [
      header('What you can ask'),
      text({ code: v.usage }, '\n', v.says),
      text('For example: ', { code: v.example }),
      ...(reach.length === 0 ? [] : [list('What you may', reach.map(item))]),
      note(['Every button is one of these commands; rights are checked when it is pressed.']),
    ],
  };
}

function isMine({ reach }: Usage): boolean {
  return reach === null || reach.some((one) => one.services.length > 0);
}

function isElsewhere({ reach }: Usage): boolean {
  return reach?.some(({ no }) => no?.code === 'wrong-channel') ?? false;
}

/** Said only where something is out of reach. */
function limits({ reach }: Usage): Line {
  if (reach === null || reach.every((one) => one.no === null)) return [];
  const where = reach.filter((one) => one.services.length > 0);
  const named = where.map((one) =>
    one.no === null ? one.environment : `${one.environment} (${few(one.services)})`,
  );
  return ['\n', `You: ${named.join(', ')}`];
}

function item(reach: Reach): Item {
  return {
    mark: reach.services.length > 0 ? 'done' : 'failed',
    line: withChannels(sayReach(reach)),
  };
}

function sayReach({ environment, services, no }: Reach): string {
  if (no === null) return `${environment}: you may.`;
  const who = [no.why, no.fix].filter((part) => part !== null).join(' ');
  if (services.length === 0) return `${environment}: you may not. ${who}`;
  return `${environment}: for ${few(services)}. For others: ${who}`;
}

const MOST = 5;

function few(services: readonly string[]): string {
  const more = services.length - MOST;
  return `${services.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
