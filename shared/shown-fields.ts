import type { Text } from './law/roles.ts';

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

export const told = (zh: string, en: string, ...fields: readonly FieldPath[]): ShownEvent => ({
  label: { zh, en },
  fields,
});

/** Type of event → what is shown of it. */
export type ShownOf = Readonly<Record<string, ShownEvent | undefined>>;
export type Shown<E extends { type: string }> = Readonly<Partial<Record<E['type'], ShownEvent>>>;
