/**
 * The walls of the house (read by dependency-cruiser: `npm run walls`) and the only truth about
 *   1. which room may import which (`rooms`, `domainFolders`),
 *   2. which package and core module each room may use (`packages`: a new one is one line with a reason).
 * test/house/walls.test.ts plants one violation per wall and sees each caught.
 */

/** Room: the rooms it may import besides itself. */
const rooms = {
  domain: [],
  ports: ['domain'],
  config: ['domain'],
  facts: ['domain', 'ports'],
  projections: ['domain', 'ports'],
  commands: ['domain', 'ports', 'projections'],
  workflow: ['domain', 'ports'],
  slack: ['domain', 'ports', 'commands', 'projections'],
  http: ['domain', 'ports', 'commands', 'projections'],
  providers: ['domain', 'ports'],
  store: ['domain', 'ports'],
  queue: ['domain', 'ports'],
  sandbox: ['domain', 'ports'],
};
// cli and main assemble the others. Nobody imports main, with one exception (ADR 0006):
// src/cli/start/run.ts, because `fairway start` is what runs the composition root.
rooms.cli = Object.keys(rooms);
const starter = '^src/cli/start/run[.]ts$';

/** Folder of the domain: the folders of the domain it may import besides itself (ADR 0007). */
const nouns = [
  'artifact',
  'pipeline',
  'environment',
  'governance',
  'verdict',
  'risk',
  'breaker',
  'incident',
  'feedback',
  'elsewhere',
];
const planned = ['kernel', ...nouns, 'flag', 'plan', 'strategies'];
const domainFolders = {
  kernel: [],
  ...Object.fromEntries(nouns.map((noun) => [noun, ['kernel']])),
  risk: ['kernel', 'verdict'], // a score weighs verdicts; the other nouns are strangers
  dora: ['kernel'], // five metrics over what is recorded
  stages: ['kernel', 'dora'], // where deployments fail and wait; the intervals are DORA's
  flag: ['kernel'], // what a flag is, and what one state of it brings over another
  flaky: ['kernel'], // which tests pass and fail on one commit, and who answers for them
  plan: ['kernel', ...nouns],
  strategies: ['kernel', ...nouns, 'plan'],
  catalog: planned, // what is configured names strategies, rules and windows
  gates: ['kernel', ...nouns, 'plan', 'catalog'],
  correlation: [...planned, 'catalog', 'gates', 'deployment'], // which change did it
  configuration: [...planned, 'catalog'], // its versions, and what changing it takes
  deployment: [...planned, 'catalog', 'gates', 'dora', 'stages'],
  rulebook: [...planned, 'catalog', 'gates', 'deployment'], // what is proved of all rules at once
};

/** Packages of every edge where something untyped comes in. */
const edges =
  'domain ports config facts projections commands workflow slack http providers store queue sandbox';

