import type { Client, EvaluationDetails, FlagValue, JsonValue } from '@openfeature/server-sdk';
import { expect } from 'vitest';
import type { Scenario } from './read.ts';

interface Played {
  readonly type: string;
  readonly key: string;
  readonly fallback: string;
  readonly context: Record<string, unknown>;
}

const FLAG = /^an? (\w+)-flag with key "(.*)" and a fallback value "(.*)"$/;
const KEYED = /^a context containing a key "(.*)", with type "(\w+)" and with value "(.*)"$/;
const NESTED = /nested property with outer key "(.*)" and inner key "(.*)", with value "(.*)"$/;
const TARGETED = /^a context containing a targeting key with value "(.*)"$/;
const RESOLVED = /^the resolved details value should be "(.*)"$/;
const REASON = /^the reason should be "(.*)"$/;
const CODE = /^the error-code should be "(.*)"$/;
const NOTHING = ['an evaluator', 'the flag was evaluated with details'];

/** The flag that a scenario is about. */
export function flagOf({ steps }: Scenario): string | null {
  return steps.map((step) => FLAG.exec(step)?.[2]).find((key) => key !== undefined) ?? null;
}

/** Plays a scenario through a client. @throws at a step nobody here understands, and where it is not as it should be */
export async function play({ steps }: Scenario, client: Client): Promise<void> {
  const played = given(steps);
  const told = await evaluate(played, client);
  for (const step of steps) check(step, told, played);
}

function given(steps: readonly string[]): Played {
  const flag = steps.map((step) => FLAG.exec(step)).find(Boolean);
  const [, type = '', key = '', fallback = ''] = flag ?? [];
  return { type, key, fallback, context: Object.assign({}, ...steps.map(contextIn)) };
}

/** What a step says of who is asked for; nothing for all others. */
function contextIn(step: string): Record<string, unknown> {
  const [, name, kind = '', value = ''] = KEYED.exec(step) ?? [];
  if (name !== undefined) return { [name]: readAs(kind, value) };
  const [, outer, inner = '', within] = NESTED.exec(step) ?? [];
  if (outer !== undefined) return { [outer]: { [inner]: within } };
  const [, targetingKey] = TARGETED.exec(step) ?? [];
  return targetingKey === undefined ? {} : { targetingKey };
}

function evaluate(
  { type, key, fallback, context }: Played,
  client: Client,
): Promise<EvaluationDetails<FlagValue>> {
  const value = readAs(type, fallback);
  const asked = context as Parameters<Client['getStringDetails']>[2];
  switch (type) {
    case 'Boolean':
      return client.getBooleanDetails(key, value as boolean, asked);
    case 'String':
      return client.getStringDetails(key, value as string, asked);
    case 'Object':
      return client.getObjectDetails(key, value as JsonValue, asked);
    default:
      return client.getNumberDetails(key, value as number, asked);
  }
}

function check(step: string, told: EvaluationDetails<FlagValue>, { type }: Played): void {
  const [, value] = RESOLVED.exec(step) ?? [];
  const [, reason] = REASON.exec(step) ?? [];
  const [, code] = CODE.exec(step) ?? [];
  if (value !== undefined) expect(told.value, step).toEqual(readAs(type, value));
  else if (reason !== undefined) expect(told.reason, step).toBe(reason);
  else if (code !== undefined) expect(told.errorCode, step).toBe(code);
  else if (![FLAG, KEYED, NESTED, TARGETED].some((known) => known.test(step)))
    expect(NOTHING, `nobody understands: ${step}`).toContain(step);
}

function readAs(type: string, text: string): unknown {
  switch (type) {
    case 'Boolean':
      return text === 'true';
    case 'Integer':
    case 'Float':
      return Number(text);
    case 'Object':
      return JSON.parse(text.replaceAll('\\"', '"'));
    default:
      return text;
  }
}
