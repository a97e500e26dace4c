import { providerTargets } from '../providers/index.ts';
import { calendar } from './calendar.ts';
import { check } from './check.ts';
import type { Print } from './print.ts';
import { reference } from './reference.ts';
import { schema } from './schema.ts';

/** One verb of the command line; answers with the exit code. */
export interface CliVerb {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  run(args: readonly string[], print: Print): Promise<number>;
}

/** Everything `fairway` can do. One file and one line each. */
export const cliVerbs: readonly CliVerb[] = [
  {
    name: 'start',
    usage: 'start',
    says: 'Start Fairway; without Slack and a database in the environment it is the sandbox',
    run: async (args, print) => (await import('./start/start.ts')).start(args, print), // loads the world
  },
  {
    name: 'check',
    usage: 'check [folder] [--traffic] [--json]',
    says: 'Check a configuration folder and name every fault with its line; with --traffic also whether its canaries have enough of it to judge by',
    run: (args, print) => check(args, print, providerTargets),
  },
  {
    name: 'access-review',
    usage:
      'access-review [folder] [--json] | --since=<day> [--until=<day>] [--as=csv|markdown|json]',
    says: 'Print who may deploy and approve what; of a time: who could, since when, by whose word',
    run: async (args, print) =>
      (await import('./access-review.ts')).accessReview(args, print, providerTargets), // loads the database
  },
  {
    name: 'explain',
    usage: 'explain <key> [folder]',
    says: 'Print what a key of the configuration is, where it is written, by whom, and what changing it takes',
    run: async (args, print) => (await import('./explain.ts')).explain(args, print), // asks git
  },
  {
    name: 'calendar',
    usage: 'calendar [folder] [--days=92]',
    says: 'Print the blackouts and release windows of a configuration as an iCalendar text',
    run: (args, print) => calendar(args, print, providerTargets),
  },
  {
    name: 'import-reviews',
    usage: 'import-reviews <source> <reviews.csv>',
    says: 'Take a report of reviews of the Play Console, for a source under reviews',
    run: async (args, print) => (await import('./import-reviews.ts')).importReviews(args, print), // loads the database
  },
  {
    name: 'mark',
    usage: 'mark <service>@<version> built|scanned --to=<hook> [--report=<address>]',
    says: 'Tell a Fairway from a job of CI that an artifact is built or scanned, by the hook of a publisher',
    run: async (args, print) => (await import('./mark.ts')).mark(args, print), // loads the grammar
  },
  {
    name: 'tests',
    usage:
      'tests <junit.xml…> --service=<service> --commit=<commit> --to=<hook> [--variant=<word>] [--retried] [--exit=<status>]',
    says: 'Tell a Fairway from a job of CI what its tests did, and hear which failures count: none of a flaky test that somebody has in quarantine',
    run: async (args, print) => (await import('./tests.ts')).tests(args, print), // loads the domain
  },
  {
    name: 'schema',
    usage: 'schema',
    says: 'Write the JSON Schemas of the configuration, for editors',
    run: (args, print) => schema(args, print),
  },
  {
    name: 'reference',
    usage: 'reference [folder]',
    says: 'Write what can be typed and configured, printed from the lists the program runs on',
    run: (args, print) => reference(args, print, cliVerbs),
  },
  {
    name: 'probe',
    usage: 'probe --allow=<hosts> [--port=7070]',
    says: 'Walk journeys from this host for the workers that have its token',
    run: async (args, print) => (await import('./probe.ts')).probe(args, print), // loads the network
  },
  {
    name: 'migrate',
    usage: 'migrate',
    says: 'Bring the database up to this version and end, where the role that starts Fairway may not',
    run: async (args, print) => (await import('./migrate.ts')).migrate(args, print), // loads BullMQ
  },
  {
    name: 'adopt',
    usage: 'adopt <folder> because <why>',
    says: 'Put a configuration into force without the approvals its rules ask for; the channel is told',
    run: async (args, print) => (await import('./adopt.ts')).adopt(args, print), // loads the database
  },
  {
    name: 'enrol',
    usage: 'enrol <person> [--revoke]',
    says: "Make the secret of a person's second factor, shown once, or take it away",
    run: async (args, print) => (await import('./enrol.ts')).enrol(args, print), // loads the database
  },
  {
    name: 'minutes',
    usage: 'minutes D-12 | verify <file> [--keys=<file>]',
    says: 'Print the signed minutes of a change advisory board, or check a file of them offline',
    run: async (args, print) => (await import('./minutes.ts')).minutes(args, print), // loads the database
  },
  {
    name: 'people',
    usage: 'people key <file> | sign <list.json> --key=<file> --name=<key> | import <signed.json>',
    says: 'Make a key, sign a list of who is here with it, and have Fairway take a signed list',
    run: async (args, print) => (await import('./people.ts')).people(args, print), // loads the database
  },
  {
    name: 'reset',
    usage: 'reset',
    says: 'Remove the data folder of the sandbox',
    // Loaded when it is wanted: a real Fairway has nothing of the sandbox in its memory.
    run: async (_args, print) =>
      (await import('./reset.ts')).reset({
        dataFolder: process.env['FAIRWAY_DATA'] ?? '.fairway',
        print,
      }),
  },
];
