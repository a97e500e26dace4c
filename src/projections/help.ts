import { header, note, text } from './parts.ts';
import type { Part, View } from './view.ts';

interface Usage {
  readonly usage: string;
  readonly says: string;
  readonly example: string;
}

/** What can be asked, as the verbs themselves declare it. */
export function helpView(all: readonly Usage[], one: boolean): View {
  const parts = all.flatMap((v): Part[] => [
    text({ code: v.usage }, '\n', v.says),
    ...(one ? [text('For example: ', { code: v.example })] : []),
  ]);
  return {
    text: `What you can ask: ${all.map((v) => `${v.usage} (${v.says})`).join('; ')}`,
    parts: [
      header('What you can ask'),
      ...parts,
      note(['Every button is one of these commands; rights are checked when it is pressed.']),
    ],
  };
}
