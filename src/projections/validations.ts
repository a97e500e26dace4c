import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Finding } from '../domain/deployment/found.ts';
import { list } from './parts.ts';
import type { Item, Part } from './view.ts';

/** What its validations found, in whole sentences; null where nothing was looked at. */
export function validationsPart({ findings = [] }: Deployment): Part | null {
  const items = findings.filter(({ what }) => what === 'validation').map(item);
  return items.length === 0 ? null : list('Validations', items);
}

function item({ name, outcome, says }: Finding): Item {
  const mark = outcome === 'green' ? 'done' : outcome === 'red' ? 'failed' : 'next';
  return { mark, line: [{ bold: name }, ': ', { foreign: says }] };
}
