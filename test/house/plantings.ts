import { takesIn, type Wall } from './wall-list.ts';

/** One file put into a copy of `src` so that a wall has something to catch; `also` are files it needs. */
export type Planting = {
  readonly wall: string;
  readonly file: string;
  readonly imports: readonly string[];
  readonly also?: Readonly<Record<string, readonly string[]>>;
};

type Seed = Omit<Planting, 'wall'>;

/** Walls with a shape of their own; the families (rooms, packages, domain folders) are derived below. */
const byHand: Readonly<Record<string, Seed>> = {
  'rooms-are-named': { file: 'src/attic/planted.ts', imports: ['../domain/kernel/target.ts'] },
  'domain-folders-are-named': {
    file: 'src/domain/attic/planted.ts',
    imports: ['../kernel/target.ts'],
  },
  'main-imports': { file: 'src/main.ts', imports: ['./attic/target.ts'] },
  'main-packages': { file: 'src/main.ts', imports: ['node:vm'] },
  'only-start-runs-main': { file: 'src/cli/planted.ts', imports: ['../main.ts'] },
  'start-imports': { file: 'src/cli/start/run.ts', imports: ['../../attic/target.ts'] },
  'gates-are-strangers': { file: 'src/domain/gates/planted.ts', imports: ['./target.ts'] },
  'grammar-knows-no-verb': { file: 'src/commands/grammar/planted.ts', imports: ['../target.ts'] },
  'render-is-pure': { file: 'src/slack/render/planted.ts', imports: ['@slack/web-api'] },
  'providers-are-strangers': {
    file: 'src/providers/planted/planted.ts',
    imports: ['../target/target.ts'],
    also: { 'src/providers/target/target.ts': [] },
  },
  'sandbox-parts-are-strangers': {
    file: 'src/sandbox/planted/planted.ts',
    imports: ['../target/target.ts'],
    also: { 'src/sandbox/target/target.ts': [] },
  },
  'page-runs-in-a-browser': {
    file: 'src/sandbox/slack/page/planted.js',
    imports: ['../../../domain/kernel/target.ts'],
  },
  'src-stands-alone': {
    file: 'src/store/planted-tested.ts',
    imports: ['../../test/planted.ts'],
    also: { 'test/planted.ts': [] },
  },
  'ships-what-it-needs': { file: 'src/store/planted-tool.ts', imports: ['fast-check'] },
  'everything-resolves': { file: 'src/store/planted-nowhere.ts', imports: ['./nowhere.ts'] },
  'no-cycles': {
    file: 'src/store/planted-cycle.ts',
    imports: ['./planted-cycle-back.ts'],
    also: { 'src/store/planted-cycle-back.ts': ['./planted-cycle.ts'] },
  },
  'no-orphans': { file: 'src/store/planted-orphan.ts', imports: [] },
};

/** Every room and domain folder the walls name, and `attic`, which no wall names. */
function targetsOf(walls: readonly Wall[], family: RegExp): readonly string[] {
  return [...walls.flatMap((wall) => family.exec(wall.name)?.[1] ?? []), 'attic'];
}

/** A planting that breaks `wall` and, where the family is known, needs no line by hand. */
function derive(wall: Wall, walls: readonly Wall[]): Seed | undefined {
  const room = /^([a-z]+)-packages$/.exec(wall.name)?.[1];
  if (room) return { file: `src/${room}/planted-package.ts`, imports: ['node:vm'] };
  const folder = /^domain-([a-z]+)-imports$/.exec(wall.name)?.[1];
  if (folder) {
    const beyond = targetsOf(walls, /^domain-([a-z]+)-imports$/).find((target) =>
      takesIn(wall.to, `src/domain/${target}/target.ts`),
    );
    return { file: `src/domain/${folder}/planted-import.ts`, imports: [`../${beyond}/target.ts`] };
  }
  const from = /^([a-z]+)-imports$/.exec(wall.name)?.[1];
  if (!from) return undefined;
  const beyond = targetsOf(walls, /^([a-z]+)-packages$/).find(
    (target) => target !== 'main' && takesIn(wall.to, `src/${target}/target.ts`),
  );
  return { file: `src/${from}/planted-import.ts`, imports: [`../${beyond}/target.ts`] };
}

/**
 * One planting per wall, in the order of the list.
 * Throws when a wall has none: a wall nobody has seen catch anything may be a drawing of a wall.
 */
export function plantingsFor(walls: readonly Wall[]): readonly Planting[] {
  return walls.map((wall) => {
    const seed = byHand[wall.name] ?? derive(wall, walls);
    if (!seed) throw new Error(`wall ${wall.name} has no planting: add one to plantings.ts`);
    return { wall: wall.name, ...seed };
  });
}

/** Files that planted imports lead to: one in every room and domain folder. */
export function targetFiles(walls: readonly Wall[]): readonly string[] {
  const rooms = targetsOf(walls, /^([a-z]+)-packages$/).filter((room) => room !== 'main');
  const folders = targetsOf(walls, /^domain-([a-z]+)-imports$/);
  return [
    ...rooms.map((room) => `src/${room}/target.ts`),
    ...folders.map((folder) => `src/domain/${folder}/target.ts`),
  ];
}
