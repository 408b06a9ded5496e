import type { ArticleId } from '../law/articles/titles.ts';
import { type OpenClock, openClock, periodAt } from '../law/periods.ts';
import type { Text } from '../law/roles.ts';
import { type Instant, localDate } from '../law/time.ts';
import type { Agreement, AgreementCommand, AgreementEvent, Terms } from './agreement-schema.ts';
import type { Signature } from './agreement-signature.ts';
import { type Decision, type In, notFound, type Refusal, refuse, refuseAll } from './decision.ts';

type Command<K extends AgreementCommand['type']> = Extract<AgreementCommand, { type: K }>;
type Proposed = In<Agreement, 'proposed'> | In<Agreement, 'partly-signed'>;

/** Signs the proposed text; the second side completes it. @see ESL-3, ESL-13 */
export function sign(command: Command<'sign'>, state: Proposed): Decision<AgreementEvent> {
  const earlier = state.status === 'partly-signed' ? state.signatures : [];
  const clock = state.status === 'partly-signed' ? state.clock : undefined;
  const signature = signatureOf(command, state, state.terms, earlier, clock);
  if ('refused' in signature) return signature;
  return [{ type: 'signed', at: command.at, signature, ...clockAfter(command.at, earlier) }];
}

/** The first signature gives the other side its time; no value in force: no time runs. */
function clockAfter(at: Instant, earlier: readonly Signature[]): { clock?: OpenClock } {
  const starts = earlier.length === 0 && periodAt('POLICY-12', localDate(at)) !== undefined;
  return starts ? { clock: openClock('POLICY-12', at) } : {};
}

/** Who signed alone too long signed nothing: the text goes back to its author. @see POLICY-12 */
export function lapse({ at }: Command<'lapse-signing'>, clock: OpenClock | undefined): Decision<AgreementEvent> {
  if (!clock) return refuse('POLICY-12', { zh: '没有等待对方签署的签名', en: 'no signature waits for another' });
  if (at < clock.dueAt) {
    return refuse('POLICY-12', { zh: '签署期限未满', en: 'the time to sign is not over' });
  }
  return [{ type: 'signing-lapsed', at }];
}

/** Signs the pending amendment; with the second signature it is the agreement. */
export function signAmendment(command: Command<'sign'>, state: In<Agreement, 'in-effect'>): Decision<AgreementEvent> {
  const { amendment } = state;
  if (!amendment) return noAmendment();
  const signature = signatureOf(command, state, amendment.terms, amendment.signatures, amendment.clock);
  if ('refused' in signature) return signature;
  const { at } = command;
  const signed = { type: 'amendment-signed', at, signature, ...clockAfter(at, amendment.signatures) } as const;
  const both = amendment.signatures.length > 0;
  return both ? [signed, { type: 'amended', at, version: amendment.terms.version, ...refiling(at, state) }] : [signed];
}

/** The text that counts now is filed anew; a filing that is owed still keeps its time, which ends first. @see LOCAL-5 */
function refiling(at: Instant, { filingClock }: In<Agreement, 'in-effect'>): { filingClock?: OpenClock } {
  const starts = filingClock === undefined && periodAt('LOCAL-5', localDate(at)) !== undefined;
  return starts ? { filingClock: openClock('LOCAL-5', at) } : {};
}

/** One side's signature, or every reason against it. Sides sign in either order. */
function signatureOf(
  command: Command<'sign'>,
  parties: { readonly grantor: string; readonly operator: string },
  terms: Terms,
  earlier: readonly Signature[],
  clock: OpenClock | undefined,
): Signature | Refusal {
  const { type: _, actor, at, electronic, ...signing } = command;
  // Two parties, never one organization: whoever acts for this side's organization was judged in this side's role.
  if (actor.organization !== parties[signing.side]) return notFound('foreign', 'ESL-3');
  const late = clock !== undefined && at >= clock.dueAt;
  const wrong: readonly (readonly [boolean, ArticleId, string, Text])[] = [
    [late, 'POLICY-12', '/side', { zh: '首方签署后的签署期限已满', en: 'the first signature has lapsed' }],
    [
      (signing.jws === undefined) === (signing.passkey === undefined),
      'ESL-13',
      '/jws',
      { zh: '须且只须一种签名：密钥签名或通行密钥', en: 'one signature exactly: by a key, or by a passkey' },
    ],
    [!electronic, 'ESL-3', '/electronic', { zh: '须同意采用电子形式', en: 'consent to electronic form is missing' }],
    [
      signing.textHash !== terms.textHash,
      'ESL-13',
      '/textHash',
      { zh: '签署的文本与待签文本不一致', en: 'the text signed is not the text proposed' },
    ],
    [
      earlier.some((one) => one.side === signing.side),
      'ESL-13',
      '/side',
      { zh: '该方已经签署', en: 'this side has signed already' },
    ],
    [
      earlier.some((one) => one.person === actor.person),
      'POLICY-7',
      '/side',
      { zh: '同一人不得代表双方签署', en: 'one person cannot sign for both sides' },
    ],
    [
      earlier.some((one) => one.key === signing.key),
      'POLICY-7',
      '/key',
      { zh: '同一密钥不得用于双方签署', en: 'one key cannot sign for both sides' },
    ],
  ];
  const refused = refuseAll(
    wrong.filter(([is]) => is).map(([, article, pointer, detail]) => ({ article, pointer, detail })),
  );
  return refused ?? { ...signing, electronic: true, person: actor.person, at };
}

export const noAmendment = () => refuse('OPS-14', { zh: '没有待签署的变更', en: 'no amendment waits' });
