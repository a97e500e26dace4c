import { counting } from '../governance/approval.ts';
import type { Deployment } from './deployment.ts';

/** Asked for as the fix of an incident, and somebody else said yes to it. */
export function isApprovedFix({ fixes, approvals, planDigest, requestedBy }: Deployment): boolean {
  return fixes != null && counting(approvals, planDigest, [requestedBy]).length > 0;
}
