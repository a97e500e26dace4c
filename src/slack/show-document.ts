import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';
import { note, text } from '../projections/parts.ts';
import type { View } from '../projections/view.ts';
import type { Api } from './api.ts';
import type { Bot } from './bot-identity.ts';
import { type Document, drawCanvas } from './canvas.ts';

export interface ShowDocument {
  readonly api: Api;
  readonly documents: Documents;
  readonly bot: () => Bot | null;
  readonly log: Log;
}

/**
 * What is answered where somebody asked for a document: a link to a canvas where the app may make one, else the text
 * to copy, with why. One asking never makes two: what was begun and whose end is not known is not begun again.
 */
export async function showDocument(
  { api, documents, bot, log }: ShowDocument,
  asked: { readonly act: string; readonly account: string },
  document: Document,
  copy: View,
): Promise<View> {
  const { act, account } = asked;
  const us = bot();
  if (!us) return copy;
  if (!(await documents.begin(act))) {
    const address = await documents.find(act);
    return address ? linked(document, address) : noted(copy, UNSURE);
  }
  const drawn = await drawCanvas(api, document, account, us);
  if (drawn.kind === 'made') {
    await documents.made(act, drawn.address);
    return linked(document, drawn.address);
  }
  log.warn({ act, drawn }, 'a document could not be made in Slack');
  if (drawn.kind === 'unknown') return noted(copy, UNSURE);
  await documents.drop(act);
  return noted(copy, drawn.kind === 'refused' && drawn.error === 'missing_scope' ? NO_SCOPE : BUSY);
}

const UNSURE =
  'Slack did not say whether it made the document, so I do not make it twice. Ask again for another one.';
const NO_SCOPE =
  'As a canvas you could edit it together: an administrator can allow that with the scope canvases:write, which the manifest names.';
const BUSY = 'Slack does not make a canvas of it now, so here it is to copy.';

function linked({ title }: Document, address: string): View {
  const more =
    'Only you can see it until you share it. The empty sections are for those who were there.';
  return {
    text: `${title}: ${address} ${more}`,
    parts: [
      text({ link: address, label: 'Open the document' }),
      text({ foreign: title }),
      note([more]),
    ],
  };
}

function noted(copy: View, why: string): View {
  return { text: `${copy.text} ${why}`, parts: [...copy.parts, note([why])] };
}
