import type { Terms } from '../../shared/domain/agreement-schema.ts';
import type { Side } from '../../shared/domain/agreement-signature.ts';
import { deskPage, Trail } from '../../shared/http/desk.tsx';
import type { Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import { Said } from './said.tsx';
import { script } from './script.ts';

export interface Signing {
  readonly id: string;
  readonly title: string;
  /** `undefined`: nothing waits for a signature. */
  readonly terms: Pick<Terms, 'version' | 'textHash'> | undefined;
  readonly signed: readonly Side[];
  readonly side: Side;
  readonly text: string | undefined;
}

/** One agreement to read and to sign: its text as it will be hashed, and the signature over exactly that. @see ESL-13, ESL-14 */
export const signPage = (reader: Reader, signing: Signing): Promise<Response> =>
  deskPage(reader, { zh: signing.title, en: signing.title }, <Sign reader={reader} {...signing} />, script);

function Sign({ reader, id, title, terms, signed, side, text }: Signing & { reader: Reader }) {
  const { language } = reader;
  const said = (one: Text) => one[language];
  const done = signed.includes(side);
  return (
    <>
      <Trail {...reader} of={words.list} href="/console/signing" />
      <h1>{title}</h1>
      <div class={done || !terms ? 'status done' : 'status'} role="status">
        <strong>{said(!terms ? words.nothing : done ? words.done : words.open)}</strong>
        {(['grantor', 'operator'] as const).map((one) => (
          <p>
            {said(sides[one])}：{said(signed.includes(one) ? words.signed : words.unsigned)}
          </p>
        ))}
      </div>
      {terms && (
        <dl class="sheet">
          <dt>{said(words.version)}</dt>
          <dd>{terms.version}</dd>
          <dt>{said(words.hash)}</dt>
          <dd>
            <code>{terms.textHash}</code>
          </dd>
          <dt>{said(words.copies)}</dt>
          <dd>
            <a href={`/agreements/${id}/print`}>{said(words.print)}</a> ·{' '}
            <a href={`/agreements/${id}/text`} download>
              {said(words.bytes)}
            </a>
          </dd>
        </dl>
      )}
      {text && (
        <>
          <h2>{said(words.text)}</h2>
          <pre class="contract" tabindex={0}>
            {text}
          </pre>
        </>
      )}
      {terms && !done && <Form {...{ id, side, terms, language }} />}
    </>
  );
}

function Form({
  id,
  side,
  terms,
  language,
}: Pick<Signing, 'id' | 'side'> & Pick<Reader, 'language'> & { terms: NonNullable<Signing['terms']> }) {
  const said = (one: Text) => one[language];
  return (
    <>
      <h2>{said(words.sign)}</h2>
      <div class="act">
        <form data-task="sign" data-agreement={id} data-hash={terms.textHash}>
          <input type="hidden" name="side" value={side} />
          <label>
            <span>{said(words.as)}</span>
            <select name="kind" required>
              <option value="legal-representative">{said(words.legal)}</option>
              <option value="power-of-attorney">{said(words.attorney)}</option>
            </select>
          </label>
          <label class="written">
            <span>{said(words.document)}</span>
            <textarea name="document" rows={3} maxlength={100_000} required />
          </label>
          <label class="sure">
            <input type="checkbox" name="electronic" value="true" required />
            {said(words.electronic)}
          </label>
          <label class="sure">
            <input type="checkbox" required />
            {said(words.read)}
          </label>
          <Said language={language} />
          <button type="submit">{said(words.button)}</button>
        </form>
      </div>
    </>
  );
}

const sides: Readonly<Record<Side, Text>> = {
  grantor: { zh: '甲方（实施机构）', en: 'Grantor' },
  operator: { zh: '乙方（授权运营单位）', en: 'Operator' },
};

const words = {
  list: { zh: '签署', en: 'Signing' },
  open: { zh: '等待您签署', en: 'Waits for your signature' },
  done: { zh: '本单位已签署', en: 'Your organization has signed' },
  nothing: { zh: '现在没有等待签署的文本', en: 'No text waits for a signature now' },
  signed: { zh: '已签署', en: 'signed' },
  unsigned: { zh: '尚未签署', en: 'not signed yet' },
  version: { zh: '版本', en: 'Version' },
  hash: { zh: '文本摘要（SHA-256）', en: 'Hash of the text (SHA-256)' },
  copies: { zh: '文本', en: 'Text' },
  print: { zh: '打印页', en: 'to print' },
  bytes: { zh: '下载（逐字节即签署的文本）', en: 'download, byte for byte what is signed' },
  text: { zh: '协议文本', en: 'The text' },
  sign: { zh: '签署', en: 'Sign' },
  as: { zh: '以何身份签署', en: 'You sign as' },
  legal: { zh: '法定代表人', en: 'legal representative' },
  attorney: { zh: '授权代表', en: 'by power of attorney' },
  document: { zh: '身份证明或授权书的内容', en: 'What proves it: certificate or power of attorney' },
  electronic: { zh: '同意以电子形式订立本协议', en: 'I consent to the electronic form' },
  read: {
    zh: '已通读上面的文本。签署后写入日志，不能撤回。',
    en: 'I have read the text above. A signature cannot be taken back.',
  },
  button: { zh: '以通行密钥签署', en: 'Sign with a passkey' },
} as const satisfies Record<string, Text>;
