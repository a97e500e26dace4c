import { z } from 'zod';
import { Address, HostName } from './journey/fields.ts';
import { namedIn } from './journey/variables.ts';

/** What an address or a path may name in braces; `{digest}` stands for its 64 hexadecimal digits. */
const GIVEN: readonly string[] = ['service', 'environment', 'version', 'digest'];
const NAMES = '{service}, {environment}, {version} and {digest}';

function namesOnlyGiven(text: string): boolean {
  const braces = text.match(/[{}]/g)?.length ?? 0;
  const names = namedIn(text);
  return braces === names.length * 2 && names.every((name) => GIVEN.includes(name));
}

/** An address of something that is written about a version. */
export const FilledAddress = Address.refine(namesOnlyGiven, `may name ${NAMES} and nothing else`);

/**
 * A file on the machine that validates. Its folder up to the first variable is fixed, and nothing outside that
 * is read, wherever a version's name or a link may point.
 */
export const FilledPath = z
  .string()
  .max(500)
  .refine(
    isFixed,
    'must be a whole path in a folder of its own such as /srv/evidence/{version}.json',
  )
  .refine(namesOnlyGiven, `may name ${NAMES} and nothing else`);

function isFixed(path: string): boolean {
  const hasSteps = path.split('/').some((part) => part === '..' || part === '.');
  return rootOf(path).length > 1 && !hasSteps && !/[\0\n]/.test(path) && !path.endsWith('/');
}

/** The folder a path may lead to and not out of: all that stands before its first variable. */
export function rootOf(path: string): string {
  const [fixed = ''] = path.split('{');
  return path.startsWith('/') ? fixed.slice(0, fixed.lastIndexOf('/')) : '';
}

/** Whether it leads elsewhere for another version. */
export function namesVersion(text: string): boolean {
  return namedIn(text).some((name) => name === 'version' || name === 'digest');
}

/** A registry of OCI, where what is written about a version is attached to it. */
export const RegistryPlace = z.strictObject({
  url: z
    .string()
    .max(500)
    .refine(
      (text) => /^https?:\/\/[^/?#@{}\\\s]+\/?$/.test(text) && URL.canParse(text),
      'must be an http or https address without path, such as https://registry.example',
    )
    .describe('Where the registry answers.'),
  repository: z
    .string()
    .max(255)
    .refine(
      (text) =>
        namesOnlyGiven(text) && /^[a-z0-9][a-z0-9._/-]*$/.test(text.replaceAll(/\{[a-z]+\}/g, 'x')),
      'must be the name of a repository such as acme/{service}',
    )
    .describe('The repository that holds the version; may name {service}.'),
  loginFrom: z
    .string()
    .regex(/^REGISTRY_[A-Z0-9_]+$/, 'must be the name of a variable such as REGISTRY_LOGIN')
    .optional()
    .describe(
      'The environment variable of the workers that holds `name:password` for it. Left out: anybody may read.',
    ),
  hosts: z
    .array(HostName)
    .max(10)
    .optional()
    .describe('Other hosts it sends to, for tokens or for what it stores.'),
});
export type RegistryPlace = z.infer<typeof RegistryPlace>;
