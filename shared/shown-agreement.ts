import type { AgreementEvent } from './domain/agreement-schema.ts';
import { type FieldPath, type Shown, shownFields, told } from './shown-fields.ts';

const terms = [
  ...(['/data/terms/version', '/data/terms/textHash'] as const),
  ...(['/data/terms/term/from', '/data/terms/term/until'] as const),
];
/** With the signature itself, so that anyone can verify it without us. */
const signature = (Object.keys(shownFields) as FieldPath[]).filter((path) => path.startsWith('/data/signature/'));

/** Who agreed on which text, from when to when. Its clauses stay between the two sides, who hold the text by its hash. */
export const shownOfAgreement: Shown<AgreementEvent> = {
  drafted: told('起草', 'drafted', '/data/title', '/data/grantor', '/data/operator'),
  proposed: told('提出文本', 'text proposed', ...terms),
  signed: told('签署', 'signed', ...signature),
  withdrawn: told('撤回文本', 'text withdrawn'),
  'signing-lapsed': told('签署失效', 'signing lapsed'),
  'took-effect': told('生效', 'took effect'),
  'amendment-proposed': told('提出修订', 'amendment proposed', ...terms),
  'amendment-signed': told('签署修订', 'amendment signed', ...signature),
  'amendment-withdrawn': told('撤回修订', 'amendment withdrawn'),
  amended: told('修订生效', 'amended'),
  filed: told('备案', 'filed', '/data/number'),
  'notice-served': told('解除通知', 'notice of termination served'),
  terminated: told('终止', 'terminated', '/data/deliveredAt'),
  expired: told('届满', 'expired'),
  settled: told('结清', 'settled'),
};
