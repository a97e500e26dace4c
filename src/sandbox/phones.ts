import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { TOTP, URI } from 'otpauth';
import { z } from 'zod';

/** What an authenticator app shows: six digits, how long they still count, and how long each code does. */
export interface ShownCode {
  readonly code: string;
  readonly leftMs: number;
  readonly lastsMs: number;
}

/** The authenticator apps of everybody in the sandbox, by Slack account. */
export interface Phones {
  has(account: string): boolean;
  /** Takes the `otpauth:` address that enrolling answered with, in place of any before it. */
  scan(accounts: readonly string[], address: string): Promise<void>;
  /** Null: nobody enrolled this account. */
  shows(account: string, nowMs: number): ShownCode | null;
}

const Kept = z.record(z.string(), z.string());

/**
 * Opens the phones that are kept in this file, readable by its owner alone. One that cannot be read holds none: whoever
 * has no phone is enrolled anew.
 */
export function openPhones(file: string): Phones {
  const addresses = new Map(Object.entries(readKept(file)));
  return {
    has: (account) => addresses.has(account),
    async scan(accounts, address) {
      for (const account of accounts) addresses.set(account, address);
      const text = JSON.stringify(Object.fromEntries(addresses), null, 2);
      await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true });
      await rename(`${file}.new`, file);
    },
    shows(account, timestamp) {
      const address = addresses.get(account);
      const totp = address === undefined ? null : URI.parse(address);
      if (!(totp instanceof TOTP)) return null;
      return {
        code: totp.generate({ timestamp }),
        leftMs: totp.remaining({ timestamp }),
        lastsMs: totp.period * 1_000,
      };
    },
  };
}

function readKept(file: string): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
