import type { StrategyConfig } from './index.ts';

/** How much of what its criteria call worse a canary would see on the usual traffic. */
export type Seeing = 'enough' | 'too little' | 'not known';

/**
 * Whether it is refused for that. Where nobody said, people must meet it and its judges must have a say: in a protected
 * environment, unless they only observe. What is not known is then no reason, since a judge without evidence asks people.
 */
export function isRefused(
  strategy: Extract<StrategyConfig, { kind: 'canary' }>,
  { protected: isProtected }: { readonly protected: boolean },
  sees: Seeing,
): boolean {
  const { requirePower, mode } = strategy;
  if (sees === 'enough') return false;
  return requirePower ?? (sees === 'too little' && isProtected && mode !== 'observe');
}
