import type { Meanwhile, SlowNews } from '../domain/deployment/slow-burn.ts';
import { sayBudget } from '../domain/verdict/budget.ts';
import { plainLine } from './calendar-news.ts';
import { note, state } from './parts.ts';
import type { Line, View } from './view.ts';
import { anyOf } from './words.ts';

const HOLDS: { readonly [M in NonNullable<Meanwhile> | 'nothing']: string } = {
  nothing: 'Nothing is held for it',
  'burns fast': 'It burns so fast that what runs there is held and what would start waits',
  spent: 'Its budget is spent, so what would start there waits',
};

/** What the owners of a service read while it spends its budget too fast, and in its place when that is over. */
export function slowBurnNotice(news: SlowNews): View {
  const { burns, budget, meanwhile, since, at } = news;
  const place: Line = [{ bold: `${news.service} in ${news.environment}` }];
  const [name, head, notes]: readonly ['degraded' | 'healthy', Line, readonly Line[]] = burns
    ? [
        'degraded',
        [
          ...place,
          ' spends its error budget faster than it may: ',
          { foreign: burns.why },
          `. ${HOLDS[meanwhile ?? 'nothing']}; `,
          ...(news.owners.length > 0 ? anyOf(news.owners) : ['nobody, for it has no owner,']),
          ' should find out why.',
        ],
        [
          [
            { foreign: sayBudget(budget) },
            ...(burns.emptyAt
              ? [', all of it about ', { at: burns.emptyAt }, ' if it goes on like this']
              : []),
            '.',
          ],
        ],
      ]
    : [
        'healthy',
        [
          ...place,
          ' keeps to its error budget again. It spent it too fast from ',
          { at: since },
          ' to ',
          { at },
          '.',
        ],
        [[{ foreign: sayBudget(budget) }, '.']],
      ];
  return {
    text: [head, ...notes].map(plainLine).join(' '),
    parts: [state(name, ...head), note(...notes)],
  };
}
