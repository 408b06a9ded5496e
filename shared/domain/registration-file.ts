import * as z from 'zod';
import type { Text } from '../law/roles.ts';
import type { Instant } from '../law/time.ts';
import type { Ground } from './decision.ts';
import { particulars } from './registration-particulars.ts';
import { documentRef, id, instant, sha256 } from './values.ts';

/** What is registered: a data resource 数据资源, or a product or service 产品和服务 made of it (REG-5). */
export const category = z.enum(['resource', 'product']);
export type Category = z.infer<typeof category>;

/** Evidence deposit 存证: hash of what was deposited and when, before applying; with a proof, or as one of our own log. */
export const deposit = z.strictObject({
  hash: sha256,
  depositedAt: instant,
  proof: documentRef.optional(),
  deposit: id.optional(),
});
/** The registrant's own review 内部审核, before applying: when, and its record. */
export const internalReview = z.strictObject({ reviewedAt: instant, record: documentRef });
/** The delegation or consent 委托书、同意书 of one joint registrant. */
const delegation = z.strictObject({ organization: id, document: documentRef });

/** The application file 登记材料. Parts may be missing on receipt: the agency returns it with all that is missing. */
export const file = z.strictObject({
  subject: documentRef.optional(),
  legality: documentRef.optional(),
  internalReview: internalReview.optional(),
  resource: documentRef.optional(),
  particulars: particulars.optional(),
  deposit: deposit.optional(),
  product: documentRef.optional(),
  scenario: documentRef.optional(),
  risk: documentRef.optional(),
  delegations: z.array(delegation).min(1).max(9).optional(),
});
export type RegistrationFile = z.infer<typeof file>;

interface Part {
  readonly label: Text;
  readonly of: readonly Category[];
  /** Only of those who apply jointly. */
  readonly joint?: true;
  /** May be handed in, and is not demanded. */
  readonly optional?: true;
}

/** The parts of a file, and for which category each is demanded. */
export const fileParts = {
  subject: { label: { zh: '登记主体信息', en: 'subject' }, of: ['resource', 'product'] },
  legality: { label: { zh: '来源合法性说明', en: 'legality of the source' }, of: ['resource', 'product'] },
  internalReview: { label: { zh: '内部审核记录', en: 'record of the internal review' }, of: ['resource', 'product'] },
  resource: { label: { zh: '数据资源情况', en: 'data resource' }, of: ['resource', 'product'] },
  particulars: { label: { zh: '登记要素', en: 'particulars of the record' }, of: ['resource', 'product'] },
  deposit: { label: { zh: '存证情况', en: 'evidence deposit' }, of: ['resource', 'product'] },
  product: { label: { zh: '产品和服务信息', en: 'product and service' }, of: ['product'] },
  scenario: { label: { zh: '应用场景信息', en: 'scenario' }, of: ['product'] },
  risk: { label: { zh: '数据安全风险评估', en: 'security risk assessment' }, of: ['resource', 'product'] },
  delegations: {
    label: { zh: '各共同登记主体的委托书或同意书', en: 'delegation or consent of each joint registrant' },
    of: ['resource', 'product'],
    joint: true,
    optional: true,
  },
  consents: {
    label: { zh: '各共同登记主体本单位的确认', en: 'each joint registrant’s own confirmation' },
    of: ['resource', 'product'],
    joint: true,
  },
} as const satisfies Record<keyof RegistrationFile | 'consents', Part>;
export type FilePart = keyof typeof fileParts;
export const part = z.enum(Object.keys(fileParts) as [FilePart, ...FilePart[]]); // Object.keys forgets the key type

interface Filed {
  readonly category: Category;
  readonly registrants: readonly string[];
  readonly file: RegistrationFile;
  /** Given by each joint registrant itself, beside the file that the first of them hands in. */
  readonly consents?: readonly { readonly organization: string }[] | undefined;
}

/** What a file of this category by so many registrants consists of. */
export function demandedParts({ category, registrants }: Pick<Filed, 'category' | 'registrants'>): FilePart[] {
  return part.options.filter((one) => {
    const { of, joint, optional }: Part = fileParts[one];
    return of.includes(category) && !optional && !(joint && registrants.length === 1);
  });
}

/** The parts that the file still lacks, all at once. @see REG-10 */
export function missingFile(filed: Filed): FilePart[] {
  return demandedParts(filed).filter((one) =>
    one === 'consents' ? unconfirmed(filed).length > 0 : filed.file[one] === undefined,
  );
}

/**
 * Joint registrants who have not confirmed by their own command: what the first of them hands in, a delegation too, is
 * the first one's word. Nobody is registered without knowing. @see REG-3
 */
export const unconfirmed = ({ registrants, consents = [] }: Pick<Filed, 'registrants' | 'consents'>) =>
  registrants.slice(1).filter((one) => !consents.some(({ organization }) => organization === one));

/** The same, as grounds for a refusal with a pointer into the application; each registrant that is awaited by name. */
export function missingGrounds(filed: Filed): Ground[] {
  return missingFile(filed).flatMap((one): Ground[] =>
    one === 'consents'
      ? unconfirmed(filed).map((organization) => ({
          article: 'REG-3',
          detail: {
            zh: `共同登记主体 ${organization} 尚未由本单位确认`,
            en: `the joint registrant ${organization} has not confirmed it itself`,
          },
          pointer: `/registrants/${filed.registrants.indexOf(organization)}`,
        }))
      : [
          {
            article: 'REG-10',
            detail: { zh: `缺少：${fileParts[one].label.zh}`, en: `missing: ${fileParts[one].label.en}` },
            pointer: `/file/${one}`,
          },
        ],
  );
}

/** What must have happened before applying: the internal review and the evidence deposit 存证. @see REG-10 */
export function tooLate(at: Instant, { deposit, internalReview }: RegistrationFile): Ground[] {
  const late = (when: Instant | undefined, zh: string, en: string, pointer: string): Ground[] =>
    when === undefined || when <= at ? [] : [{ article: 'REG-10', detail: { zh, en }, pointer }];
  return [
    ...late(
      internalReview?.reviewedAt,
      '内部审核须在申请之前',
      'the internal review is made before applying',
      '/file/internalReview/reviewedAt',
    ),
    ...late(
      deposit?.depositedAt,
      '存证须在申请之前',
      'the deposit is made before applying',
      '/file/deposit/depositedAt',
    ),
  ];
}
