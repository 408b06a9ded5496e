import { setTimeout as pause } from 'node:timers/promises';
import { verifyHours } from '../../../shared/ledger/hours-verified.ts';
import { checkSignature } from '../../../shared/store/check-signature.ts';
import { sha256 } from '../../../shared/store/store.ts';
import { problemOf, tell } from '../client.ts';
import type { Kept } from './proof.ts';
import { holds, refused } from './seen.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** What was supplied on the agreement, as evidence for somebody else: sealed hours only, checked with our own hands. @see POLICY-20 */
export async function served({ play }: Stage, agreement: string, { policy }: Kept): Promise<void> {
  // The records stand on the real clock, whatever the domain clock was moved to.
  const evidenceOf = (ms: number) => `/evidence/deliveries?id=${agreement}&after=${new Date(ms).toISOString()}`;
  await play(
    {
      by: 'bashu-operator',
      article: 'POLICY-20',
      zh: '出具此刻之后的供给证据：该小时尚未封存，不能出具',
      en: 'evidence from now on: that hour is not sealed, so none is made',
    },
    async (me) => refused({ status: 409, article: 'POLICY-20' })(await me.get(evidenceOf(Date.now()))),
  );
  const file = await play(
    {
      by: 'bashu-operator',
      article: 'POLICY-20',
      zh: '出具最近封存各小时的供给证据',
      en: 'evidence of the hours that were sealed last',
    },
    async (me) => {
      for (let tries = 0; ; tries++) {
        // Until five minutes past, the last hour that may be sealed is the one before.
        const answers = [];
        for (const back of [1, 2]) answers.push(await me.get(evidenceOf(Date.now() - back * HOUR_MS)));
        const made = answers.find(({ status }) => status === 200);
        if (made) return { result: `200 ${made.text.length} 字符`, value: made.text };
        const [first] = answers;
        holds(tries < 20 && problemOf(first ?? { ...none })?.article === 'POLICY-20', 'evidence', tell(first ?? none));
        await pause(500);
      }
    },
  );
  await play(
    {
      by: 'anyone',
      article: 'POLICY-20',
      zh: '离线核验：各小时齐全，证明的与不能证明的',
      en: 'verify it offline: no hour lacks; what it proves and what not',
    },
    async () => {
      const verdict = await verifyHours(file, policy, checkSignature, sha256);
      holds(verdict.ok && verdict.trusted, 'evidence that holds', verdict);
      const { hours, channels } = verdict;
      return { result: `${hours} 小时齐全，${channels.length} 条通道有供给；不证明没有未记录的字节`, value: undefined };
    },
  );
}

const none = { status: 0, headers: new Headers(), text: '', body: undefined };
