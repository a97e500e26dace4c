import type { SlowNews } from '../domain/deployment/slow-burn.ts';
import { type Budget, sayBudget } from '../domain/verdict/budget.ts';
import { plainLine } from './calendar-news.ts';
import { note, state } from './parts.ts';
import type { Line, View } from './view.ts';
import { anyOf } from './words.ts';

/** What the owners of a service read while it spends its budget too fast, and in its place when that is over. */
export function slowBurnNotice(news: SlowNews): View {
  const { burns, budget, since, at } = news;
  const place: Line = [{ bold: `${news.service} in ${news.environment}` }];
  const [name, head, notes]: readonly ['degraded' | 'healthy', Line, readonly Line[]] = burns
    ? [
        'degraded',
        [
          ...place,
          ' spends its error budget faster than it may: ',
          { foreign: burns.why },
          '. Nothing is held for it; ',
          ...(news.owners.length > 0 ? anyOf(news.owners) : ['nobody, for it has no owner,']),
          ' should find out why.',
        ],
        [
          [
            ...said(budget),
            ...(burns.emptyAt ? [', all of it about ', { at: burns.emptyAt }] : []),
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
        [[...said(budget), '.']],
      ];
  return {
    text: [head, ...notes].map(plainLine).join(' '),
    parts: [state(name, ...head), note(...notes)],
  };
}

function said(budget: Budget | null): Line {
  return budget ? [{ foreign: sayBudget(budget) }] : [];
}
