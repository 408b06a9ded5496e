import { deskPage, Trail } from '../../shared/http/desk.tsx';
import type { Reader } from '../../shared/http/page.tsx';
import type { Text } from '../../shared/law/roles.ts';
import type { Passkey } from '../../shared/store/passkeys.ts';
import { Said } from './said.tsx';
import { script } from './script.ts';

export interface Signatory {
  readonly person: string;
  readonly organizationName: string;
  readonly passkeys: readonly Passkey[];
  /** Thumbprints that count as this person's signature. */
  readonly keys: readonly string[];
  /** What waits for a signature of this organization. */
  readonly waiting: readonly { readonly id: string; readonly title: string; readonly signed: boolean }[];
}

const title: Text = { zh: '通行密钥与签署', en: 'Passkeys and signing' };

/** A signatory's passkeys, which of them count, how to make one, and the agreements that wait. @see ESL-13 */
export const passkeysPage = (reader: Reader, signatory: Signatory): Promise<Response> =>
  deskPage(reader, title, <Passkeys reader={reader} {...signatory} />, script);

function Passkeys({ reader, person, organizationName, passkeys, keys, waiting }: Signatory & { reader: Reader }) {
  const { language } = reader;
  const said = (text: Text) => text[language];
  return (
    <>
      <Trail {...reader} />
      <h1>{said(title)}</h1>
      <p class="quiet">{said(words.about)}</p>
      <h2>{said(words.waiting)}</h2>
      {waiting.length === 0 && <p class="empty">{said(words.noneWaits)}</p>}
      <ul class="rules">
        {waiting.map(({ id, title: name, signed }) => (
          <li>
            <span class={signed ? 'tag' : 'tag strong'}>{said(signed ? words.signed : words.open)}</span>
            <a href={`/console/signing/${id}`}>{name}</a>
          </li>
        ))}
      </ul>
      <h2>{said(words.own)}</h2>
      {passkeys.length === 0 && <p class="empty">{said(words.noPasskey)}</p>}
      {passkeys.length > 0 && (
        <table class="stack">
          <thead>
            <tr>
              <th>{said(words.thumbprint)}</th>
              <th>{said(words.standing)}</th>
            </tr>
          </thead>
          <tbody>
            {passkeys.map(({ thumbprint }) => (
              <tr>
                <td>
                  <code>{thumbprint}</code>
                </td>
                <td data-label={said(words.standing)}>
                  <span class={keys.includes(thumbprint) ? 'tag' : 'tag strong'}>
                    {said(keys.includes(thumbprint) ? words.counts : words.pending)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {passkeys.some(({ thumbprint }) => !keys.includes(thumbprint)) && <p>{said(words.enter)}</p>}
      <Said language={language} />
      <form data-task="create" data-person={person} data-name={organizationName}>
        <button type="submit">{said(words.create)}</button>
      </form>
      <p class="quiet">{said(words.twice)}</p>
    </>
  );
}

const words = {
  about: {
    zh: '用指纹、面容或口令解锁的通行密钥签署协议。私钥不离开您的设备；任何人都能离线核验签名。',
    en: 'Sign agreements with a passkey that your finger, face or PIN unlocks. Its key never leaves your device; anybody can verify the signature offline.',
  },
  waiting: { zh: '等待签署的协议', en: 'Agreements to sign' },
  noneWaits: { zh: '没有等待本单位签署的协议。', en: 'No agreement waits for your organization.' },
  open: { zh: '待本单位签署', en: 'your turn' },
  signed: { zh: '本单位已签，等待对方', en: 'signed, the other side is next' },
  own: { zh: '我的通行密钥', en: 'My passkeys' },
  noPasskey: { zh: '还没有通行密钥。请用下面的按钮创建一个。', en: 'None yet: make one with the button below.' },
  thumbprint: { zh: '指纹（RFC 7638）', en: 'Thumbprint (RFC 7638)' },
  standing: { zh: '状态', en: 'Standing' },
  counts: { zh: '已登记为签署密钥', en: 'signs for you' },
  pending: { zh: '待管理员登记', en: 'to be entered by an administrator' },
  enter: {
    zh: '请把指纹交给本单位系统管理员，由其登记为您的签署密钥；登记前签署会被拒绝。',
    en: 'Give the thumbprint to your administrator, who enters it among your keys; before that a signature is refused.',
  },
  create: { zh: '创建通行密钥', en: 'Make a passkey' },
  twice: {
    zh: '设备会请您验证两次：一次创建，一次证明持有。最多保留四个，最早的让位。',
    en: 'Your device asks twice: to make it, and to prove that you hold it. Four are kept; the oldest makes room.',
  },
} as const satisfies Record<string, Text>;