/** Package (a trailing `/`: its whole scope) or core module, the rooms that may use it, why. */
// biome-ignore format: one line per package is the point of the table
const packages = [
  ['zod', edges, 'a schema and its type share one name, at every edge'],
  ['canonicalize', 'domain', 'RFC 8785 text of plans and ledger entries; pure'],
  ['temporal-polyfill', 'domain projections commands config', 'zones and wall clocks, told the time; pure'],
  ['rrule-temporal', 'domain', 'recurring windows; the rules of RFC 5545 are not ours to write'],
  ['ignore', 'domain', 'how patterns of .gitignore and CODEOWNERS match; pure'],
  ['fastest-levenshtein', 'domain commands config', 'did-you-mean; pure'],
  ['semver', 'domain', 'which version is newer and what lies in a range; pure'],
  ['packageurl-js', 'domain', 'package URLs, taken apart and written as their specification has it; pure'],
  ['spdx-expression-parse', 'domain', 'expressions of licences; pure'],
  ['re2js', 'domain', 'regular expressions in linear time: RE2 in plain JavaScript; pure'],
  ['json-p3', 'domain', 'JSON paths of RFC 9535; pure'],
  ['tough-cookie', 'providers', 'cookies of a journey, as browsers keep them'],
  ['playwright-core', 'providers', 'a browser for the steps of a journey; optional, loaded when one is walked'],
  ['@openfeature/flagd-core', 'providers', 'who gets which variant of a flag: targeting is not ours to write'],
  ['@marcbachmann/cel-js', 'providers', 'expressions over alerts of any form; bounded, and no regular expressions'],
  ['shlex', 'commands', 'splits a command line and keeps Slack markup whole'],
  ['yaml', 'config', 'YAML with line and column of every node'],
  ['@slack/', 'slack', 'Bolt, Web API, Socket Mode and their types'],
  ['fastify', 'http', 'one port for Slack, webhooks, health and pages'],
  ['@fastify/', 'http', 'how often a browser may ask'],
  ['preact', 'http', 'pages whose every text is escaped'],
  ['preact-render-to-string', 'http', 'the same, as the text that is sent'],
  ['@prometheus-io/client', 'http sandbox', 'our own metrics, and those of the sample services'],
  ['otpauth', 'store sandbox', 'codes of RFC 6238, compared in constant time, and shown by the phones of the sandbox'],
  ['pg', 'store queue sandbox', 'the one PostgreSQL client (ADR 0002)'],
  ['drizzle-orm', 'store', 'tables as types, queries as values'],
  ['bullmq', 'queue', 'the doorbell'],
  ['ioredis', 'queue', 'the doorbell on Redis'],
  ['echarts', 'providers', 'charts: axes and scales are not ours to draw'],
  ['zrender', 'providers', 'what the library of charts keeps of a word is kept safely (kept-words.ts)'],
  ['@napi-rs/canvas', 'providers', 'what they are drawn on, without a browser'],
  ['undici', 'providers', 'connections whose address is checked as they are made (providers/outbound)'],
  ['ipaddr.js', 'providers', 'which range an address lies in, wrapped ones too; pure'],
  ['ws', 'sandbox', 'the local Slack speaks Socket Mode'],
  ['@opentelemetry/', 'providers', 'spans and OTLP: names and wire format are not ours to write'],
  ['cloudevents', 'providers', 'the envelope of what other machines are told'],
  ['pino', '', 'only main makes a logger; the rooms know the Log port'],
  ['node:async_hooks', 'ports', 'which trace a line of the log belongs to, without an argument in every call (ADR 35)'],
  ['node:crypto', 'config slack http providers store sandbox', 'signatures and hashes at the edge; the domain is handed `digest`'],
  ['node:fs', 'config providers store sandbox', 'configuration, migrations, the sandbox'],
  ['node:fs/promises', 'config providers store sandbox', 'as node:fs'],
  ['node:path', 'config providers store sandbox', 'as node:fs'],
  ['node:url', 'config providers store sandbox', 'the files beside a module'],
  ['node:os', 'providers sandbox', 'temporary folders, user ids'],
  ['node:child_process', 'providers sandbox', 'argv, never a shell'],
  ['node:dns/promises', 'providers', 'what a name stands for, checked where the connection is made'],
  ['node:https', 'slack', 'keep-alive calls to Slack'],
  ['node:http', 'slack http providers sandbox', 'servers, and the types of the receiver'],
  ['node:tls', 'providers', 'certificates and protocols of what was deployed'],
  ['node:worker_threads', 'providers', 'drawing beside the loop that answers people, in memory that is given back'],
  ['node:module', 'providers', 'where the font of a package lies'],
  ['node:net', 'providers sandbox', 'line protocols, free ports'],
  ['node:stream', 'http providers sandbox', 'bodies and output of processes'],
  ['node:readline', 'providers sandbox', 'output of processes, line by line'],
  ['node:events', 'providers sandbox', 'waiting for one event of a process or socket'],
  ['node:timers/promises', 'providers store queue sandbox', 'bounded waiting beside a process or a connection'],
  ['node:perf_hooks', 'http sandbox', 'event-loop delay'],
  ['node:util', '', 'cli alone: parseArgs'],
  ['node:process', '', 'cli alone: argv and exit codes'],
];

const names = Object.keys(rooms).join('|');
const anyPackage = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-no-pkg',
  'npm-unknown',
  'core',
];

/** What `path` of a dependency looks like: core modules by bare name, packages wherever they lie. */
function packagePattern(name) {
  if (name.startsWith('node:')) return `^(node:)?${name.slice('node:'.length)}$`;
  const folder = name.endsWith('/') ? name : `${name}/`;
  return `(^|/)node_modules/(@types/)?${folder.replaceAll('.', '[.]')}`;
}

function allowedIn(room) {
  const all = room === 'cli' || room === 'main';
  return packages
    .filter(([, users]) => all || users.split(' ').includes(room))
    .map(([name]) => name);
}

function wall(name, comment, from, to) {
  return { name, severity: 'error', comment, from, to };
}

const roomWalls = Object.entries(rooms).map(([room, may]) =>
  wall(
    `${room}-imports`,
    `src/${room} may import only: ${may.join(', ') || 'itself'}`,
    { path: `^src/${room}/`, ...(room === 'cli' ? { pathNot: starter } : {}) },
    { path: '^src/', pathNot: `^src/(${[room, ...may].join('|')})/` },
  ),
);

