import type { Plain } from '../../domain/kernel/change.ts';

/** A block of Block Kit. Literals are checked against `@slack/types` where they are written. */
export type Block = { readonly [key: string]: Plain };

/** Where it is shown: not every block may stand everywhere. */
export type Surface = 'message' | 'home' | 'modal';

/** https://docs.slack.dev/reference/block-kit/blocks */
export const LIMITS = {
  blocks: { message: 50, home: 100, modal: 100 },
  sectionText: 3000,
  fieldsInSection: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionElements: 25,
  blockId: 255,
  actionId: 255,
  buttonText: 75,
  buttonValue: 2000,
  spoken: 75,
  optionText: 75,
  optionValue: 75,
  overflowOptions: 5,
  selectOptions: 100,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  privateMetadata: 3000,
  inputLabel: 2000,
  inputText: 3000,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  messageText: 4000,
  altText: 2000,
} as const;
