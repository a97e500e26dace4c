import { EVERYWHERE, type Move, sayMove } from '../domain/elsewhere/move.ts';
import type { Moved } from './changed.ts';
import { offer } from './parts.ts';
import type { Line } from './view.ts';

/** Who can take it back, since we cannot: whoever its source names, else whoever may change it there. */
export function whoCanTakeBack(owner: string | null, source: string): string {
  return `${owner ?? 'whoever may change it there'} can take it back in ${source}`;
}

/** Where it was made, as a link; nothing where its source gives none. */
export function whereMade(link: string | null): Line {
  return link === null ? [] : [{ link, label: 'Where it was made' }];
}

/** Something that was changed elsewhere. It is not ours to take back. @param owner who can, as configured */
export function movedElsewhere(move: Move, owner: string | null): Moved {
  const { id, kind, name, says, service, environment, at, by, link, source } = move;
  const place = environment === EVERYWHERE ? 'everywhere' : `in ${environment}`;
  const of = service === EVERYWHERE ? '' : ` for ${service}`;
  const who: Line = by === null ? [] : [' by ', { foreign: by }];
  const where = whereMade(link);
  return {
    at,
    line: [
      { code: id },
      ` · ${kind} `,
      { foreign: name },
      ' ',
      { foreign: says },
      ` ${place}${of}`,
      ...who,
      ` · ${whoCanTakeBack(owner, source)}`,
      ...(where.length > 0 ? [' · ', ...where] : []),
    ],
    plain: `${id} ${sayMove(move)}${of}`,
    offers: [offer(`why:${id}`, 'Why?', `/release why ${id}`, { spoken: `Why ${kind} ${name}?` })],
  };
}
