import { isObject } from '../../json.ts';

/** Notes what is wrong at a JSON pointer. */
export type Report = (message: string, pointer: string) => void;

export type Check = (value: unknown, pointer: string, report: Report) => void;

export interface Field {
  readonly check: Check;
  readonly isRequired: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

export function required(check: Check): Field {
  return { check, isRequired: true };
}

export function optional(check: Check): Field {
  return { check, isRequired: false };
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 0): Check {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report('must provide a string', pointer);
    if (value.length < min) report(`must be more than ${min - 1} characters`, pointer);
    if (value.length > max) report(`must be less than ${max + 1} characters`, pointer);
  };
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, pointer, report) => {
    if (!allowed.includes(value)) report(`must be one of: ${allowed.join(', ')}`, pointer);
  };
}

export const boolean: Check = (value, pointer, report) => {
  // Form-encoded clients of some languages send words.
  if (typeof value !== 'boolean') report('must be a boolean', pointer);
};

export function number(min = -Infinity, max = Infinity): Check {
  return (value, pointer, report) => {
    const fits =
      typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max;
    if (!fits) report(`must be a number from ${min} to ${max}`, pointer);
  };
}

export const anything: Check = () => {};

/** A list of `min` to `max` things. */
export function list(check: Check, max: number, min = 0): Check {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report('must provide an array', pointer);
    if (value.length > max) report(`no more than ${max} items allowed`, pointer);
    if (value.length < min) report(`no fewer than ${min} items allowed`, pointer);
    value.forEach((one: unknown, at) => {
      check(one, `${pointer}/${at}`, report);
    });
  };
}

/** An object with these fields and no others: Slack refuses properties it does not know. */
export function object(fields: Fields, extra?: Check): Check {
  return (value, pointer, report) => {
    if (!isObject(value)) return report('must provide an object', pointer);
    for (const [name, field] of Object.entries(fields)) {
      checkField(field, name, value[name] ?? undefined, pointer, report);
    }
    for (const name of Object.keys(value)) {
      if (!(name in fields)) report(`invalid additional property: ${name}`, pointer);
    }
    extra?.(value, pointer, report);
  };
}

function checkField(field: Field, name: string, value: unknown, pointer: string, report: Report) {
  if (value !== undefined) field.check(value, `${pointer}/${name}`, report);
  else if (field.isRequired) report(`missing required field: ${name}`, pointer);
}

/** An object whose `type` chooses its check. */
export function byType(table: Readonly<Record<string, Check>>): Check {
  return (value, pointer, report) => {
    if (!isObject(value)) return report('must provide an object', pointer);
    const type = value['type'];
    if (typeof type !== 'string') return report('missing required field: type', pointer);
    const check = Object.hasOwn(table, type) ? table[type] : undefined;
    if (check === undefined) return report(`unsupported type: ${type}`, `${pointer}/type`);
    check(value, pointer, report);
  };
}

/** At least one of these fields. */
export function anyOf(...names: readonly string[]): Check {
  return (value, pointer, report) => {
    if (isObject(value) && names.some((name) => value[name] !== undefined)) return;
    report(`missing required field: ${names.join(' or ')}`, pointer);
  };
}
