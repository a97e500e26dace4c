/**
 * The arguments of a verb, in the order usage prints them. `positional` by place; `keyword` after its
 * word (`to production`); `rest` after its word up to the end of the line (`because …`),
 * which may be left out where it is `bare`; `flag` after
 * `--name`, with a value; `switch` is `--name` alone.
 */
export type Arg =
  | { readonly form: 'positional'; readonly required: boolean; readonly of: Of }
  | { readonly form: 'keyword'; readonly words: readonly string[]; readonly of: Of }
  | {
      readonly form: 'rest';
      readonly words: readonly string[];
      readonly of: Of;
      readonly bare: boolean;
    }
  | { readonly form: 'flag'; readonly of: Of }
  | { readonly form: 'switch' };

/** What a value is: decides completion, did-you-mean and the field in a form. */
export type Of =
  | 'service'
  | 'version'
  | 'environment'
  | 'id'
  | 'person'
  | 'time'
  /** Words up to the next word that the verb knows: `weekday at 10 Europe/Berlin`. */
  | 'phrase'
  | 'text'
  | readonly string[];

export type Spec = { readonly [name: string]: Arg };

/** The parsed arguments of a spec: required ones are strings, the others may be absent. */
export type Args<S extends Spec> = {
  readonly [K in keyof S]: S[K] extends { form: 'switch' }
    ? boolean
    : S[K] extends { form: 'positional'; required: true }
      ? string
      : string | undefined;
};

export function required(of: Of): { form: 'positional'; required: true; of: Of } {
  return { form: 'positional', required: true, of };
}

export function optional(of: Of): { form: 'positional'; required: false; of: Of } {
  return { form: 'positional', required: false, of };
}

export function keyword(of: Of, ...words: readonly string[]): Extract<Arg, { form: 'keyword' }> {
  return { form: 'keyword', words, of };
}

export function rest(...words: readonly string[]): Extract<Arg, { form: 'rest' }> {
  return { form: 'rest', words, of: 'text', bare: false };
}

/** Why: after `because`, or simply whatever follows the other arguments. */
export function reason(): Extract<Arg, { form: 'rest' }> {
  return { form: 'rest', words: ['because'], of: 'text', bare: true };
}

export function flag(of: Of): Extract<Arg, { form: 'flag' }> {
  return { form: 'flag', of };
}

export function toggle(): { form: 'switch' } {
  return { form: 'switch' };
}
