import type { Deployment } from '../domain/deployment/deployment.ts';
import { currentStep } from '../domain/deployment/deployment.ts';
import { askReason } from './parts.ts';
import type { Form } from './view.ts';

/** Why it goes on without its verdict, or without one check; `d` where it is known what is left out. */
export function skipForm(id: string, d: Deployment | null): Form {
  return askReason(
    'skip',
    { id },
    {
      title: `Skip in ${id.toUpperCase()}`.slice(0, 24),
      submit: 'Go on',
      label: 'Why? Its thread and the ledger keep this.',
      hint: d ? leftOut(d) : 'Nothing will then say whether the version is well by it.',
    },
  );
}

function leftOut(d: Deployment): string {
  const name = `${d.service} ${d.artifact.version}`;
  const step = currentStep(d)?.kind;
  return step === 'journey' || step === 'validate'
    ? `Nothing will then say whether ${name} is well by this check.`
    : `All traffic goes to ${name} without waiting for its verdict.`;
}
