import { LOOK } from './look.ts';

/** One line of words, cut where it would leave its place. */
export function textAt(at: {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
}) {
  const { left: x, top: y, width, text, size, color: fill, bold = false } = at;
  return {
    ...{ type: 'text', x, y, silent: true },
    style: {
      ...{ text, fill, width, overflow: 'truncate', ellipsis: '…', lineOverflow: 'truncate' },
      font: `${bold ? 'bold ' : ''}${size}px "${LOOK.family}"`,
    },
  };
}
