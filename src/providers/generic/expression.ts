import { type ASTNode, Environment } from '@marcbachmann/cel-js';

/** An expression of CEL that is safe to ask of a stranger's body. */
export type Ask = (values: Readonly<Record<string, unknown>>) => unknown;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 300, maxDepth: 24, maxListElements: 50, maxMapEntries: 50 },
});

/** They look at every element of a list. */
const LOOPS = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

/**
 * Compiles it once. `matches` is refused, since a regular expression can take for ever over a text that
 * somebody chose, and so is a loop in a loop. @throws with why it is refused; asking throws where the body
 * does not have what it names
 */
export function compile(text: string): Ask {
  const parsed = environment.parse(text);
  assertBounded(parsed.ast, 0);
  return (values) => parsed(values);
}

function assertBounded(node: ASTNode, loops: number): void {
  const name = nameOf(node);
  if (name === 'matches') throw new Error('matches() is not allowed: it may take for ever');
  const inner = name !== null && LOOPS.has(name) ? loops + 1 : loops;
  if (inner > 1) throw new Error(`${name}() inside another loop is not allowed`);
  for (const part of nodesIn(node.args)) assertBounded(part, inner);
}

function nameOf({ op, args }: ASTNode): string | null {
  if (op !== 'call' && op !== 'rcall') return null;
  return Array.isArray(args) && typeof args[0] === 'string' ? args[0] : null;
}

function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
}
