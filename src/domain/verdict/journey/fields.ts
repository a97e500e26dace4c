import { z } from 'zod';
import { isPattern } from './pattern.ts';

export const Pattern = z
  .string()
  .min(1)
  .max(1_000)
  .refine(isPattern, 'must be a regular expression without look-around and back-references (RE2)');

export const Variable = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/, 'must be a name of letters and digits such as cart');

/** No variable in the host: where a request goes is decided when the configuration is read. */
export const Address = z
  .string()
  .max(2_000)
  .refine(isAddress, 'must be an http or https address with a fixed host and no credentials');

function isAddress(text: string): boolean {
  const plain = text.replaceAll(/\{[^{}]*\}/g, 'x');
  return /^https?:\/\/[^/?#{}@\\\s]+([/?#]|$)/.test(text) && URL.canParse(plain);
}

/** A host that pages may ask as well: a name as it stands in an address, without port. */
export const HostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9.-]+$/, 'must be the name of a host such as cdn.shop.example');