const packageWalls = [...Object.keys(rooms), 'main'].map((room) =>
  wall(
    `${room}-packages`,
    `src/${room} may use only: ${allowedIn(room).join(', ')}; a new one is a line in walls.cjs`,
    { path: room === 'main' ? '^src/main[.]ts$' : `^src/${room}/` },
    { dependencyTypes: anyPackage, pathNot: allowedIn(room).map(packagePattern) },
  ),
);

const domainWalls = Object.entries(domainFolders).map(([folder, may]) =>
  wall(
    `domain-${folder}-imports`,
    `src/domain/${folder} may import only: ${may.join(', ') || 'itself'}`,
    { path: `^src/domain/${folder}/` },
    { path: '^src/domain/', pathNot: `^src/domain/(${[folder, ...may].join('|')})/` },
  ),
);

const innerWalls = [
  wall(
    'rooms-are-named',
    'a file of src lies in a room of this table, or is main.ts',
    { path: '^src/', pathNot: `^src/((${names})/|main[.]ts$)` },
    {},
  ),
  wall(
    'domain-folders-are-named',
    'a file of src/domain lies in a folder of this table',
    { path: '^src/domain/', pathNot: `^src/domain/(${Object.keys(domainFolders).join('|')})/` },
    {},
  ),
  wall(
    'main-imports',
    'main assembles rooms, nothing beside them',
    { path: '^src/main[.]ts$' },
    { path: '^src/', pathNot: `^src/(${names})/` },
  ),
  wall(
    'only-start-runs-main',
    'nobody imports main but src/cli/start/run.ts (ADR 0006)',
    { path: '^src/', pathNot: starter },
    { path: '^src/main[.]ts$' },
  ),
  wall(
    'start-imports',
    'src/cli/start/run.ts may import any room, and main',
    { path: starter },
    { path: '^src/', pathNot: `^src/((${names})/|main[.]ts$)` },
  ),
  wall(
    'gates-are-strangers',
    'only the list (index.ts) knows a gate; a gate knows gate.ts and the types of facts',
    { path: '^src/domain/gates/', pathNot: '^src/domain/gates/index[.]ts$' },
    { path: '^src/domain/gates/', pathNot: '^src/domain/gates/(gate[.]ts$|facts([.]ts$|/))' },
  ),
  wall(
    'grammar-knows-no-verb',
    'the grammar reads text; verbs use it, never the other way',
    { path: '^src/commands/grammar/' },
    { path: '^src/commands/', pathNot: '^src/commands/grammar/' },
  ),
  wall(
    'render-is-pure',
    'src/slack/render turns a view into blocks and does nothing else',
    { path: '^src/slack/render/' },
    { dependencyTypes: anyPackage, pathNot: ['(^|/)node_modules/@slack/types/'] },
  ),
  wall(
    'providers-are-strangers',
    'a provider never imports another; all may ask the web through outbound, and run programs of yours by programs',
    { path: '^src/providers/([^/]+)/' },
    { path: '^src/providers/[^/]+/', pathNot: '^src/providers/($1|outbound|programs)/' },
  ),
  wall(
    'sandbox-parts-are-strangers',
    'the local Slack, the fleet and the database meet in src/sandbox/index.ts alone',
    { path: '^src/sandbox/([^/]+)/' },
    { path: '^src/sandbox/[^/]+/', pathNot: '^src/sandbox/$1/' },
  ),
  wall(
    'page-runs-in-a-browser',
    'a page module imports page modules, served as they are',
    { path: '^src/sandbox/slack/page/' },
    { pathNot: '^src/sandbox/slack/page/' },
  ),
  wall(
    'src-stands-alone',
    'what ships never imports tests or benches',
    { path: '^src/' },
    { path: '^(test|bench)/' },
  ),
  wall(
    'ships-what-it-needs',
    'src runs on `dependencies`, never on devDependencies',
    { path: '^src/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '/node_modules/@types/' },
  ),
  wall('everything-resolves', 'an import that leads nowhere', {}, { couldNotResolve: true }),
  wall('no-cycles', 'a cycle has no bottom to start reading from', {}, { circular: true }),
  wall(
    'no-orphans',
    'a file that nobody imports and that imports nothing',
    {
      orphan: true,
      pathNot: [
        '[.]d[.]ts$',
        '^src/sandbox/slack/page/',
        '^src/cli/fairway[.]ts$',
        '^src/main[.]ts$',
      ],
    },
    {},
  ),
];

module.exports = {
  forbidden: [...roomWalls, ...packageWalls, ...domainWalls, ...innerWalls],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
  },
};
