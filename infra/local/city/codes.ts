import { checkCreditCode } from '../../../shared/law/identifiers.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * A valid credit code 统一社会信用代码 from its registering class (2 characters), division (6 digits) and the first 8 of
 * the organization's own code; both check characters are computed. @see GBT-32100, GB 11714
 */
export function creditCode(registering: string, division: string, own: string): string {
  const body = `${registering}${division}${own}${ownCheck(own)}`;
  const { sum } = Array.from(body).reduce(
    ({ sum, weight }, one) => ({ sum: sum + weight * ALPHABET.indexOf(one), weight: (weight * 3) % 31 }),
    { sum: 0, weight: 1 },
  );
  const checked = checkCreditCode(`${body}${ALPHABET[(31 - (sum % 31)) % 31]}`);
  if (!checked.ok) throw new Error(`no credit code begins with ${body}`);
  return checked.code;
}

function ownCheck(own: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(own[at] ?? '0', 36), 0);
  return '0123456789X0'[11 - (sum % 11)] ?? '0';
}
