import type { Text } from './roles.ts';

/** A checked unified social credit code 统一社会信用代码, 18 characters. @see GBT-32100 */
export type CreditCode = string & { readonly creditCode: true };

/** What is wrong with a credit code, never the code itself: what fails may be a person's identity number. */
export const creditCodeDefects = {
  length: { zh: '统一社会信用代码应为18位', en: 'a credit code has 18 characters' },
  character: {
    zh: '含有统一社会信用代码不使用的字符（只用数字和除 I、O、S、V、Z 外的大写字母）',
    en: 'it has a character that credit codes do not use (digits and capitals without I, O, S, V, Z)',
  },
  division: {
    zh: '第3至8位应为数字（登记管理机关行政区划）',
    en: 'characters 3 to 8 are digits (the registering division)',
  },
  check: { zh: '校验位不符，请核对原证', en: 'the check character does not fit: compare it with the certificate' },
  damaged: {
    zh: '疑似被表格软件改写（科学记数或末位变零），请以文本格式重新填写',
    en: 'it looks changed by a spreadsheet (exponent or zeros at the end): enter it again as text',
  },
} as const satisfies Record<string, Text>;
export type CreditCodeDefect = keyof typeof creditCodeDefects;

export type CreditCodeCheck =
  | { readonly ok: true; readonly code: CreditCode }
  | { readonly ok: false; readonly defect: CreditCodeDefect };

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Normalises full width, case and outer blanks, then checks. The result names the defect and never repeats the input. */
export function checkCreditCode(input: string): CreditCodeCheck {
  // Longer input cannot be a code; normalising it would only cost time.
  if (input.length > 64) return { ok: false, defect: 'length' };
  const text = input.normalize('NFKC').trim().toUpperCase();
  const defect = defectOf(text);
  // The only place where a string becomes a CreditCode: it has just passed every check.
  return defect ? { ok: false, defect } : { ok: true, code: text as CreditCode };
}

function defectOf(text: string): CreditCodeDefect | undefined {
  if (/^\d(\.\d+)?E\+?\d+$/.test(text)) return 'damaged';
  if (text.length !== 18) return 'length';
  const digits = Array.from(text, (character) => ALPHABET.indexOf(character));
  if (digits.includes(-1)) return 'character';
  if (!/^.{2}\d{6}/.test(text)) return 'division';
  if (checkCharacter(digits) === text[17]) return undefined;
  return /^\d{15}0{3}$/.test(text) ? 'damaged' : 'check';
}

/** Weights are powers of three modulo 31. */
function checkCharacter(digits: readonly number[]): string | undefined {
  let weight = 1;
  let sum = 0;
  for (const digit of digits.slice(0, 17)) {
    sum += digit * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

interface Division {
  readonly name: Text;
  /** The level above, where it reviews and where matters go when this one has no authority of its own (DZ-6, DZ-13). */
  readonly upper: string;
  /** A zone has no administrative code: ours is local, and its committee acts only by delegation (DZ-5). */
  readonly kind: 'city' | 'county' | 'zone';
}

/** The province above the city 四川省. */
export const PROVINCE = '510000';

/** Dazhou's divisions 行政区划 by code, and its two zones 市直园区 by local code of ours. */
export const divisions = {
  '511700': { name: { zh: '达州市', en: 'Dazhou' }, upper: PROVINCE, kind: 'city' },
  '511702': { name: { zh: '通川区', en: 'Tongchuan' }, upper: '511700', kind: 'county' },
  '511703': { name: { zh: '达川区', en: 'Dachuan' }, upper: '511700', kind: 'county' },
  '511722': { name: { zh: '宣汉县', en: 'Xuanhan' }, upper: '511700', kind: 'county' },
  '511723': { name: { zh: '开江县', en: 'Kaijiang' }, upper: '511700', kind: 'county' },
  '511724': { name: { zh: '大竹县', en: 'Dazhu' }, upper: '511700', kind: 'county' },
  '511725': { name: { zh: '渠县', en: 'Quxian' }, upper: '511700', kind: 'county' },
  '511781': { name: { zh: '万源市', en: 'Wanyuan' }, upper: '511700', kind: 'county' },
  '511700G1': { name: { zh: '达州高新区', en: 'Dazhou High-tech Zone' }, upper: '511700', kind: 'zone' },
  '511700G2': {
    name: { zh: '达州东部经开区', en: 'Dazhou Eastern Economic Development Zone' },
    upper: '511700',
    kind: 'zone',
  },
} as const satisfies Record<string, Division>;
export type DivisionCode = keyof typeof divisions;

export const isDivision = (code: string): code is DivisionCode => Object.hasOwn(divisions, code);

/** The jurisdiction above: county and zone → city → province; `undefined` for a code that is not ours. */
export const upperOf = (jurisdiction: string): string | undefined =>
  isDivision(jurisdiction) ? divisions[jurisdiction].upper : undefined;
