import type { Agreement, Terms } from './agreement-schema.ts';

/** The version that waits for signatures, if any: the proposed terms, or a pending amendment. */
export function signable(state: Agreement): Terms | undefined {
  if (state.status === 'proposed' || state.status === 'partly-signed') return state.terms;
  return state.status === 'in-effect' ? state.amendment?.terms : undefined;
}
