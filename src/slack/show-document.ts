import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';
import { note, text } from '../projections/parts.ts';
import type { View } from '../projections/view.ts';
import type { Api } from './api.ts';
import type { Bot } from './bot-identity.ts';
import { type Document, type Drawn, drawCanvas } from './canvas.ts';
import { sendDocument } from './document-file.ts';
import type { PostBytes } from './upload.ts';

export interface ShowDocument {
  readonly api: Api;
  readonly postBytes: PostBytes;
  readonly documents: Documents;
  readonly bot: () => Bot | null;
  readonly log: Log;
}

/**
 * What is answered where somebody asked for a document: a link to a canvas where the app may make one, else the text
 * to copy, with why. One asking never makes two: what was begun and whose end is not known is not begun again.
 */
export async function showDocument(
  work: ShowDocument,
  asked: { readonly act: string; readonly account: string },
  document: Document,
  copy: View,
): Promise<View> {
  const { act, account } = asked;
  const { documents, log } = work;
  const us = work.bot();
  if (!us) return copy;
  if (!(await documents.begin(act))) {
    const address = await documents.find(act);
    return address !== null ? linked(document, address) : noted(copy, UNSURE);
  }
  const drawn = await made(work, document, account, us);
  if (drawn.kind === 'made') {
    await documents.made(act, drawn.address);
    return linked(document, drawn.address);
  }
  log.warn({ act, drawn }, 'a document could not be made in Slack');
  if (drawn.kind === 'unknown') return noted(copy, UNSURE);
  await documents.drop(act);
  const noScope = drawn.kind === 'refused' && drawn.error === 'missing_scope';
  if (document.file) return noted(copy, noScope ? NO_FILES : NO_FILE);
  return noted(copy, noScope ? NO_SCOPE : BUSY);
}

/** A canvas, else a file; or a file alone. */
async function made(
  work: ShowDocument,
  document: Document,
  account: string,
  us: Bot,
): Promise<Drawn> {
  if (document.file) return sendDocument(work, document, account);
  const canvas = await drawCanvas(work.api, document, account, us);
  if (canvas.kind !== 'refused') return canvas;
  const file = await sendDocument(work, document, account);
  return file.kind === 'refused' ? canvas : file;
}

const UNSURE =
  'Slack did not say whether it made the document, so I do not make it twice. Ask again for another one.';
const NO_SCOPE =
  'As a canvas you could edit it together: an administrator can allow that with the scope canvases:write (or a file, with files:write), which the manifest names.';
const NO_FILES =
  'As a file you could download it: an administrator can allow that with the scope files:write, which the manifest names.';
const NO_FILE = 'Slack does not take the file now, so here it is to copy.';
const BUSY = 'Slack does not make a canvas of it now, so here it is to copy.';

function linked({ title, file }: Document, address: string): View {
  const next = file?.after ?? 'The empty sections are for those who were there.';
  const more = `Only you can see it until you share it. ${next}`;
  if (address === '') {
    const there = `${title} is a file in our direct messages.`;
    return { text: `${there} ${more}`, parts: [text({ foreign: there }), note([more])] };
  }
  const open = text({ link: address, label: 'Open the document' });
  return {
    text: `${title}: ${address} ${more}`,
    parts: [open, text({ foreign: title }), note([more])],
  };
}

function noted(copy: View, why: string): View {
  return { text: `${copy.text} ${why}`, parts: [...copy.parts, note([why])] };
}
