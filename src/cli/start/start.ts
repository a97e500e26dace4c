import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { doubtsOf, sayDoubt } from '../../config/doubts.ts';
import { sayVariableFault } from '../../config/env/variable-fault.ts';
import { readEnvironment, type StartSettings } from '../../config/env.ts';
import { sayFault } from '../../config/fault.ts';
import { topologyOf } from '../../providers/index.ts';
import { secretsOf } from '../../providers/programs/redact.ts';
import type { Print } from '../print.ts';
import { today } from '../today.ts';
import { CannotStart, StoppedEarly } from './cannot-start.ts';
import { type Closing, createClosing } from './closing.ts';
import type { ReadConfiguration, UnreadConfiguration } from './configuration.ts';
import type { Ground } from './ground.ts';
import { createLog, secretsIn } from './log.ts';
import { wordsOf } from './reach.ts';
import { run } from './run.ts';
import { secondFactorKeyOf } from './second-factor-key.ts';
import { signingKeyOf } from './signing-key.ts';
import { listenForStop } from './stopping.ts';
import { tellersOf } from './telemetry.ts';
import { loadAt } from './wellspring.ts';

/** The database of the sandbox may need all of it; what is not done then is resumed at the next start. */
const STOP_WITHIN_MS = 15_000;
const LEAVE_MS = 500;
/** The image: it has neither the example nor the embedded database. */
const NOT_HERE =
  'Neither Slack nor a database is set, so this would be the sandbox, and its organisation (FAIRWAY_CONFIG) is not here. ' +
  'For a real start set SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, DATABASE_URL and FAIRWAY_CONFIG; ' +
  'for the sandbox run `npm start` in a checkout of Fairway.';

/**
 * `fairway start`: reads how it was told to run, stands on its ground, and runs until it is stopped.
 * Answers with the exit code: 0 stopped in good order, 1 could not start, or not all could be closed.
 */
export async function start(args: readonly string[], print: Print): Promise<number> {
  const stopping = listenForStop();
  const read = readEnvironment(process.env, args);
  if (!read.ok) {
    for (const fault of read.faults) print(sayVariableFault(fault));
    return 1;
  }
  const { settings } = read;
  const configuration = await readConfiguration(settings, print);
  if (!configuration) return 1;
  const log = logFor(settings);
  for (const note of settings.notes) print(note);
  const closing = createClosing(log);
  const { role, url } = settings;
  try {
    const ground = await groundOf(settings, log);
    closing.add('the ground', ground.stop);
    const { signal } = stopping;
    const tellers = await tellersOf(settings.telemetry);
    const keys = { sign: signingKeyOf(settings), secondFactorKey: secondFactorKeyOf(settings) };
    const given = { role, url, ...keys, ground, configuration, tellers };
    await run({ ...given, closing, signal, log, print });
  } catch (error) {
    const early = error instanceof StoppedEarly;
    print(early ? 'Stopped before it was ready.' : sentenceOf(error, log));
    const closed = await close(closing, print);
    return leave(early && closed ? 0 : 1);
  }
  const signal = await stopping.asked;
  print(`Stopping (${signal}): finishing what is under way.`);
  return leave((await close(closing, print)) ? 0 : 1);
}

/** The process ends by itself now; whatever still holds it open is not worth waiting for. */
function leave(code: number): number {
  setTimeout(() => process.exit(code), LEAVE_MS).unref();
  return code;
}

/** Only what is needed is loaded: a real Fairway has nothing of the sandbox in its memory. */
async function groundOf(settings: StartSettings, log: Logger): Promise<Ground> {
  if (settings.mode === 'real') return (await import('./real.ts')).realGround(settings, log);
  return (await import('./sandbox.ts')).sandboxGround(settings, log);
}

async function close(closing: Closing, print: Print): Promise<boolean> {
  const left = await closing.all(STOP_WITHIN_MS);
  if (left.length === 0) return true;
  const seconds = STOP_WITHIN_MS / 1_000;
  print(`Not closed within ${seconds} s: ${left.join(', ')}. The next start resumes it.`);
  return false;
}

function sentenceOf(error: unknown, log: Logger): string {
  if (error instanceof CannotStart) return error.message;
  log.debug({ err: error }, 'the start failed');
  return `Fairway could not start: ${wordsOf(error)} (LOG_LEVEL=debug shows where.)`;
}

async function readConfiguration(
  settings: StartSettings,
  print: Print,
): Promise<ReadConfiguration | UnreadConfiguration | null> {
  const { configFolder: folder, configRef: ref } = settings;
  const repository = repositoryOf(settings);
  if (settings.mode === 'sandbox' && !repository && !existsSync(folder)) {
    print(NOT_HERE);
    return null;
  }
  const whence = { folder, ref, repository };
  const loaded = await loadAt(whence);
  if (loaded.ok) {
    for (const doubt of doubtsOf(loaded, today(), process.env, topologyOf)) print(sayDoubt(doubt));
    return { ...loaded, ...whence };
  }
  const faults = loaded.faults.map(sayFault);
  for (const fault of faults) print(fault);
  // What was in force when it could be reached last is in the database, and is gone by.
  if (repository) return { ...whence, catalog: null, faults };
  print(
    `Fairway does not start on a configuration with faults. Check it: npm run fairway -- check ${folder}`,
  );
  return null;
}

function repositoryOf({ configRepository, configRef, stateFolder }: StartSettings) {
  if (configRepository === null) return null;
  const { url, user, token, every } = configRepository;
  const mirror = resolve(stateFolder, 'configuration.git');
  return { url, user, token: token?.reveal() ?? null, every, mirror, ref: configRef ?? 'main' };
}

/** On stderr; in the sandbox only what a person should see, for stdout is theirs. */
function logFor(settings: StartSettings): Logger {
  const quiet = settings.mode === 'sandbox' && process.env['LOG_LEVEL'] === undefined;
  const level = quiet ? 'warn' : settings.logLevel;
  const env = Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]));
  const secrets = [...secretsIn(settings), ...secretsOf(Object.fromEntries(env), [])];
  return createLog({ level, role: settings.role, secrets });
}
