import type { Instant } from '../domain/kernel/time.ts';
import type { Chart } from '../ports/chart.ts';

/**
 * What we show, before any chat or page gives it a form. A plain string is our own words; whatever
 * somebody else wrote goes in `foreign`, so that no room can forget to make it harmless.
 */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly person: string }
  | { readonly group: string }
  /** By the chat's own id, as the configuration names it. */
  | { readonly channel: string }
  /** A moment in the reader's own zone; `time` leaves the day out. */
  | { readonly at: Instant; readonly as?: 'time' }
  | { readonly foreign: string }
  /** `link`: an address of ours, https or http; `label`: our own words. */
  | { readonly link: string; readonly label: string };
export type Line = readonly Span[];

/** State = word + emoji + position, never colour alone. */
export const STATES = {
  pending: { emoji: 'hourglass_flowing_sand', word: 'Pending' },
  running: { emoji: 'large_blue_circle', word: 'Running' },
  waiting: { emoji: 'raised_hand', word: 'Waiting' },
  healthy: { emoji: 'large_green_circle', word: 'Healthy' },
  degraded: { emoji: 'large_yellow_circle', word: 'Degraded' },
  failed: { emoji: 'red_circle', word: 'Failed' },
  rolledBack: { emoji: 'leftwards_arrow_with_hook', word: 'Rolled back' },
  blocked: { emoji: 'no_entry', word: 'Blocked' },
  open: { emoji: 'rotating_light', word: 'Open' },
  taken: { emoji: 'large_yellow_circle', word: 'Somebody is on it' },
  resolved: { emoji: 'large_green_circle', word: 'Resolved' },
} as const;
export type State = keyof typeof STATES;

/** A button: the command line it stands for, run with the rights of whoever presses it. */
export interface Offer {
  /** `<verb>` or `<verb>:<detail>`, unique within its view. */
  readonly action: string;
  readonly label: string;
  readonly line: string;
  readonly style: 'primary' | 'danger' | 'plain';
  /** What a screen reader says; the label with its object. */
  readonly spoken: string;
  readonly confirm: { readonly title: string; readonly text: string; readonly yes: string } | null;
  /** Opens a form that completes the line first. */
  readonly form: Form | null;
}

/** Questions that complete a command line; `verb` and `given` are what is already known. */
export interface Form {
  readonly verb: string;
  readonly title: string;
  readonly submit: string;
  readonly given: Readonly<Record<string, string>>;
  readonly fields: readonly FormField[];
  /** What stands above the questions, in our words. */
  readonly says?: string;
}

export interface FormField {
  /** The argument of the verb that the answer becomes. */
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly optional: boolean;
  readonly initial: string | null;
  readonly multiline: boolean;
  /** Fixed answers, or null for free text. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
  /** A box instead, ticked at first, and what stands beside it: unticked, what is given under its name is left out. */
  readonly box?: string;
}

export type Part =
  | { readonly part: 'header'; readonly text: string }
  | { readonly part: 'state'; readonly state: State; readonly line: Line }
  | { readonly part: 'text'; readonly line: Line }
  | { readonly part: 'fields'; readonly fields: readonly Field[] }
  | { readonly part: 'list'; readonly heading: string | null; readonly items: readonly Item[] }
  | { readonly part: 'bar'; readonly percent: number; readonly label: string }
  | {
      readonly part: 'table';
      readonly head: readonly string[];
      readonly rows: readonly Row[];
      /** For each row the command that tells more of it, where pages can lead there. */
      readonly leads?: readonly string[];
    }
  | { readonly part: 'note'; readonly lines: readonly Line[] }
  | { readonly part: 'offers'; readonly offers: readonly Offer[]; readonly more: readonly Offer[] }
  /** What a program printed, line by line, as it came; `exact` where runs of spaces mean something. */
  | { readonly part: 'output'; readonly lines: readonly string[]; readonly exact?: true }
  /** A picture of numbers that stand in the text or in a table as well; `alt` is for whoever does not see it. */
  | { readonly part: 'chart'; readonly chart: Chart; readonly alt: string }
  /** A page as a customer saw it, by the key it is kept under until the chat has it. */
  | {
      readonly part: 'page';
      readonly key: string;
      readonly title: string;
      readonly alt: string;
    }
  | { readonly part: 'rule' };

export interface Field {
  readonly label: string;
  readonly value: Line;
}

export interface Item {
  readonly mark: 'done' | 'now' | 'next' | 'failed' | 'plain';
  readonly line: Line;
}

type Row = readonly string[];

/** `text` says everything the parts show, in one or two sentences: screen readers read only that. */
export interface View {
  readonly text: string;
  readonly parts: readonly Part[];
}
