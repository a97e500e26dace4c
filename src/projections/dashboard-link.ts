import { note, text } from './parts.ts';
import type { View } from './view.ts';

/** The way in for one person's browser. */
export function dashboardLink(address: string): View {
  return {
    text: 'Open the dashboard. The link is yours alone, good once and for ten minutes.',
    parts: [
      text({ link: address, label: 'Open the dashboard' }),
      note([
        'The link is yours alone, good once and for ten minutes. The dashboard shows what you may see and never acts.',
      ]),
    ],
  };
}
