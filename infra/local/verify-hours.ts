import { verifyHours } from '../../shared/ledger/hours-verified.ts';
import type { Policy } from '../../shared/ledger/policy.ts';
import { checkSignature } from '../../shared/store/check-signature.ts';
import { sha256 } from '../../shared/store/store.ts';
import { evidenceFaultText, provenHours } from './hours-words.ts';
import type { Terminal } from './terminal.ts';
import { exit, fitting } from './verify-words.ts';

/** Checks evidence of deliveries with this machine alone, and tells people what it proves. Answers the exit code. */
export async function checkedHours(text: string, policy: Policy | undefined, terminal: Terminal): Promise<number> {
  const verdict = await verifyHours(text, policy, checkSignature, sha256);
  if (!verdict.ok) {
    const place = verdict.hour === undefined ? '' : `（${verdict.hour}）`;
    const what = evidenceFaultText(verdict.code);
    terminal.fail(terminal.paint('bad', `不成立${place}：${what.zh}；does not fit: ${what.en}`));
    return exit.bad;
  }
  for (const line of provenHours(verdict)) terminal.line(line);
  terminal.line();
  const { good, zh, en } = fitting(verdict.trusted);
  terminal.line(terminal.paint(good ? 'good' : 'bad', `${zh}；${en}`));
  return verdict.trusted ? exit.proven : exit.unknownSigner;
}
