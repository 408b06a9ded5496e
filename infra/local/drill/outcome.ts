import { CONFIRM_MS } from '../../../shared/domain/gate.ts';
import type { Text } from '../../../shared/law/roles.ts';
import type { Tried } from './load.ts';

/** What was seen. Moments are milliseconds of one clock; `commit` is when the measure's answer had come: not before its commit. */
export interface Observed {
  readonly tried: readonly Tried[];
  readonly commit: number;
  readonly stream: { readonly bytes: number; readonly last: number; readonly completeness: string };
  /** From the commit to the confirmation as the platform tells both, milliseconds; `undefined` when none came. */
  readonly confirmedAfter: number | undefined;
}

/** The measured times of a drill, in whole milliseconds, and what of the promise did not hold. */
export interface Outcome {
  readonly admittedBefore: number;
  readonly begunAfter: number;
  /** Begun after the commit and allowed all the same: the promise is that there is none. */
  readonly allowedAfter: number;
  /** From the commit to the first refusal; 0 when it came before the measure's own answer. */
  readonly firstRefusedMs: number | undefined;
  readonly lastByteMs: number;
  readonly streamBytes: number;
  readonly confirmedMs: number | undefined;
  readonly broken: readonly Text[];
}

/** Judges a drill by the platform's own promise. @see POLICY-8, DZ-43 */
export function outcomeOf({ tried, commit, stream, confirmedAfter }: Observed): Outcome {
  const allowed = (one: Tried) => one.status >= 200 && one.status < 300;
  const after = tried.filter(({ began }) => began > commit);
  const refusals = tried.filter(({ status }) => status === 403).map(({ ended }) => ended);
  const first = refusals.length > 0 ? refusals.reduce((a, b) => Math.min(a, b)) : undefined;
  const measured = {
    admittedBefore: tried.filter((one) => one.ended <= commit && allowed(one)).length,
    begunAfter: after.length,
    allowedAfter: after.filter(allowed).length,
    firstRefusedMs: first === undefined ? undefined : Math.round(Math.max(0, first - commit)),
    lastByteMs: Math.round(Math.max(0, stream.last - commit)),
    streamBytes: stream.bytes,
    confirmedMs: confirmedAfter,
  };
  const checks: readonly (readonly [boolean, Text])[] = [
    [measured.admittedBefore > 0, { zh: '措施之前没有一次供给', en: 'nothing was supplied before the measure' }],
    [after.some(({ status }) => status === 403), { zh: '措施之后没有一次拒绝', en: 'nothing was refused after it' }],
    [measured.allowedAfter === 0, { zh: '措施提交后仍有请求放行', en: 'a request begun after the commit was allowed' }],
    [measured.lastByteMs <= CONFIRM_MS, { zh: '供给流超过时限仍在继续', en: 'the stream ran on beyond the bound' }],
    [stream.completeness === 'cut', { zh: '供给流未被切断', en: 'the stream was not cut' }],
    [
      confirmedAfter !== undefined && confirmedAfter >= CONFIRM_MS,
      { zh: '措施未按时限确认', en: 'the measure was not confirmed, or before the bound had passed' },
    ],
  ];
  return { ...measured, broken: checks.flatMap(([holds, text]) => (holds ? [] : [text])) };
}
