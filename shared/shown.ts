import type { AgreementEvent } from './domain/agreement-schema.ts';
import type { CaseEvent } from './domain/case-events.ts';
import type { DepositEvent } from './domain/deposit.ts';
import type { RegistrationEvent } from './domain/registration-schema.ts';
import type { Text } from './law/roles.ts';
import type { CertificateKind } from './ledger/certificate.ts';

/*
 * What a certificate shows, beside what every event must show (stream, version, order, time, type). It is made to be
 * handed on, so: no person, no content of a document, nothing that its holder would not tell a bank or a court. Events that are
 * not listed stay out altogether, commitments too: their number alone would tell an objection from a review.
 */

/** Words for what happened, and the fields of it that are shown. */
export interface ShownEvent {
  readonly label: Text;
  readonly fields: readonly FieldPath[];
}

/** Fields that may be shown, as people read them. */
export const shownFields = {
  '/data/category': { zh: '登记类别', en: 'category' },
  '/data/title': { zh: '名称', en: 'title' },
  '/data/description': { zh: '简介', en: 'description' },
  '/data/registrants': { zh: '登记主体', en: 'registrants' },
  '/data/agency': { zh: '登记机构', en: 'registration agency' },
  '/data/datasets': { zh: '数据资源', en: 'datasets' },
  '/data/operator': { zh: '运营机构', en: 'operator' },
  '/data/number': { zh: '编号', en: 'number' },
  '/data/queryCode': { zh: '查询码', en: 'query code' },
  '/data/codedOn': { zh: '赋码日期', en: 'coded on' },
  '/data/expiresOn': { zh: '有效期至', en: 'valid until' },
  '/data/changes/title': { zh: '新名称', en: 'new title' },
  '/data/changes/description': { zh: '新简介', en: 'new description' },
  '/data/ground': { zh: '事由', en: 'ground' },
  '/data/organization': { zh: '存证单位', en: 'depositor' },
  '/data/hash': { zh: '存证散列', en: 'hash deposited' },
  '/data/grantor': { zh: '实施机构', en: 'grantor' },
  '/data/terms/version': { zh: '协议版本', en: 'version of the agreement' },
  '/data/terms/textHash': { zh: '协议文本散列', en: 'hash of the text' },
  '/data/terms/term/from': { zh: '期限自', en: 'term from' },
  '/data/terms/term/until': { zh: '期限至', en: 'term until' },
  '/data/signature/side': { zh: '签署方', en: 'signing side' },
  '/data/signature/textHash': { zh: '所签文本散列', en: 'hash of the text signed' },
  '/data/signature/key': { zh: '签名密钥指纹', en: 'thumbprint of the signing key' },
  '/data/signature/jws': { zh: '签名（JWS）', en: 'signature (JWS)' },
  '/data/signature/passkey/jwk/kty': { zh: '通行密钥类型', en: 'kind of the passkey' },
  '/data/signature/passkey/jwk/crv': { zh: '通行密钥曲线', en: 'curve of the passkey' },
  '/data/signature/passkey/jwk/x': { zh: '通行密钥公钥', en: 'public key of the passkey' },
  '/data/signature/passkey/jwk/y': { zh: '通行密钥公钥', en: 'public key of the passkey' },
  '/data/signature/passkey/authenticatorData': { zh: '通行密钥数据', en: 'authenticator data' },
  '/data/signature/passkey/clientData': { zh: '通行密钥客户端数据', en: 'client data' },
  '/data/signature/passkey/signature': { zh: '通行密钥签名', en: 'signature of the passkey' },
  '/data/signature/record/mediaType': { zh: '签章文件类型', en: 'type of the sealed file' },
  '/data/signature/record/bytes': { zh: '签章文件字节数', en: 'bytes of the sealed file' },
  '/data/signature/record/sha256': { zh: '签章文件散列', en: 'hash of the sealed file' },
  '/data/deliveredAt': { zh: '送达时间', en: 'delivered at' },
  '/data/subject': { zh: '当事人', en: 'subject' },
  '/data/authority': { zh: '处置机关', en: 'authority' },
  '/data/measure': { zh: '措施', en: 'measure' },
  '/data/measures': { zh: '措施', en: 'measures' },
  '/data/into': { zh: '合并为', en: 'into' },
  '/data/refusingSince': { zh: '闸门拒绝始于', en: 'gates refusing since' },
  '/data/accepted': { zh: '是否接受', en: 'accepted' },
  '/data/confirmed': { zh: '是否确认', en: 'confirmed' },
} as const satisfies Readonly<Record<`/data/${string}`, Text>>;
export type FieldPath = keyof typeof shownFields;

