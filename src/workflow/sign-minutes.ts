import { MINUTES_FORM } from '../domain/deployment/minutes.ts';
import { minutesText, type Sign } from '../domain/deployment/signed-minutes.ts';
import type { Entry } from '../domain/kernel/change.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Decision, Row, Store } from '../ports/store.ts';

/** The same store, which signs minutes as they are recorded; without a key they are recorded unsigned. */
export function signingMinutes(store: Store, sign: Sign | null): Store {
  if (!sign) return store;
  return {
    ...store,
    change: (about, decide) => store.change(about, (held) => signed(decide(held), sign)),
  };
}

function signed(decision: Decision, sign: Sign): Decision {
  if (decision === null || isRefusal(decision)) return decision;
  const keys = new Map<string, string>();
  const ledger = decision.ledger.map((entry): Entry => {
    if (entry.evidence['form'] !== MINUTES_FORM) return entry;
    const signature = sign(minutesText(entry.evidence));
    keys.set(entry.subject, signature.key);
    return { ...entry, evidence: { ...entry.evidence, signature } };
  });
  if (keys.size === 0) return decision;
  const rows = decision.rows.map((one): Row => {
    const key = one.table === 'deployment' ? keys.get(one.row.id) : undefined;
    return one.table === 'deployment' && key !== undefined
      ? { ...one, row: { ...one.row, minutesKey: key } }
      : one;
  });
  return { ...decision, ledger, rows };
}