const told = (zh: string, en: string, ...fields: readonly FieldPath[]): ShownEvent => ({ label: { zh, en }, fields });

type Shown<E extends { type: string }> = Readonly<Partial<Record<E['type'], ShownEvent>>>;

const application = [
  ...(['/data/category', '/data/title', '/data/description'] as const),
  ...(['/data/registrants', '/data/agency', '/data/datasets'] as const),
];
const terms = [
  ...(['/data/terms/version', '/data/terms/textHash'] as const),
  ...(['/data/terms/term/from', '/data/terms/term/until'] as const),
];
/** With the signature itself, so that anyone can verify it without us. */
const signature = (Object.keys(shownFields) as FieldPath[]).filter((path) => path.startsWith('/data/signature/'));

/** The public fields of the notice (REG-12) and of the code (REG-13), and what became of both. */
const registration: Shown<RegistrationEvent> = {
  'fell-due': told('首次供给，应当登记', 'first supply: registration fell due', '/data/operator'),
  applied: told('提出登记申请', 'applied for', ...application),
  accepted: told('受理', 'accepted'),
  reviewed: told('形式审查通过', 'passed formal review'),
  'notice-published': told('公示', 'public notice'),
  coded: told('赋码', 'coded', '/data/number', '/data/codedOn', '/data/expiresOn'),
  'query-code-issued': told('取得查询码', 'query code issued', '/data/queryCode'),
  changed: told('变更', 'changed', '/data/changes/title', '/data/changes/description'),
  corrected: told('更正', 'corrected', '/data/changes/title', '/data/changes/description'),
  renewed: told('续期', 'renewed', '/data/expiresOn'),
  deregistered: told('注销', 'deregistered', '/data/ground'),
  revoked: told('撤销登记', 'revoked', '/data/ground'),
  expired: told('届满', 'expired'),
};

/** Who agreed on which text, from when to when. Its clauses stay between the two sides, who hold the text by its hash. */
const agreement: Shown<AgreementEvent> = {
  drafted: told('起草', 'drafted', '/data/title', '/data/grantor', '/data/operator'),
  proposed: told('提出文本', 'text proposed', ...terms),
  signed: told('签署', 'signed', ...signature),
  withdrawn: told('撤回文本', 'text withdrawn'),
  'signing-lapsed': told('签署失效', 'signing lapsed'),
  'took-effect': told('生效', 'took effect'),
  'amendment-proposed': told('提出修订', 'amendment proposed', ...terms),
  'amendment-signed': told('签署修订', 'amendment signed', ...signature),
  amended: told('修订生效', 'amended'),
  filed: told('备案', 'filed', '/data/number'),
  'notice-served': told('解除通知', 'notice of termination served'),
  terminated: told('终止', 'terminated', '/data/deliveredAt'),
  expired: told('届满', 'expired'),
  settled: told('结清', 'settled'),
};

/** What was ordered against whom, when it was committed, confirmed, answered, lifted. Facts and evidence stay hidden. */
const measure: Shown<CaseEvent> = {
  reported: told('立案线索', 'reported', '/data/subject'),
  'emergency-placed': told('紧急处置', 'emergency measures', '/data/authority', '/data/measures'),
  'request-bound': told('权利请求执行', 'request carried out', '/data/authority', '/data/measures'),
  'emergency-told': told('紧急处置告知', 'told of the emergency'),
  'emergency-confirmed': told('紧急处置经确认', 'emergency confirmed'),
  'escalation-settled': told('上级处理', 'escalation settled', '/data/confirmed'),
  decided: told('作出决定', 'decided', '/data/measures'),
  'measure-committed': told('措施提交', 'measure committed', '/data/measure'),
  'measure-confirmed': told('措施确认', 'measure confirmed', '/data/measure', '/data/refusingSince'),
  consolidated: told('措施合并', 'measures made one', '/data/measures', '/data/into'),
  'proposal-answered': told('实施机构答复', 'proposal answered', '/data/measure', '/data/accepted'),
  'appeal-upheld': told('维持原决定', 'decision upheld on appeal'),
  'appeal-overturned': told('原决定被撤销', 'decision overturned on appeal'),
  reinstated: told('恢复', 'reinstated', '/data/measures'),
};

/** Whose hash stood in the log; what it is the hash of, its holder shows by computing it again. */
const deposit: Shown<DepositEvent> = {
  deposited: told('存证', 'deposited', '/data/organization', '/data/hash'),
};

/** The table: kind of certificate → type of event → what is shown of it. */
export const shownEvents: Readonly<Record<CertificateKind, Readonly<Record<string, ShownEvent | undefined>>>> = {
  registration,
  agreement,
  measure,
  deposit,
};
